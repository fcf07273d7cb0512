package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The document {@code /status.json} for a terminal: the parts of the agent as a tree, what is wrong and what to do, and the
 * last requests.
 */
final class StatusText {
    private static final int MOST_REQUESTS = 10;
    private static final int FEW_DAYS = 21;

    private final JsonNode status;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();

    private StatusText(JsonNode status) {
        this.status = status;
        this.now = Instant.parse(status.path("now").asText());
    }

    static String of(JsonNode status) {
        return new StatusText(status).write();
    }

    /** What a switch is answered with: the components alone. */
    static String ofReadiness(JsonNode readiness) {
        StringBuilder text = new StringBuilder(heading(readiness)).append('\n');
        for (JsonNode component : readiness.path("components")) {
            text.append(line(
                    component.path("ready").asBoolean() ? "ok" : "down",
                    0,
                    component.path("name").asText() + ": "
                            + component.path("detail").asText()));
        }
        return text.toString();
    }

    private static String heading(JsonNode answer) {
        return answer.path("ready").asBoolean() ? "ready" : "not ready";
    }

    private String write() {
        JsonNode agent = status.path("agent");
        text.append(heading(status)).append('\n');
        text.append(printable("agent " + agent.path("id").asText() + ", version "
                        + agent.path("version").asText() + ", "
                        + status.path("state").asText().replace('_', ' ') + ", up "
                        + span(agent.path("uptimeSeconds").asLong())))
                .append("\n\n");
        relay();
        status.path("directories").forEach(this::directory);
        operations();
        keys();
        status.path("components").forEach(this::component);
        canary();
        troubles();
        requests();
        return text.toString();
    }

    private void relay() {
        JsonNode relay = status.path("relay");
        String state = relay.path("state").asText();
        add(
                state.equals("up") || state.equals("paused") ? "ok" : "down",
                0,
                "relay: " + state + ", last answer " + ago(relay.path("lastSuccess")) + ", "
                        + relay.path("inFlight").asInt() + " in flight: "
                        + relay.path("detail").asText());
        add("ok", 1, "last heartbeat taken " + ago(status.path("heartbeat").path("lastSuccess")));
    }

    private void directory(JsonNode directory) {
        String state = directory.path("state").asText();
        String offset = directory.path("clockOffsetMillis").isNull()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", host clock minus its clock %.1f s",
                        directory.path("clockOffsetMillis").asLong() / 1000.0);
        add(
                state.equals("up") ? "ok" : state.equals("degraded") ? "warn" : "down",
                0,
                "directory " + directory.path("name").asText() + ": " + state + offset);
        for (JsonNode server : directory.path("servers")) {
            add(
                    server.path("up").asBoolean() ? "ok" : "down",
                    1,
                    server.path("host").asText() + ": " + server.path("detail").asText());
        }
    }

    private void operations() {
        JsonNode switches = status.path("switches");
        List<String> on = new ArrayList<>();
        List<String> off = new ArrayList<>();
        for (JsonNode operation : switches.path("operations")) {
            String name = operation.path("name").asText();
            if (operation.path("on").asBoolean()) {
                on.add(name);
            } else {
                off.add(name + whose(operation, switches));
            }
        }
        boolean closed = !switches.path("closed").isNull();
        add(
                closed ? "down" : "ok",
                0,
                "operations: " + (on.isEmpty() ? "none" : String.join(", ", on))
                        + (off.isEmpty() ? "" : "; off: " + String.join(", ", off)));
        if (closed) {
            add("down", 1, switches.path("closed").asText());
        }
        long epoch = switches.path("cloudEpoch").asLong();
        add("ok", 1, epoch == 0 ? "no switches of the cloud" : "the cloud's switches of epoch " + epoch);
    }

    private static String whose(JsonNode operation, JsonNode switches) {
        if (!operation.path("file").asBoolean()) {
            return " (file)";
        }
        if (operation.path("cloud").isBoolean() && !operation.path("cloud").asBoolean()) {
            return " (cloud)";
        }
        return switches.path("paused").asBoolean() ? " (paused)" : "";
    }

    private void keys() {
        JsonNode keys = status.path("keys");
        boolean usable = keys.path("usable").asBoolean();
        add(
                usable ? "ok" : "down",
                0,
                "keys: "
                        + (usable ? "live" : "no live confirmed key of each use")
                        + (keys.path("rolling").asBoolean() ? "; new ones wait for the cloud's confirmation" : ""));
        for (JsonNode key : keys.path("all")) {
            long left = key.path("daysLeft").asLong();
            boolean few = key.path("state").asText().equals("confirmed") && left < FEW_DAYS;
            add(
                    few ? "warn" : "ok",
                    1,
                    key.path("use").asText() + " " + key.path("id").asText() + ": "
                            + key.path("state").asText() + ", "
                            + key.path("daysOld").asLong() + " days old, " + left
                            + " left");
        }
    }

    /** Those that the document tells more of elsewhere are not repeated. */
    private void component(JsonNode component) {
        String name = component.path("name").asText();
        if (List.of("relay", "operations", "keys").contains(name) || name.startsWith("directory.")) {
            return;
        }
        boolean refused = name.equals("configuration")
                && !status.path("configuration").path("inForce").asBoolean(true);
        add(
                !component.path("ready").asBoolean() ? "down" : refused ? "warn" : "ok",
                0,
                name + ": " + component.path("detail").asText());
    }

    private void canary() {
        JsonNode canary = status.path("canary");
        if (!canary.isObject()) {
            return;
        }
        JsonNode last = canary.path("last");
        String run = last.isObject()
                ? last.path("outcome").asText()
                        + (last.path("reason").isNull()
                                ? ""
                                : " " + last.path("reason").asText()) + " "
                        + ago(last.path("at"))
                : "has not run yet";
        boolean wrong = last.isObject()
                && !List.of("ok", "ok_already", "skipped")
                        .contains(last.path("outcome").asText());
        add(wrong ? "warn" : "ok", 0, "canary: " + run + ", last success " + ago(canary.path("lastSuccess")));
    }

    private void troubles() {
        if (!status.path("troubles").isEmpty()) {
            text.append("\nwhat is wrong\n");
        }
        for (JsonNode trouble : status.path("troubles")) {
            text.append(printable("  " + trouble.path("weight").asText() + " "
                            + trouble.path("part").asText() + ": "
                            + trouble.path("what").asText()))
                    .append('\n');
            text.append(printable("    do: " + trouble.path("todo").asText())).append('\n');
            text.append(printable("    runbook: \"" + trouble.path("runbook").asText() + "\" in operations.md"))
                    .append('\n');
        }
    }

    private void requests() {
        JsonNode all = status.path("operations");
        if (all.isEmpty()) {
            return;
        }
        text.append("\nlast requests\n");
        for (int i = 0; i < Math.min(MOST_REQUESTS, all.size()); i++) {
            JsonNode one = all.get(i);
            text.append(printable(String.format(
                            Locale.ROOT,
                            "  %s  %-8s  %s%s  %s  %d ms  %s%s",
                            one.path("at").asText(),
                            one.path("operation").asText("unknown"),
                            one.path("outcome").asText(),
                            one.path("reason").isNull()
                                    ? ""
                                    : " " + one.path("reason").asText(),
                            one.path("server").asText("-"),
                            one.path("millis").asLong(),
                            one.path("requestId").asText(),
                            one.has("subject") ? "  " + one.path("subject").asText() : "")))
                    .append('\n');
        }
    }

    private void add(String state, int depth, String what) {
        text.append(line(state, depth, what));
    }

    private static String line(String state, int depth, String what) {
        return printable(String.format(Locale.ROOT, "  %-4s %s%s", state, "  ".repeat(depth), what)) + "\n";
    }

    private String ago(JsonNode time) {
        return time.isTextual()
                ? span(Duration.between(Instant.parse(time.asText()), now).toSeconds()) + " ago"
                : "never";
    }

    private static String span(long seconds) {
        long s = Math.max(0, seconds);
        if (s < 120) {
            return s + " s";
        }
        if (s < 7200) {
            return s / 60 + " min";
        }
        return s < 172_800 ? s / 3600 + " h" : s / 86_400 + " d";
    }

    /** What a server says could steer the terminal. */
    private static String printable(String line) {
        return line.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
