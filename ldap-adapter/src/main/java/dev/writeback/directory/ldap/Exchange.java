package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;

/**
 * What is done on one borrowed connection. It runs a second time, on another connection, when it throws because the
 * first one was closed: an exchange that writes must turn the result of its write into a value and not throw.
 */
@FunctionalInterface
public interface Exchange<F, T> {
    T on(Lease lease, F facts) throws LDAPException;
}
