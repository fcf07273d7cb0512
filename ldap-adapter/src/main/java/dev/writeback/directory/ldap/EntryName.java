package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Optional;

/** A distinguished name, compared as RFC 4514 and the schema would: the one place where text becomes a name. */
public final class EntryName {
    private final DN dn;

    private EntryName(DN dn) {
        this.dn = dn;
    }

    /** The name, or empty when the text is none. */
    public static Optional<EntryName> parse(String text) {
        try {
            return Optional.of(new EntryName(new DN(text)));
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean isWithin(EntryName other) {
        return dn.isDescendantOf(other.dn, true);
    }

    public boolean names(EntryName other) {
        return dn.equals(other.dn);
    }

    /** That of the entry above it; empty at the root. */
    public Optional<EntryName> parent() {
        return Optional.ofNullable(dn.getParent()).map(EntryName::new);
    }

    /** The same text for equal names; to be compared, not to be shown. */
    public String normalised() {
        return dn.toNormalizedString();
    }

    /** The value of the first part: {@code PSO-Strict} of {@code CN=PSO-Strict,CN=...}. */
    public String leaf() {
        RDN first = dn.getRDN();
        return first == null ? "" : first.getAttributeValues()[0];
    }

    @Override
    public String toString() {
        return dn.toString();
    }
}
