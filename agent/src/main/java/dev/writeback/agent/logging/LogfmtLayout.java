package dev.writeback.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * One line per event: {@code time=... level=info logger=... message="..." requestId=... error="..."}.
 *
 * <p>Whatever a value holds, it cannot start a line or a pair of its own: quotes, backslashes, line ends and other
 * control characters are escaped. Thread-safe.
 */
final class LogfmtLayout extends LayoutBase<ILoggingEvent> {
    private static final String OURS = "dev.writeback.";
    private static final int MOST_FRAMES = 12;
    private static final int MOST_CAUSES = 5;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append("time=").append(event.getInstant());
        pair(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        pair(line, "logger", shortName(event.getLoggerName()));
        pair(line, "message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                pair(line, pair.key, String.valueOf(pair.value));
            }
        }
        if (event.getThrowableProxy() != null) {
            pair(line, "error", chain(event.getThrowableProxy()));
            pair(line, "at", frames(event.getThrowableProxy()));
        }
        return line.append('\n').toString();
    }

    private static String shortName(String logger) {
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
    }

    private static String chain(IThrowableProxy thrown) {
        StringBuilder text = new StringBuilder();
        IThrowableProxy link = thrown;
        for (int i = 0; link != null && i < MOST_CAUSES; i++) {
            text.append(i == 0 ? "" : " <- ").append(link.getClassName());
            if (link.getMessage() != null) {
                text.append(": ").append(link.getMessage());
            }
            link = link.getCause();
        }
        return text.toString();
    }

    private static String frames(IThrowableProxy thrown) {
        StringBuilder text = new StringBuilder();
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
            text.append(i == 0 ? "" : " < ").append(frames[i].getStackTraceElement());
        }
        return text.toString();
    }

    private static void pair(StringBuilder line, String key, String value) {
        line.append(' ').append(key.replaceAll("[^A-Za-z0-9_.-]", "_")).append('=');
        if (isBare(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        value.codePoints().forEach(character -> escape(line, character));
        line.append('"');
    }

    private static boolean isBare(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\');
    }

    private static void escape(StringBuilder line, int character) {
        switch (character) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isUnprintable(character)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", character));
                } else {
                    line.appendCodePoint(character);
                }
            }
        }
    }

    /** Controls, and what turns the direction of text or ends a line in a terminal or viewer. */
    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
