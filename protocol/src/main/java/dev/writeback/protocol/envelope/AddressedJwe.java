package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.EphemeralKey;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.envelope.Layer.Fault;
import java.util.Optional;
import java.util.function.Predicate;

/** A well-formed JWE of which one recipient is a key of ours, with the {@code alg} of that key's record. */
final class AddressedJwe {
    private final JweForm form;
    private final JweForm.Recipient recipient;
    private final KeyRecord own;

    private AddressedJwe(JweForm form, JweForm.Recipient recipient, KeyRecord own) {
        this.form = form;
        this.recipient = recipient;
        this.own = own;
    }

    JweForm form() {
        return form;
    }

    /** The key of ours that is a recipient. */
    KeyRecord own() {
        return own;
    }

    /**
     * Step 3: picks our recipient by kid, and no other.
     *
     * @param usable which of our keys count; the others count as none
     * @return empty when no recipient is ours
     */
    static Optional<AddressedJwe> find(JweForm form, KeyRing ours, Predicate<KeyRecord> usable)
            throws RejectedException {
        for (JweForm.Recipient recipient : form.recipients()) {
            Optional<KeyRecord> own = ours.find(recipient.kid(), KeyUse.ENC)
                    .filter(key -> key.privateKey().isPresent())
                    .filter(usable);
            if (own.isPresent()) {
                KeyRecord key = own.orElseThrow();
                form.layer().require(recipient.suite() == key.suite(), Fault.ALG_NOT_OF_RECORD);
                return Optional.of(new AddressedJwe(form, recipient, key));
            }
        }
        return Optional.empty();
    }

    /** Step 4: point on curve, key agreement, unwrap, GCM. The caller owns the plaintext. */
    byte[] decrypt() throws RejectedException {
        Layer layer = form.layer();
        JweForm.Epk epk = recipient.epk().orElseThrow(() -> layer.rejected(Fault.EPK));
        EphemeralKey ephemeral =
                EphemeralKey.of(epk.x(), epk.y()).orElseThrow(() -> layer.rejected(Fault.EPK_OFF_CURVE));
        ContentKey key = ContentKey.unwrap(own, ephemeral, recipient.encryptedKey())
                .orElseThrow(() -> layer.rejected(Fault.UNWRAP));
        return key.open(form.content(), form.additionalData()).orElseThrow(() -> layer.rejected(Fault.AUTHENTICATION));
    }
}
