package dev.writeback.agent.config;

import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A distinguished name (RFC 4514) with at least one component.
 *
 * <p>Two names are equal when their components are, without regard to case, to space around separators and to the way
 * of escaping; so are the names that {@link #isWithin} compares.
 */
public final class DistinguishedName {
    private final String text;
    private final LdapName name;

    private DistinguishedName(String text, LdapName name) {
        this.text = text;
        this.name = name;
    }

    /**
     * @throws IllegalArgumentException when the text is not a distinguished name; the message does not repeat it
     */
    public static DistinguishedName of(String text) {
        try {
            LdapName name = new LdapName(text);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("an empty distinguished name");
            }
            return new DistinguishedName(text, name);
        } catch (InvalidNameException | StringIndexOutOfBoundsException e) {
            // The Java runtime stumbles over some quoted values.
            throw new IllegalArgumentException("not a distinguished name", e);
        }
    }

    /** Whether this is {@code base} itself or stands below it. */
    public boolean isWithin(DistinguishedName base) {
        return name.startsWith(base.name);
    }

    /** The same text for equal names; to be compared, not to be read. */
    public String normalised() {
        StringBuilder text = new StringBuilder();
        for (Rdn component : name.getRdns()) {
            text.append(component.toString().toLowerCase(Locale.ROOT)).append(',');
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
