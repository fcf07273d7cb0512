package dev.writeback.agent.audit.syslog;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record in the Common Event Format, version 0 (ArcSight's implementation standard, revision 25). */
final class CefText {
    /** Our fields that have a key in the standard's dictionary. */
    private static final Map<String, String> KEYS = keys();

    /** Our fields that need one of the standard's six strings, with its label. */
    private static final List<String> STRINGS =
            List.of("requestId", "traceId", "violations", "rejection", "directory", "accountDn");

    private CefText() {}

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("operation", "act");
        keys.put("outcome", "outcome");
        keys.put("reason", "reason");
        keys.put("actor", "spriv");
        keys.put("actorId", "suser");
        keys.put("subject", "duser");
        keys.put("account", "duid");
        keys.put("server", "dhost");
        keys.put("detail", "msg");
        return keys;
    }

    static String of(AuditRecord record, String version) {
        Event event = record.event();
        List<String> extension = new ArrayList<>();
        extension.add("rt=" + record.time().toEpochMilli());
        extension.add("externalId=" + record.number());
        extension.add("deviceExternalId=" + value(record.agent()));
        if (event.type().msEventId().isPresent()) {
            extension.add("cn1=" + event.type().msEventId().getAsInt());
            extension.add("cn1Label=msEventId");
        }
        event.fields().forEach((name, value) -> add(extension, name, value));
        return String.join(
                        "|",
                        "CEF:0",
                        "Writeback",
                        "Writeback Agent",
                        header(version),
                        Integer.toString(event.type().id()),
                        header(event.type().label()),
                        Integer.toString(severity(event.type().severity())))
                + "|"
                + String.join(" ", extension);
    }

    private static void add(List<String> extension, String name, Object value) {
        String text = value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        String key = KEYS.get(name);
        int string = STRINGS.indexOf(name) + 1;
        if (key != null) {
            extension.add(key + "=" + value(text));
        } else if (string > 0) {
            extension.add("cs" + string + "=" + value(text));
            extension.add("cs" + string + "Label=" + name);
        } else {
            // The standard allows keys of one's own: letters and digits.
            extension.add("writeback" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "=" + value(text));
        }
    }

    /** From 0 to 10. */
    private static int severity(Severity severity) {
        return switch (severity) {
            case INFO -> 2;
            case WARNING -> 5;
            case ERROR -> 8;
        };
    }

    private static String header(String text) {
        return oneLine(text).replace("\\", "\\\\").replace("|", "\\|");
    }

    private static String value(String text) {
        return text.replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]", " ");
    }
}
