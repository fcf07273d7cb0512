package dev.writeback.directory.rights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * A distinguished name as it can stand in a command: every character that a shell, a path of ADSI or a file could take for
 * something else, or that an encoding could damage, is written as hexadecimal pairs (RFC 4514, section 2.4). What is left
 * are the letters and digits of ASCII, the space, and {@code = , + . _ - \}; for people, those of every script.
 */
final class DnText {
    private final List<String> parts;
    private final List<String> readable;

    /**
     * @param parts the components, the first the name of the object itself
     * @param readable the same for people
     */
    private DnText(List<String> parts, List<String> readable) {
        this.parts = parts;
        this.readable = readable;
    }

    /**
     * @throws IllegalArgumentException when the text is no distinguished name, or an empty one
     */
    static DnText of(String text) {
        return new DnText(
                DnScanner.components(text, value -> escaped(value, DnText::isPlain)),
                DnScanner.components(text, value -> escaped(value, DnText::isReadable)));
    }

    private static String escaped(String characters, IntPredicate isPlain) {
        StringBuilder escaped = new StringBuilder();
        int at = 0;
        while (at < characters.length()) {
            int character = characters.codePointAt(at);
            int next = at + Character.charCount(character);
            if (character == ' ' && isLoose(characters, at)) {
                // Not \20: the Java runtime and UnboundID's SDK lose one at the end of a value.
                escaped.append("\\ ");
            } else if (isPlain.test(character)) {
                escaped.appendCodePoint(character);
            } else {
                for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append(String.format(Locale.ROOT, "\\%02X", each));
                }
            }
            at = next;
        }
        return escaped.toString();
    }

    /** Whether a space is at the edge or beside another: readers trim and squeeze those. */
    private static boolean isLoose(String characters, int at) {
        return at == 0
                || at == characters.length() - 1
                || characters.charAt(at - 1) == ' '
                || characters.charAt(at + 1) == ' ';
    }

    private static boolean isPlain(int character) {
        return character < 128 && (Character.isLetterOrDigit(character) || " ._-".indexOf(character) >= 0);
    }

    private static boolean isReadable(int character) {
        if (character < 128) {
            return isPlain(character);
        }
        return switch (Character.getType(character)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> false;
        };
    }

    /**
     * The domain that it lies in: its {@code DC} components.
     *
     * @throws IllegalArgumentException when it has none
     */
    DnText domain() {
        List<String> domain = fromDomainOn(parts);
        if (domain.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + readable() + "' is not the name of an object in a domain: no DC=... in it");
        }
        return new DnText(domain, fromDomainOn(readable));
    }

    private static List<String> fromDomainOn(List<String> parts) {
        return parts.stream()
                .dropWhile(part -> !part.toLowerCase(Locale.ROOT).startsWith("dc="))
                .toList();
    }

    /** For people, who do not paste it. */
    String readable() {
        return String.join(",", readable);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnText that && readable().equalsIgnoreCase(that.readable());
    }

    @Override
    public int hashCode() {
        return readable().toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return String.join(",", parts);
    }
}
