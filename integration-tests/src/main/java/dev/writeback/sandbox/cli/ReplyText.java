package dev.writeback.sandbox.cli;

import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import dev.writeback.sandbox.cloud.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is printed of a reply: the verified claims under their names on the wire, and the time it took. */
final class ReplyText {
    private ReplyText() {}

    /** One line for people. */
    static String line(SealedRequest request, Reply reply) {
        String start = request.operation().wireName() + " " + request.id() + ": ";
        String end = "; " + reply.took().toMillis() + " ms";
        if (!(reply instanceof Reply.Acknowledged acknowledged)) {
            return start + "no ack in time, it cannot be known whether it was applied" + end;
        }
        Ack ack = acknowledged.ack();
        StringBuilder line = new StringBuilder(start).append(ack.outcome());
        ack.reason().ifPresent(reason -> line.append(' ').append(reason.wireName()));
        if (!ack.violations().isEmpty()) {
            line.append(
                    ack.violations().stream().map(Violation::wireName).collect(Collectors.joining(", ", " (", ")")));
        }
        ack.rules()
                .ifPresent(rules -> line.append("; the policy (" + rules.source() + ") wants " + rules.minLength()
                        + " characters and remembers " + rules.historyLength() + " passwords"));
        line.append("; verified, by ").append(acknowledged.agent());
        ack.server().ifPresent(server -> line.append(" on ").append(server));
        return line.append(ack.recorded() ? "; recorded before" : "")
                .append(end)
                .toString();
    }

    /** One document for scripts; {@code out} is null when no ack came. */
    static Map<String, @Nullable Object> document(SealedRequest request, Reply reply) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("rjti", request.id().value());
        document.put("rdig", request.digest());
        document.put("op", request.operation().wireName());
        if (reply instanceof Reply.Acknowledged acknowledged) {
            put(document, acknowledged);
        } else {
            document.put("out", null);
        }
        document.put("millis", reply.took().toMillis());
        return document;
    }

    private static void put(Map<String, @Nullable Object> document, Reply.Acknowledged acknowledged) {
        Ack ack = acknowledged.ack();
        document.put("iss", "urn:pwb:agent:" + acknowledged.agent());
        document.put("jti", acknowledged.id());
        document.put("out", ack.outcome().name());
        ack.reason().ifPresent(reason -> document.put("reason", reason.wireName()));
        if (!ack.violations().isEmpty()) {
            document.put(
                    "violations",
                    ack.violations().stream().map(Violation::wireName).toList());
        }
        ack.rules().ifPresent(rules -> document.put("rules", rules(rules)));
        document.put("att", ack.delivery());
        if (ack.recorded()) {
            document.put("rec", true);
        }
        ack.server().ifPresent(server -> document.put("dc", server));
        document.put("t", timings(ack.timings()));
    }

    private static Map<String, Object> rules(PolicyRules rules) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("minLength", rules.minLength());
        document.put("historyLength", rules.historyLength());
        document.put("complexity", rules.complexity());
        document.put("minAgeSeconds", rules.minAgeSeconds());
        rules.changeAllowedAt().ifPresent(at -> document.put("changeAllowedAt", at.getEpochSecond()));
        document.put("source", rules.source());
        return document;
    }

    private static Map<String, Object> timings(Timings timings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rcv", timings.received());
        document.put("ver", timings.verified());
        document.put("dir", timings.directory());
        document.put("tot", timings.total());
        return document;
    }
}
