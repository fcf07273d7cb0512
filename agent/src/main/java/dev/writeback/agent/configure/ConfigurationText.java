package dev.writeback.agent.configure;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code agent.yaml} as text. Every value that somebody typed is quoted. */
final class ConfigurationText {
    static final String DIRECTORY_CA = "directory-ca.pem";
    static final String BIND_PASSWORD = "ldap.password";
    static final String PIN = "keys.pin";
    static final String CONNECTION = "relay.connection";

    private ConfigurationText() {}

    /** @param state the directory of the agent's state */
    static String of(Answers answers, List<String> include, String state) {
        StringBuilder text =
                new StringBuilder("# Written by writeback configure. What every key means: writeback config schema\n");
        text.append("agent: {id: ")
                .append(quoted(answers.find(Item.AGENT_ID).orElseThrow()))
                .append(", stateDirectory: ");
        text.append(quoted(state)).append("}\n");
        text.append("cloud:\n");
        key(text, "  ", "issuer", quoted(answers.find(Item.ISSUER).orElseThrow()));
        key(text, "  ", "audience", quoted(answers.find(Item.AUDIENCE).orElseThrow()));
        key(text, "  ", "url", quoted(answers.find(Item.CLOUD_URL).orElseThrow()));
        answers.value(Item.CLOUD_CA).ifPresent(file -> key(text, "  ", "caFile", path(file)));
        answers.value(Item.CLOUD_PROXY).ifPresent(proxy -> key(text, "  ", "proxy", quoted(proxy)));
        text.append("keys: {store: ")
                .append(quoted(inState(state, "keys.p12")))
                .append(", passwordFile: " + PIN + "}\n");
        text.append("relay:\n  serviceBus:\n");
        key(text, "    ", "connectionFile", quoted(inState(state, CONNECTION)));
        key(text, "    ", "requests", quoted(answers.find(Item.REQUESTS).orElseThrow()));
        key(text, "    ", "replies", quoted(answers.find(Item.REPLIES).orElseThrow()));
        answers.value(Item.PRESENCE).ifPresent(queue -> key(text, "    ", "presence", quoted(queue)));
        answers.value(Item.RELAY_CA).ifPresent(file -> key(text, "    ", "caFile", path(file)));
        directory(text, answers, include);
        text.append("operations: {reset: ").append(answers.isYes(Item.RESET));
        text.append(", change: ").append(answers.isYes(Item.CHANGE));
        text.append(", adminReset: ").append(answers.isYes(Item.ADMIN_RESET));
        text.append(", unlock: ").append(answers.isYes(Item.UNLOCK));
        text.append(", validate: ").append(answers.isYes(Item.VALIDATE)).append("}\n");
        text.append("http: {address: 127.0.0.1, port: ")
                .append(answers.find(Item.HTTP_PORT).orElseThrow())
                .append("}\n");
        return text.toString();
    }

    private static void directory(StringBuilder text, Answers answers, List<String> include) {
        text.append("directories:\n  - name: directory\n    type: active-directory\n");
        answers.value(Item.DOMAIN)
                .ifPresentOrElse(
                        domain -> key(text, "    ", "domain", quoted(domain)),
                        () -> key(text, "    ", "servers", list(answers.list(Item.SERVERS))));
        key(text, "    ", "baseDn", quoted(answers.find(Item.BASE_DN).orElseThrow()));
        String ca =
                answers.value(Item.DIRECTORY_CA).map(ConfigurationText::path).orElse(DIRECTORY_CA);
        key(text, "    ", "trust", "{caFile: " + ca + "}");
        key(
                text,
                "    ",
                "bind",
                answers.byKerberos()
                        ? "{kerberos: {principal: "
                                + quoted(answers.find(Item.PRINCIPAL).orElseThrow()) + ", keytab: "
                                + path(answers.find(Item.KEYTAB).orElseThrow()) + "}}"
                        : "{user: " + quoted(answers.find(Item.BIND_USER).orElseThrow()) + ", passwordFile: "
                                + BIND_PASSWORD + "}");
        key(text, "    ", "scope", "{include: " + list(include) + "}");
    }

    private static void key(StringBuilder text, String indent, String name, String value) {
        text.append(indent).append(name).append(": ").append(value).append('\n');
    }

    private static String list(List<String> values) {
        return values.stream().map(ConfigurationText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The file may have been named from another directory than that of the configuration. */
    private static String path(String file) {
        return quoted(Path.of(file).toAbsolutePath().normalize().toString());
    }

    private static String inState(String state, String file) {
        return state.endsWith("/") ? state + file : state + "/" + file;
    }

    /** A double-quoted scalar of YAML 1.2. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(each -> {
            if (each == '"' || each == '\\') {
                text.append('\\').appendCodePoint(each);
            } else if (each < ' ' || each == 0x7f) {
                text.append(String.format("\\x%02x", each));
            } else {
                text.appendCodePoint(each);
            }
        });
        return text.append('"').toString();
    }
}
