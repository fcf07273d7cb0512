package dev.writeback.agent.doctor;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a connection did not come as far as TLS. The chain that was presented says more than the exception. */
enum TlsTrouble {
    /** The name has no address. */
    NO_ADDRESS,
    /** Nobody listens there, or a firewall says no. */
    REFUSED,
    /** There is no way to it. */
    UNREACHED,
    /** No answer in time. */
    SILENCE,
    /** A certificate of the chain has ended. */
    ENDED,
    /** A certificate of the chain has not begun. */
    NOT_BEGUN,
    /** Signed by nobody who is trusted. */
    UNTRUSTED,
    /** Made for other names. */
    WRONG_NAME,
    /** Whoever answers does not speak TLS, or not a version that is accepted. */
    NO_TLS,
    OTHER;

    /**
     * @param chain what was presented, the server's own first; may be empty
     */
    static TlsTrouble of(Exception failure, List<X509Certificate> chain, String host, Instant now) {
        if (!chain.isEmpty()) {
            return ofChain(failure, chain, host, now);
        }
        if (hasCause(failure, UnknownHostException.class)) {
            return NO_ADDRESS;
        }
        if (hasCause(failure, ConnectException.class)) {
            return REFUSED;
        }
        if (hasCause(failure, SocketTimeoutException.class)) {
            return SILENCE;
        }
        if (hasCause(failure, NoRouteToHostException.class) || isUnreachable(failure)) {
            return UNREACHED;
        }
        return Stream.of(SSLException.class, EOFException.class, SocketException.class)
                        .anyMatch(kind -> hasCause(failure, kind))
                ? NO_TLS
                : OTHER;
    }

    /** For a network without a way to it the Java runtime has no exception of its own. */
    private static boolean isUnreachable(Throwable failure) {
        return causeOf(failure, SocketException.class)
                .map(Throwable::getMessage)
                .filter(message -> message.toLowerCase(Locale.ROOT).contains("unreachable"))
                .isPresent();
    }

    private static TlsTrouble ofChain(Exception failure, List<X509Certificate> chain, String host, Instant now) {
        if (chain.stream().anyMatch(each -> each.getNotAfter().toInstant().isBefore(now))) {
            return ENDED;
        }
        if (chain.stream().anyMatch(each -> each.getNotBefore().toInstant().isAfter(now))) {
            return NOT_BEGUN;
        }
        if (Stream.of(CertPathBuilderException.class, CertPathValidatorException.class, SignatureException.class)
                .anyMatch(kind -> hasCause(failure, kind))) {
            return UNTRUSTED;
        }
        return CertificateNames.of(chain.get(0)).isEmpty() || !CertificateNames.cover(chain.get(0), host)
                ? WRONG_NAME
                : OTHER;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        return causeOf(failure, kind).isPresent();
    }

    private static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
