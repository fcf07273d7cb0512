package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Epoch;
import java.time.Instant;
import java.util.Optional;

/** Steps 6 and 7 of what the cloud sends beside requests (PWB/1, sections 4 and 7). */
record Directives(CloudTrust trust, String issuer, String audience, Instant now) {

    /** Who may sign which kind of message from the cloud. */
    static Optional<KeyRing> signers(CloudTrust trust, String typ) {
        return switch (typ) {
            case EnvelopeOpener.REQUEST_TYP, SwitchClaims.TYP, EchoClaims.TYP -> Optional.of(trust.keys());
            // Which of them may say what is told by act, below the signature.
            case KeyClaims.TYP ->
                Optional.of(trust.root().map(trust.keys()::with).orElse(trust.keys()));
            default -> Optional.empty();
        };
    }

    /**
     * @param forUsAlone whether the package has no other recipient
     * @param agent the id of the agent that it is sealed to
     */
    Opening open(Jws jws, boolean forUsAlone, Optional<String> agent) throws RejectedException {
        JsonObject claims = Claims.parse(jws.verify());
        require(forUsAlone, Rejection.DIRECTIVE_RECIPIENT_COUNT);
        require(Claims.is(claims, "iss", issuer), Rejection.ISSUER);
        require(Claims.is(claims, "aud", audience), Rejection.AUDIENCE);
        Claims.id(claims);
        return switch (jws.typ()) {
            case SwitchClaims.TYP -> switches(claims);
            case EchoClaims.TYP -> echoed(claims);
            default -> keys(claims, jws.signer(), agent);
        };
    }

    private Opening echoed(JsonObject claims) throws RejectedException {
        requireVersionAndTimes(claims);
        return new Opening.Echoed(EchoClaims.read(claims));
    }

    private Opening switches(JsonObject claims) throws RejectedException {
        try {
            requireVersionAndTimes(claims);
            return new Opening.Switches(SwitchClaims.read(claims));
        } catch (RejectedException e) {
            if (e.why() == Rejection.DIRECTIVE_EXPIRED) {
                throw e;
            }
            return new Opening.SwitchesRefused(Claims.epoch(claims), e.why());
        }
    }

    private Opening keys(JsonObject claims, KeyRecord signer, Optional<String> agent) throws RejectedException {
        requireVersionAndTimes(claims);
        KeyClaims.Act act = KeyClaims.act(claims);
        boolean isRoot =
                trust.root().filter(root -> root.id().equals(signer.id())).isPresent();
        require(isRoot == (act == KeyClaims.Act.ANNOUNCE), Rejection.SIGNER_NOT_ALLOWED);
        KeyClaims.requireKnown(claims);
        Epoch epoch = KeyClaims.epoch(claims);
        if (act == KeyClaims.Act.ANNOUNCE) {
            return new Opening.CloudKeys(epoch, cloudKeys(claims));
        }
        KeyRing ours =
                KeyClaims.agentKeys(claims, agent.orElseThrow(() -> new RejectedException(Rejection.KEYS_OWNER)));
        return act == KeyClaims.Act.CONFIRM
                ? new Opening.KeysConfirmed(epoch, KeyClaims.requireBothUses(ours))
                : new Opening.KeysRevoked(epoch, ours);
    }

    private KeyRing cloudKeys(JsonObject claims) throws RejectedException {
        KeyRing keys = KeyClaims.requireBothUses(KeyClaims.cloudKeys(claims));
        require(trust.root().flatMap(root -> keys.find(root.id())).isEmpty(), Rejection.KEYS_OWNER);
        return keys;
    }

    private void requireVersionAndTimes(JsonObject claims) throws RejectedException {
        Claims.requireVersion(claims);
        require(!Validity.ofOther(claims, now).isExpiredAt(now), Rejection.DIRECTIVE_EXPIRED);
    }
}
