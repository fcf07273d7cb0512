package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import java.time.Instant;

/** A package with one of our keys among its recipients (step 3). */
record AddressedPackage(AddressedJwe jwe) {

    /** The key of ours that it is sealed to. */
    KeyRecord own() {
        return jwe.own();
    }

    /** Whether it is sealed to that key and to nobody else's. */
    boolean isForUsAlone() {
        return jwe.form().recipients().size() == 1;
    }

    /** Step 4; the caller owns the plaintext. */
    byte[] decrypt() throws RejectedException {
        return jwe.decrypt();
    }

    /** Steps 4 and 5. */
    Jws open(Jws.Signers signers, Instant now) throws RejectedException {
        return Jws.read(decrypt(), signers, now);
    }
}
