package dev.writeback.agent.diag;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A content as it reads where what is escaped stands for itself: after a backslash as in JSON, YAML, C and the agent's log,
 * also twice; percent-encoded, with and without a plus for a space; in XML and HTML; and quotes that are doubled. What is no
 * escape stays as it is.
 */
final class Unescaped {
    private static final List<UnaryOperator<byte[]>> WAYS = List.of(
            content -> read(content, '\\', Unescaped::afterBackslash),
            content -> twice(content, once -> read(once, '\\', Unescaped::afterBackslash)),
            content -> read(content, '%', Unescaped::afterPercent),
            content -> read(spaced(content), '%', Unescaped::afterPercent),
            content -> read(content, '&', Unescaped::afterAmpersand),
            content -> read(content, '\'', (text, at) -> doubled(text, at, '\'')),
            content -> read(content, '"', (text, at) -> doubled(text, at, '"')));

    private static final Map<Character, Character> LETTERS = Map.of(
            'n', '\n', 't', '\t', 'r', '\r', 'b', '\b', 'f', '\f', 'a', '\u0007', 'v', '\u000b', 'e', '\u001b', '0',
            '\0');

    private static final Map<String, Character> ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'');

    private static final int LONGEST_ENTITY = 10;

    private Unescaped() {}

    /** Whether it is true of the content in one of the ways to read it. */
    static boolean anyOf(byte[] content, Predicate<byte[]> found) {
        return WAYS.stream().map(way -> way.apply(content)).anyMatch(found);
    }

    /**
     * What an escape stands for.
     *
     * @param codePoint a character, or a byte where {@code isByte}
     * @param length of the escape
     */
    private record Escape(int codePoint, int length, boolean isByte) {
        static Escape character(int codePoint, int length) {
            return new Escape(codePoint, length, false);
        }

        static Escape octet(int value, int length) {
            return new Escape(value, length, true);
        }
    }

    /** No escape: the byte there stands for itself. */
    private static final Escape NONE = new Escape(0, 0, true);

    private interface Reader {
        Escape at(byte[] content, int at);
    }

    /** No escape is shorter than what it stands for. */
    private static byte[] read(byte[] content, char sign, Reader reader) {
        byte[] all = new byte[content.length];
        int length = 0;
        for (int at = 0; at < content.length; ) {
            Escape escape = content[at] == sign ? reader.at(content, at) : NONE;
            if (escape.length == 0) {
                all[length++] = content[at++];
            } else {
                length = put(escape, all, length);
                at += escape.length;
            }
        }
        return Arrays.copyOf(all, length);
    }

    private static int put(Escape escape, byte[] to, int at) {
        if (escape.isByte || escape.codePoint < 0x80) {
            to[at] = (byte) escape.codePoint;
            return at + 1;
        }
        byte[] character = Character.toString(escape.codePoint).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(character, 0, to, at, character.length);
        return at + character.length;
    }

    private static byte[] twice(byte[] content, UnaryOperator<byte[]> once) {
        return once.apply(once.apply(content));
    }

    private static byte[] spaced(byte[] content) {
        byte[] spaced = content.clone();
        for (int i = 0; i < spaced.length; i++) {
            if (spaced[i] == '+') {
                spaced[i] = ' ';
            }
        }
        return spaced;
    }

    private static Escape afterBackslash(byte[] text, int at) {
        if (at + 1 == text.length) {
            return NONE;
        }
        char next = (char) (text[at + 1] & 0xff);
        int octal = number(text, at + 1, 3, 8);
        if (octal >= 0 && octal <= 0xff) {
            return Escape.octet(octal, 4);
        }
        return switch (next) {
            case 'u' -> character(text, at);
            case 'U' -> codePoint(number(text, at + 2, 8, 16), 10);
            case 'x' -> {
                int value = number(text, at + 2, 2, 16);
                yield value < 0 ? NONE : Escape.octet(value, 4);
            }
            default -> Escape.octet(LETTERS.getOrDefault(next, next), 2);
        };
    }

    /** One character of UTF-16, or the two of one outside the first plane. */
    private static Escape character(byte[] text, int at) {
        int first = number(text, at + 2, 4, 16);
        if (first >= 0xd800 && first < 0xdc00 && at + 7 < text.length && text[at + 6] == '\\' && text[at + 7] == 'u') {
            int second = number(text, at + 8, 4, 16);
            return second >= 0xdc00 && second < 0xe000
                    ? Escape.character(Character.toCodePoint((char) first, (char) second), 12)
                    : NONE;
        }
        return codePoint(first, 6);
    }

    private static Escape codePoint(int value, int length) {
        boolean isOne = value >= 0 && Character.isValidCodePoint(value) && (value < 0xd800 || value > 0xdfff);
        return isOne ? Escape.character(value, length) : NONE;
    }

    private static Escape afterPercent(byte[] text, int at) {
        int value = number(text, at + 1, 2, 16);
        return value < 0 ? NONE : Escape.octet(value, 3);
    }

    private static Escape afterAmpersand(byte[] text, int at) {
        int end = at + 1;
        while (end < text.length && end <= at + LONGEST_ENTITY && text[end] != ';') {
            end++;
        }
        if (end == text.length || text[end] != ';') {
            return NONE;
        }
        String name = new String(text, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
        int length = end - at + 1;
        if (name.startsWith("#x") || name.startsWith("#X")) {
            return codePoint(number(text, at + 3, name.length() - 2, 16), length);
        }
        if (name.startsWith("#")) {
            return codePoint(number(text, at + 2, name.length() - 1, 10), length);
        }
        Character named = ENTITIES.get(name);
        return named == null ? NONE : Escape.octet(named, length);
    }

    private static Escape doubled(byte[] text, int at, char quote) {
        return at + 1 < text.length && text[at + 1] == quote ? Escape.octet(quote, 2) : NONE;
    }

    /** Of exactly so many digits, or -1. */
    private static int number(byte[] text, int from, int digits, int radix) {
        if (digits < 1 || digits > 8 || from + digits > text.length) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] < 0 ? -1 : Character.digit((char) text[i], radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value > Character.MAX_CODE_POINT ? -1 : (int) value;
    }
}
