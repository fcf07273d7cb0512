package dev.writeback.sandbox.standard;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.writeback.sandbox.tls.TestAuthority;

/**
 * How a client reaches a server of ours.
 *
 * @param authority the only one that is trusted
 * @param ldaps the server's port on localhost
 */
public record Loopback(TestAuthority authority, int ldaps) {
    /** A new connection, verified like the agent's; the caller closes it. */
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection =
                new LDAPConnection(authority.clientContext().getSocketFactory(), options, "localhost", ldaps);
        try {
            connection.bind(dn, password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }
}
