package dev.writeback.directory.rights;

import java.util.regex.Pattern;

/**
 * Who gets the rights, as an administrator's tools are told.
 *
 * @param text the name in that form
 */
public record Trustee(Kind kind, String text) {
    static final String ACCEPTED = "S-1-5-21-..., DOMAIN\\name, name@domain, or a distinguished name";

    private static final Pattern SID = Pattern.compile("S-1-[0-9]{1,15}(-[0-9]{1,10}){1,15}");
    /** What a sAMAccountName and a domain cannot have (MS-SAMR 3.1.1.6), and what no name has. */
    private static final Pattern IMPOSSIBLE = Pattern.compile("[\"/\\\\\\[\\]:;|=,+*?<>@\\p{Cntrl}\ufffd]");

    /** The forms of a name. */
    public enum Kind {
        SID,
        /** {@code DOMAIN\name}. */
        DOWN_LEVEL,
        /** {@code name@domain}. */
        PRINCIPAL,
        DISTINGUISHED_NAME
    }

    /**
     * Tells the forms apart.
     *
     * @throws IllegalArgumentException when the text has none of them
     */
    public static Trustee parse(String text) {
        if (SID.matcher(text).matches()) {
            return new Trustee(Kind.SID, text);
        }
        int backslash = text.indexOf('\\');
        if (backslash > 0 && isName(text.substring(0, backslash)) && isName(text.substring(backslash + 1))) {
            return new Trustee(Kind.DOWN_LEVEL, text);
        }
        int at = text.lastIndexOf('@');
        if (at > 0 && isName(text.substring(0, at)) && isName(text.substring(at + 1))) {
            return new Trustee(Kind.PRINCIPAL, text);
        }
        if (text.indexOf('=') > 0) {
            return new Trustee(Kind.DISTINGUISHED_NAME, DnText.of(text).toString());
        }
        throw new IllegalArgumentException("'" + text + "' names no account; accepted: " + ACCEPTED);
    }

    private static boolean isName(String text) {
        return !text.isBlank() && !IMPOSSIBLE.matcher(text).find();
    }
}
