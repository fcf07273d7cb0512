package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code bind}: exactly one way to prove who we are. */
final class BindReader {
    private static final String USER = "user";
    private static final String PASSWORD_FILE = "passwordFile";
    private static final String KERBEROS = "kerberos";
    private static final String CERTIFICATE = "certificate";
    private static final String ACCEPTED = "one of: user and passwordFile, kerberos, certificate";

    private BindReader() {}

    /**
     * @param isStandard the directory's type is standard, to which nobody binds but with a password
     */
    static Supplier<BindSettings> read(Section section, boolean isStandard) {
        boolean byKerberos = section.has(KERBEROS);
        boolean byCertificate = section.has(CERTIFICATE);
        boolean byPassword = section.has(USER) || section.has(PASSWORD_FILE) || !byKerberos && !byCertificate;
        Supplier<BindSettings> password = password(section, byPassword);
        Supplier<BindSettings> kerberos = kerberos(section.optionalSection(KERBEROS));
        Supplier<BindSettings> certificate = certificate(section.optionalSection(CERTIFICATE));
        if (isStandard && (byKerberos || byCertificate)) {
            section.refuse(
                    byKerberos ? KERBEROS : CERTIFICATE, "a key of the type active-directory", "user and passwordFile");
        } else if (byKerberos && byPassword) {
            section.refuse(KERBEROS, "a second way to bind", ACCEPTED);
        } else if (byCertificate && (byPassword || byKerberos)) {
            section.refuse(CERTIFICATE, "a second way to bind", ACCEPTED);
        }
        section.end();
        return byKerberos ? kerberos : byCertificate ? certificate : password;
    }

    private static Supplier<BindSettings> password(Section section, boolean needed) {
        Optional<DistinguishedName> user =
                section.alternative(USER, needed).text("a distinguished name", DistinguishedName::of);
        Optional<SecretReference> password =
                section.alternativeSecret(PASSWORD_FILE, needed).secret();
        return () -> new BindSettings.WithPassword(user.orElseThrow(), password.orElseThrow());
    }

    private static Supplier<BindSettings> kerberos(Section section) {
        Optional<String> principal = section.required("principal").text(BindSettings.WithKerberos.PRINCIPAL);
        Optional<Path> keytab = section.required("keytab").keytab();
        Optional<List<String>> kdcs = section.optional("kdc")
                .texts(BindSettings.WithKerberos.KDC.accepted(), false, text -> {
                    BindSettings.WithKerberos.KDC.require("kdc", text);
                    return text;
                });
        section.end();
        return () ->
                new BindSettings.WithKerberos(principal.orElseThrow(), keytab.orElseThrow(), kdcs.orElse(List.of()));
    }

    private static Supplier<BindSettings> certificate(Section section) {
        Optional<Path> store = section.required("store").privateFile("a PKCS#12 file");
        Optional<SecretReference> password = section.secret(PASSWORD_FILE).secret();
        section.end();
        return () -> new BindSettings.WithCertificate(store.orElseThrow(), password.orElseThrow());
    }
}
