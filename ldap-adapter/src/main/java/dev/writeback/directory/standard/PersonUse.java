package dev.writeback.directory.standard;

import dev.writeback.directory.ldap.LdapServer;
import dev.writeback.directory.ldap.Lease;

/**
 * What an operation works with, after the entry was read and judged anew.
 *
 * @param locked as far as can be told before the server is asked
 * @param lockout what the entry is marked with; {@link Lockout#NONE} also where nobody asked
 */
record PersonUse(
        LdapServer<ServerOffer> server,
        Lease lease,
        ServerOffer offer,
        PersonEntry entry,
        boolean locked,
        Lockout lockout) {
    PersonUse with(Lockout seen) {
        return new PersonUse(server, lease, offer, entry, locked, seen);
    }
}
