package dev.writeback.directory.ldap;

import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** How the agent says who it is. What proves it is read again at each bind, so that a changed file takes effect. */
public sealed interface ServiceBind {
    /** The account, as an operator knows it. */
    String account();

    /**
     * Simple bind (RFC 4513, section 5.1.3).
     *
     * @param account distinguished name; on Active Directory also user principal name, or {@code DOMAIN\name}
     * @param password opens the password anew each time; what it returns is closed by the adapter
     */
    record WithPassword(String account, Supplier<Secret> password) implements ServiceBind {
        public WithPassword {
            if (account.isBlank()) {
                throw new IllegalArgumentException("a bind needs the name of an account");
            }
        }

        @Override
        public String toString() {
            return "WithPassword[" + account + "]";
        }
    }

    /**
     * SASL GSSAPI (RFC 4752) without a security layer, which TLS is.
     *
     * @param account the principal with its realm, {@code name@REALM}
     * @param keytab the principal's keys
     * @param kdcs {@code HOST[:PORT]} of the realm; empty for those of the system's krb5.conf or of the DNS
     */
    record WithKerberos(String account, Path keytab, List<String> kdcs) implements ServiceBind {
        public WithKerberos {
            kdcs = List.copyOf(kdcs);
            if (!account.matches("[^@\\s]+@[^@\\s]+")) {
                throw new IllegalArgumentException("a Kerberos principal is name@REALM, found '" + account + "'");
            }
        }

        String realm() {
            return account.substring(account.indexOf('@') + 1);
        }
    }

    /**
     * A client certificate, presented in the TLS handshake; SASL EXTERNAL where the server wants it.
     *
     * @param store PKCS#12 with the private key and its certificate
     * @param password opens the store's password anew each time; what it returns is closed by the adapter
     */
    record WithCertificate(Path store, Supplier<Secret> password) implements ServiceBind {
        @Override
        public String account() {
            return "certificate in " + store.getFileName();
        }

        @Override
        public String toString() {
            return "WithCertificate[" + store + "]";
        }
    }
}
