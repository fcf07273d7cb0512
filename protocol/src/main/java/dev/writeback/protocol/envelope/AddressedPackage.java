package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import java.time.Instant;

/** A package with one of our keys among its recipients (step 3). */
record AddressedPackage(AddressedJwe jwe) {

    /** Steps 4 and 5. */
    Jws open(String typ, KeyRing signers, Instant now) throws RejectedException {
        return Jws.read(jwe.decrypt(), typ, signers, now);
    }
}
