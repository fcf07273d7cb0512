package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;

/** A connection lent by a pool for one exchange. Used by one thread. */
public final class Lease {
    private final LDAPConnection connection;
    private boolean broken;

    Lease(LDAPConnection connection) {
        this.connection = connection;
    }

    public LDAPConnection connection() {
        return connection;
    }

    /** The connection must not be used again: a late answer would meet the next request. */
    public void markBroken() {
        broken = true;
    }

    boolean isUsable() {
        return !broken && connection.isConnected();
    }
}
