package dev.writeback.directory.rights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A distinguished name as it can stand in a command: every character that a shell, a path of ADSI or a file could take for
 * something else is written as hexadecimal pairs (RFC 4514, section 2.4). What is left are letters and digits of whatever
 * script, the space, and {@code = , + . _ - \}.
 */
final class DnText {
    private final String text;
    private final List<String> parts;

    /** @param parts the components, the first the name of the object itself */
    private DnText(List<String> parts) {
        this.parts = parts;
        this.text = String.join(",", parts);
    }

    /**
     * @throws IllegalArgumentException when the text is no distinguished name, or an empty one
     */
    static DnText of(String text) {
        return new DnText(DnScanner.components(text, DnText::escaped));
    }

    private static String escaped(String characters) {
        StringBuilder escaped = new StringBuilder();
        int at = 0;
        while (at < characters.length()) {
            int character = characters.codePointAt(at);
            int next = at + Character.charCount(character);
            if (character == ' ' && isLoose(characters, at)) {
                // Not \20: the Java runtime and UnboundID's SDK lose one at the end of a value.
                escaped.append("\\ ");
            } else if (isPlain(character)) {
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
        if (character < 128) {
            return Character.isLetterOrDigit(character) || " ._-".indexOf(character) >= 0;
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
        List<String> domain = parts.stream()
                .dropWhile(part -> !part.toLowerCase(Locale.ROOT).startsWith("dc="))
                .collect(Collectors.toList());
        if (domain.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the name of an object in a domain: no DC=... in it");
        }
        return new DnText(domain);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnText that && text.equalsIgnoreCase(that.text);
    }

    @Override
    public int hashCode() {
        return text.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
