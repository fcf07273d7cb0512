package dev.writeback.sandbox.bench;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.EphemeralKey;
import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import java.security.SecureRandom;

/** The cryptography of one decode, piece by piece, with nothing around it. */
final class Primitives {
    /** Of the package's plaintext and of the sealed secret, as a reset for two recipients has them. */
    private static final int PACKAGE_BYTES = 2700;

    private static final int SECRET_BYTES = 512;

    private final KeyRecord agent;
    private final KeyRecord signing;
    private final ContentKey key;
    private final ContentKey.Wrapped wrapped;
    private final byte[] x;
    private final byte[] y;
    private final byte[] additionalData = new byte[64];
    private final ContentKey.Sealed body;
    private final ContentKey.Sealed secret;
    private final byte[] input = new byte[PACKAGE_BYTES];
    private final byte[] signature;

    Primitives(KeyRecord agent, KeyRecord signing, SecureRandom random) {
        this.agent = agent;
        this.signing = signing;
        this.key = ContentKey.generate(random);
        this.wrapped = key.wrapFor(agent, random);
        this.x = wrapped.ephemeral().x();
        this.y = wrapped.ephemeral().y();
        this.body = key.seal(new byte[PACKAGE_BYTES], additionalData, random);
        this.secret = key.seal(new byte[SECRET_BYTES], additionalData, random);
        this.signature = Es256.sign(signing, input);
    }

    /** The check of the point, the key agreement, the derivation and the unwrapping, once. */
    void agree() {
        EphemeralKey ephemeral = EphemeralKey.of(x, y).orElseThrow();
        require(ContentKey.unwrap(agent, ephemeral, wrapped.bytes()).isPresent());
    }

    void verify() {
        require(Es256.verify(signing, input, signature));
    }

    /** The contents of package and secret. */
    void contents() {
        require(key.open(body, additionalData).isPresent());
        require(key.open(secret, additionalData).isPresent());
    }

    void all() {
        agree();
        verify();
        contents();
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("a primitive gave a wrong result");
        }
    }
}
