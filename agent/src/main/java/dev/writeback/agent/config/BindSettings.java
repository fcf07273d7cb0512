package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.List;

/** The service account of a directory, and what proves it. Its file is read on each connect, so that a change takes effect. */
public sealed interface BindSettings {
    /**
     * @param user its distinguished name
     */
    record WithPassword(DistinguishedName user, SecretReference password) implements BindSettings {}

    /**
     * @param principal with its realm
     * @param keytab the principal's keys
     * @param kdcs {@code HOST[:PORT]} of the realm; empty when the system or the DNS knows them
     */
    record WithKerberos(String principal, Path keytab, List<String> kdcs) implements BindSettings {
        static final TextForm PRINCIPAL =
                TextForm.of("[^@\\s/]{1,256}@[A-Z0-9][A-Z0-9.-]{0,254}", "name@REALM, the realm in capitals");
        static final TextForm KDC = TextForm.of(
                "([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?", "HOST or HOST:PORT");

        public WithKerberos {
            kdcs = List.copyOf(kdcs);
            PRINCIPAL.require("principal", principal);
            kdcs.forEach(kdc -> KDC.require("kdc", kdc));
        }
    }

    /**
     * @param store PKCS#12 with the private key and its certificate
     */
    record WithCertificate(Path store, SecretReference password) implements BindSettings {}
}
