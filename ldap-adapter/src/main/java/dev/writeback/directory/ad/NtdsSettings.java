package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The object that stands for a domain controller in the replication topology (MS-ADTS 6.1.1.2.2.1.2.1.1), as far as the
 * service account may read it.
 *
 * @param dn its name; empty where the server does not tell
 * @param invocationId what names the controller as the origin of a write
 */
record NtdsSettings(Optional<EntryName> dn, Optional<UUID> invocationId) {
    /** The class of a read-only controller's object. */
    private static final String READ_ONLY_CLASS = "nTDSDSARO";

    /**
     * @param name from the rootDSE's {@code dsServiceName}
     * @throws ServerUnavailableException when the controller is a read-only one
     */
    static NtdsSettings of(LDAPConnection connection, @Nullable String name)
            throws LDAPException, ServerUnavailableException {
        if (name == null) {
            return new NtdsSettings(Optional.empty(), Optional.empty());
        }
        Optional<EntryName> dn = EntryName.parse(name);
        SearchResultEntry entry = read(connection, name, "objectClass", "invocationId");
        if (entry == null) {
            return new NtdsSettings(dn, Optional.empty());
        }
        if (entry.hasObjectClass(READ_ONLY_CLASS)) {
            throw readOnly();
        }
        return new NtdsSettings(
                dn,
                Optional.ofNullable(entry.getAttributeValueBytes("invocationId"))
                        .map(Guid::fromBytes));
    }

    static ServerUnavailableException readOnly() {
        return new ServerUnavailableException("the server is a read-only domain controller; a writable one is needed");
    }

    /** Whether the domain names this controller as its PDC emulator; false where that cannot be read. */
    boolean isPrimaryOf(LDAPConnection connection, String domainDn) throws LDAPException {
        SearchResultEntry domain = read(connection, domainDn, "fSMORoleOwner");
        Optional<EntryName> owner = Optional.ofNullable(
                        domain == null ? null : domain.getAttributeValue("fSMORoleOwner"))
                .flatMap(EntryName::parse);
        return owner.isPresent() && dn.filter(owner.get()::names).isPresent();
    }

    private static @Nullable SearchResultEntry read(LDAPConnection connection, String dn, String... attributes)
            throws LDAPException {
        try {
            return connection.getEntry(dn, attributes);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
                return null;
            }
            throw e;
        }
    }
}
