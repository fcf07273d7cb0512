package dev.writeback.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;

/** The closed table of suites of PWB/1, section 2, pinned per key and never negotiated. Names are those of RFC 7518. */
public enum Suite {
    /** The suite of every key that this implementation holds. */
    S1("ES256", "ECDH-ES+A256KW"),
    /** Known by form only, as it may stand beside ours in a message: keys of this suite cannot be held. */
    R1("ES256", "RSA-OAEP-256");

    /** The content encryption of every suite. */
    public static final String CONTENT_ENCRYPTION = "A256GCM";

    private final String signature;
    private final String keyManagement;

    Suite(String signature, String keyManagement) {
        this.signature = signature;
        this.keyManagement = keyManagement;
    }

    /** The {@code alg} of a JWS. */
    public String signature() {
        return signature;
    }

    /** The {@code alg} of a JWE recipient. */
    public String keyManagement() {
        return keyManagement;
    }

    /** The {@code alg} that a key of this suite and use works with. */
    public String algorithm(KeyUse use) {
        return use == KeyUse.SIG ? signature : keyManagement;
    }

    /** The suite with that exact {@code alg} of a JWE recipient, or empty. */
    public static Optional<Suite> ofKeyManagement(String alg) {
        return Arrays.stream(values())
                .filter(suite -> suite.keyManagement.equals(alg))
                .findFirst();
    }
}
