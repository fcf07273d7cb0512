package dev.writeback.sandbox.standard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** A running server with the people of {@link People}: LDAPS, and LDAP for StartTLS, on loopback ports of its own. */
public interface StandardServer extends AutoCloseable {
    int ldapsPort();

    /** Without TLS at first: for StartTLS. */
    int ldapPort();

    Path caFile();

    String caPem();

    /** Trusts this server's authority and no other. */
    SSLContext clientContext();

    /** A new connection as the one who may do everything; the caller closes it. */
    LDAPConnection administrator() throws LDAPException;

    /**
     * A new connection, verified like the agent's, bound with that distinguished name.
     *
     * @throws LDAPException the server's refusal; the caller closes what is returned
     */
    LDAPConnection bind(String dn, String password) throws LDAPException;

    /** Ends the server at once, as a crash would. */
    void crash();

    /** Starts it again with the data it had. */
    void restart();

    /** Lets the server stand still while its sockets stay open; returns when nothing in it runs any more. */
    void freeze();

    void thaw();

    /** {@code ldaps://localhost:PORT}. */
    default String url() {
        return "ldaps://localhost:" + ldapsPort();
    }

    default String baseDn() {
        return People.BASE;
    }

    /** Where the service account may write. */
    default String staffDn() {
        return People.STAFF;
    }

    default String adminsDn() {
        return "cn=admins,ou=Groups," + People.BASE;
    }

    /** A service account by its common name: {@code svc-writeback}, {@code svc-plain}, {@code svc-blind}, {@code svc-manage}. */
    default String serviceAccountDn(String name) {
        return "cn=" + name + "," + People.SERVICE;
    }

    /** The password of every service account. */
    default byte[] serviceAccountPassword() {
        return People.SERVICE_PASSWORD.getBytes(UTF_8);
    }

    /** The password that every seeded user starts with. */
    default byte[] userPassword() {
        return People.USER_PASSWORD.getBytes(UTF_8);
    }

    @Override
    void close();
}
