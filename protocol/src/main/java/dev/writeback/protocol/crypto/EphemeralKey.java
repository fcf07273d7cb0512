package dev.writeback.protocol.crypto;

import java.security.interfaces.ECPublicKey;
import java.util.Optional;

/** A sender's one-time public key, proved to be a point of P-256 (PWB/1, section 5, step 4). */
public final class EphemeralKey {
    private final ECPublicKey point;

    EphemeralKey(ECPublicKey point) {
        this.point = point;
    }

    /** The key at that affine point, 32 bytes each, or empty when the curve has no such point. */
    public static Optional<EphemeralKey> of(byte[] x, byte[] y) {
        return P256.point(x, y).map(EphemeralKey::new);
    }

    ECPublicKey point() {
        return point;
    }

    /** 32 bytes, big-endian. */
    public byte[] x() {
        return P256.x(point);
    }

    /** 32 bytes, big-endian. */
    public byte[] y() {
        return P256.y(point);
    }
}
