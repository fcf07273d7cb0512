package dev.writeback.agent.audit.syslog;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.event.Severity;
import java.nio.charset.StandardCharsets;

/** A message of RFC 5424 in the frame of RFC 5425, section 4.3: its length in bytes, a blank, the message. */
final class SyslogMessage {
    /** "Log audit", section 6.2.1. */
    private static final int FACILITY = 13;

    private static final int LONGEST_ID = 32;
    private static final int LONGEST_HOST = 255;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final long SEQUENCES = Integer.MAX_VALUE;

    private final String host;
    private final long process;

    /**
     * @param host this machine's name
     * @param process the agent's process id
     */
    SyslogMessage(String host, long process) {
        this.host = printable(host, LONGEST_HOST);
        this.process = process;
    }

    byte[] frame(AuditRecord record, String text) {
        String header = "<%d>1 %s %s writeback %d %s [meta sequenceId=\"%d\"] "
                .formatted(
                        FACILITY * 8 + severity(record.event().type().severity()),
                        record.time(),
                        host,
                        process,
                        printable(record.event().type().label(), LONGEST_ID),
                        (record.number() - 1) % SEQUENCES + 1);
        byte[] message = (header + BYTE_ORDER_MARK + text).getBytes(StandardCharsets.UTF_8);
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        return frame;
    }

    /** Section 6.2.1: error, warning, informational. */
    private static int severity(Severity severity) {
        return switch (severity) {
            case ERROR -> 3;
            case WARNING -> 4;
            case INFO -> 6;
        };
    }

    private static String printable(String text, int longest) {
        String clean = text.replaceAll("[^!-~]", "?");
        return clean.isEmpty() ? "-" : clean.substring(0, Math.min(clean.length(), longest));
    }
}
