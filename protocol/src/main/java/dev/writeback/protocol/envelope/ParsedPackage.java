package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.StrictJson;
import java.util.Optional;
import java.util.function.Predicate;

/** A package whose form is right (steps 1 and 2). */
record ParsedPackage(JweForm form) {

    static ParsedPackage parse(RawEnvelope raw) throws RejectedException {
        return parse(raw, Layer.PACKAGE);
    }

    static ParsedPackage parse(RawEnvelope raw, Layer layer) throws RejectedException {
        try {
            return new ParsedPackage(JweForm.read(StrictJson.readObject(raw.body(), Limits.BODY), layer));
        } catch (JsonFault e) {
            throw new RejectedException(Rejection.valueOf("PACKAGE_" + e.kind().name()));
        }
    }

    /** Step 3; empty when it is for somebody else. */
    Optional<AddressedPackage> addressedTo(KeyRing ours, Predicate<KeyRecord> usable) throws RejectedException {
        return AddressedJwe.find(form, ours, usable).map(AddressedPackage::new);
    }
}
