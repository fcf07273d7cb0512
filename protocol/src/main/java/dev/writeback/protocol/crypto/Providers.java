package dev.writeback.protocol.crypto;

import java.security.Provider;
import java.security.Security;
import java.util.Objects;

/**
 * The providers, always passed explicitly: Bouncy Castle for elliptic curves, where it is 4 to 15 times as fast as the
 * JDK's, and the JDK's for AES, where it is 8 times as fast as Bouncy Castle's.
 */
final class Providers {
    /** Never registered: that would change every other user of the JCA in the process. */
    static final Provider CURVES = CurvesProvider.create();

    static final Provider AES = Objects.requireNonNull(
            Security.getProvider("SunJCE"), "this Java runtime has no provider SunJCE, which AES-GCM is taken from");

    private Providers() {}
}
