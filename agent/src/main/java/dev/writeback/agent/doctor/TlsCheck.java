package dev.writeback.agent.doctor;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One handshake in words: who answered, what is trusted, and why it failed if it did.
 *
 * @param host the name that was asked for
 * @param place host and port
 * @param trusted what a certificate has to be signed by, in words
 * @param caKey the key of the configuration that names further authorities
 * @param hostKey the key of the configuration that the host name stands in
 */
record TlsCheck(String host, String place, String trusted, String caKey, String hostKey, Instant now) {
    private static final String NAME = "TLS";
    private static final Duration SOON = Duration.ofDays(7);

    Check of(Optional<String> protocol, List<X509Certificate> chain, Optional<Exception> failure) {
        if (failure.isPresent()) {
            return failed(TlsTrouble.of(failure.get(), chain, host, now), chain, failure.get())
                    .with(presented(chain));
        }
        if (chain.isEmpty()) {
            // A session that is taken up again shows none.
            return Check.ok(NAME, place + " speaks " + protocol.orElse("TLS"));
        }
        X509Certificate own = chain.get(0);
        Duration left = Duration.between(now, own.getNotAfter().toInstant());
        String detail = place + " speaks " + protocol.orElse("TLS") + "; certificate for "
                + String.join(", ", CertificateNames.of(own)) + ", issued by " + own.getIssuerX500Principal()
                + ", ends in "
                + Spans.of(left) + " (" + own.getNotAfter().toInstant() + "); trusted are " + trusted;
        return left.compareTo(SOON) < 0
                ? Check.warning(NAME, detail, "renew the certificate of " + place + " before it ends")
                : Check.ok(NAME, detail);
    }

    private Check failed(TlsTrouble trouble, List<X509Certificate> chain, Exception failure) {
        return switch (trouble) {
            case NO_ADDRESS ->
                Check.failure(NAME, "the name " + host + " has no address", "correct " + hostKey + ", or the DNS");
            case REFUSED ->
                Check.failure(
                        NAME,
                        place + " refuses connections",
                        "see that the server runs, that the port in " + hostKey
                                + " is right, and that no firewall forbids it");
            case UNREACHED ->
                Check.failure(
                        NAME,
                        "this host has no way to " + place + ": " + root(failure),
                        "see this host's routes and its address, that the server runs, and that no firewall forbids it");
            case SILENCE ->
                Check.failure(
                        NAME,
                        place + " does not answer in time",
                        "open the way to " + place + " in the firewalls, and see that the server runs");
            case ENDED ->
                Check.failure(
                        NAME,
                        "a certificate of " + place + " has ended: " + lives(chain),
                        "renew it on the server; if it has not ended, this host's clock is wrong");
            case NOT_BEGUN ->
                Check.failure(
                        NAME,
                        "a certificate of " + place + " is not valid yet: " + lives(chain),
                        "set this host's clock; if it is right, the server has a certificate from the future");
            case UNTRUSTED -> untrusted(chain);
            case WRONG_NAME ->
                Check.failure(
                        NAME,
                        "the certificate of " + place + " is for " + named(CertificateNames.of(chain.get(0)))
                                + ", not for " + host,
                        "name the server in " + hostKey + " as its certificate does, or give it a certificate for "
                                + host);
            case NO_TLS ->
                Check.failure(
                        NAME,
                        place + " answers, but there is no TLS with it: " + root(failure),
                        "see that " + hostKey + " names the TLS port, and that TLS 1.2 or 1.3 is on there");
            case OTHER ->
                Check.failure(
                        NAME,
                        "the handshake with " + place + " failed: " + root(failure),
                        "look into the server's log for this moment");
        };
    }

    private Check untrusted(List<X509Certificate> chain) {
        X509Certificate last = chain.get(chain.size() - 1);
        return Check.failure(
                NAME,
                "the certificate of " + place + " is signed by '" + last.getIssuerX500Principal()
                        + "', which is not trusted; trusted are " + trusted,
                "put the certificate of that authority, in PEM, into " + caKey
                        + ", after comparing its fingerprint with its owner; if nobody knows it, somebody reads along");
    }

    private static String named(List<String> names) {
        return names.isEmpty() ? "no host at all (it has no subject alternative name)" : String.join(", ", names);
    }

    private static String lives(List<X509Certificate> chain) {
        return String.join(
                "; ",
                chain.stream()
                        .map(each -> each.getSubjectX500Principal() + " from "
                                + each.getNotBefore().toInstant() + " to "
                                + each.getNotAfter().toInstant())
                        .toList());
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static List<Check> presented(List<X509Certificate> chain) {
        List<Check> lines = new ArrayList<>();
        for (X509Certificate each : chain) {
            lines.add(Check.note(
                    "certificate " + (lines.size() + 1),
                    "'" + each.getSubjectX500Principal() + "' issued by '" + each.getIssuerX500Principal() + "', "
                            + each.getNotBefore().toInstant() + " to "
                            + each.getNotAfter().toInstant() + ", SHA-256 " + fingerprint(each)));
        }
        return lines;
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return "unknown";
        }
    }
}
