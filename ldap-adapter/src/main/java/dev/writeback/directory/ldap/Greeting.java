package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;

/**
 * What is asked of a server before it is used, and again after each failure.
 *
 * @param <F> the facts that come out
 */
@FunctionalInterface
public interface Greeting<F> {
    /**
     * Asks, on a connection that is bound.
     *
     * @throws ServerUnavailableException when the server answers but must not be used; the message says why
     */
    F greet(LDAPConnection connection) throws LDAPException, ServerUnavailableException;
}
