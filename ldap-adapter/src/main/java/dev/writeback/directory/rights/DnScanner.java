package dev.writeback.directory.rights;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Takes a distinguished name apart (RFC 4514, section 3). The Java runtime judges whether it is one, and does not take it
 * apart: it loses a space at the end of a value that is written as {@code \20}.
 */
final class DnScanner {
    /** What a decoder writes for bytes that it does not understand. */
    private static final char REPLACEMENT = '\ufffd';

    private final String text;
    private int at;

    private DnScanner(String text) {
        this.text = text;
    }

    /**
     * The components from left to right, each value written anew.
     *
     * @param value writes a value; one in hexadecimal form, {@code #...}, stays as it is
     * @throws IllegalArgumentException when the text is no distinguished name, or an empty one
     */
    static List<String> components(String text, UnaryOperator<String> value) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' has lost a character on its way here: the terminal or the file"
                            + " is of another encoding; write it as hexadecimal pairs of UTF-8, such as \\C3\\BC");
        }
        try {
            if (new LdapName(text).isEmpty()) {
                throw new IllegalArgumentException("'' is no distinguished name");
            }
            return new DnScanner(text).components(value);
        } catch (InvalidNameException | StringIndexOutOfBoundsException e) {
            // The Java runtime stumbles over some quoted values.
            throw new IllegalArgumentException("'" + text + "' is no distinguished name (RFC 4514)", e);
        }
    }

    private List<String> components(UnaryOperator<String> value) {
        List<String> components = new ArrayList<>();
        StringBuilder component = new StringBuilder();
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            component.append(text.substring(at, equals).strip()).append('=');
            at = equals + 1;
            component.append(value(value));
            if (at < text.length() && text.charAt(at) == '+') {
                component.append('+');
            } else {
                components.add(component.toString());
                component.setLength(0);
            }
            at++;
        }
        return components;
    }

    /** Up to the separator, or the end. */
    private String value(UnaryOperator<String> written) {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int start = at;
        boolean hexadecimal = at < text.length() && text.charAt(at) == '#';
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        int significant = 0;
        while (at < text.length() && (quoted || ",;+".indexOf(text.charAt(at)) < 0)) {
            if (quoted && text.charAt(at) == '"') {
                quoted = false;
                at++;
                continue;
            }
            boolean space = !quoted && text.charAt(at) == ' ';
            next(value);
            significant = space ? significant : value.size();
        }
        return hexadecimal
                ? text.substring(start, at).strip()
                : written.apply(new String(value.toByteArray(), 0, significant, StandardCharsets.UTF_8));
    }

    private void next(ByteArrayOutputStream value) {
        if (text.charAt(at) != '\\') {
            int character = text.codePointAt(at);
            value.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            at += Character.charCount(character);
            return;
        }
        at++;
        int high = Character.digit(text.charAt(at), 16);
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high >= 0 && low >= 0) {
            value.write(high * 16 + low);
            at += 2;
        } else {
            value.write(text.charAt(at));
            at++;
        }
    }
}
