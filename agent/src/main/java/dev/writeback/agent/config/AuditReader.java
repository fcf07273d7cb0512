package dev.writeback.agent.config;

import dev.writeback.agent.files.Stake;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the section {@code audit}. */
final class AuditReader {
    private static final boolean IS_WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    static final IntRange CHECKPOINT_EVERY = new IntRange(1, 10_000);
    static final IntRange MEGABYTES = new IntRange(1, 2_000);
    static final IntRange DAYS = new IntRange(1, 10_000);
    static final TextForm SERVER = TextForm.of(
            "([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:[1-9][0-9]{0,4})?",
            "HOST or HOST:PORT of a collector that speaks syslog over TLS; the usual port is " + SyslogSettings.PORT);

    private final Optional<Path> file;
    private final Supplier<AuditSettings> settings;

    AuditReader(Section section, Optional<Path> stateDirectory) {
        file = section.optional("file")
                .ownFile(Stake.GROUP_READABLE)
                .or(() -> stateDirectory.map(directory -> directory.resolve("audit.jsonl")));
        int every = section.optional("checkpointEvery").number(CHECKPOINT_EVERY).orElse(AuditSettings.CHECKPOINT_EVERY);
        int megabytes = section.optional("fileMegabytes").number(MEGABYTES).orElse(AuditSettings.FILE_MEGABYTES);
        int days = section.optional("keepDays").number(DAYS).orElse(AuditSettings.KEEP_DAYS);
        Supplier<Optional<SyslogSettings>> syslog = syslog(section);
        Value eventLogKey = section.optional("eventLog");
        boolean eventLog = eventLogKey.flag().orElse(false);
        if (eventLog && !IS_WINDOWS) {
            eventLogKey.refuse("true on a system that has no Windows event log", "false");
        }
        section.end();
        settings = () -> new AuditSettings(
                file.orElseThrow(),
                every,
                megabytes * 1_000_000L,
                Duration.ofDays(days),
                new AuditSinks(syslog.get(), eventLog));
    }

    /** Empty when it was wrong. */
    Optional<Path> file() {
        return file;
    }

    /** Only when nothing was wrong. */
    AuditSettings settings() {
        return settings.get();
    }

    private static Supplier<Optional<SyslogSettings>> syslog(Section audit) {
        boolean wanted = audit.has("syslog");
        Section section = audit.optionalSection("syslog");
        Value serverKey = section.required("server");
        Optional<InetSocketAddress> server = serverKey.text(SERVER).flatMap(text -> address(text, serverKey));
        Optional<Path> caFile = section.optional("caFile").certificates();
        SyslogSettings.Format format = section.optional("format")
                .text("json or cef", AuditReader::format)
                .orElse(SyslogSettings.Format.JSON);
        section.end();
        return () -> wanted ? Optional.of(new SyslogSettings(server.orElseThrow(), caFile, format)) : Optional.empty();
    }

    private static SyslogSettings.Format format(String text) {
        return switch (text) {
            case "json" -> SyslogSettings.Format.JSON;
            case "cef" -> SyslogSettings.Format.CEF;
            default -> throw new IllegalArgumentException(text.toLowerCase(Locale.ROOT));
        };
    }

    private static Optional<InetSocketAddress> address(String text, Value key) {
        int end = text.startsWith("[")
                ? text.indexOf(']') + 1
                : text.indexOf(':') < 0 ? text.length() : text.indexOf(':');
        String host = text.startsWith("[") ? text.substring(1, end - 1) : text.substring(0, end);
        int port = end < text.length() ? Integer.parseInt(text.substring(end + 1)) : SyslogSettings.PORT;
        if (port == 0 || !HttpSettings.PORT.contains(port)) {
            key.refuse("port " + port, "a port from 1 to 65535");
            return Optional.empty();
        }
        return Optional.of(InetSocketAddress.createUnresolved(host, port));
    }
}
