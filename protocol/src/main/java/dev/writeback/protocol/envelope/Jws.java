package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Suite;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A compact JWS whose header equals the record of a live signer (step 5). Whether the signature holds is the next step's
 * question.
 *
 * @param typ what kind of message it says it is; its signer may sign that kind
 * @param signingInput header, dot and payload as sent
 * @param digest base64url of the SHA-256 of the whole: {@code rdig} of an ack to it
 */
record Jws(KeyRecord signer, String typ, byte[] signingInput, byte[] payload, byte[] signature, String digest) {
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "kid", "typ");

    /** Who may sign what: decided by the place where a message is read, never by the message. */
    interface Signers {
        /** The keys that may sign messages of that {@code typ}; empty when there is no such message here. */
        Optional<KeyRing> of(String typ);

        /** One kind of message alone. */
        static Signers of(String typ, KeyRing keys) {
            return asked -> asked.equals(typ) ? Optional.of(keys) : Optional.empty();
        }
    }

    /** Step 5. */
    static Jws read(byte[] compact, Signers signers, Instant now) throws RejectedException {
        int first = indexOfDot(compact, 0);
        int second = first < 0 ? -1 : indexOfDot(compact, first + 1);
        require(second >= 0 && indexOfDot(compact, second + 1) < 0, Rejection.JWS_FORM);
        byte[] headerText = part(compact, 0, first);
        byte[] payload = part(compact, first + 1, second);
        byte[] signature = part(compact, second + 1, compact.length);
        JsonObject header = header(headerText);
        KeyRecord signer = signer(header, signers, now);
        String typ = header.string("typ").orElseThrow();
        require(signature.length == Es256.SIGNATURE_BYTES, Rejection.SIGNATURE_LENGTH);
        require(Es256.isInRange(signature), Rejection.SIGNATURE_RANGE);
        return new Jws(signer, typ, Arrays.copyOf(compact, second), payload, signature, digest(compact));
    }

    /** The payload of a compact JWS that nobody has verified: only to find the key in it that must have signed it. */
    static byte[] payloadOf(byte[] compact) throws RejectedException {
        int first = indexOfDot(compact, 0);
        int second = first < 0 ? -1 : indexOfDot(compact, first + 1);
        require(second >= 0, Rejection.JWS_FORM);
        return part(compact, first + 1, second);
    }

    /** Step 6: the payload, if it is the signer's. */
    byte[] verify() throws RejectedException {
        require(Es256.verify(signer, signingInput, signature), Rejection.SIGNATURE_WRONG);
        return payload;
    }

    /** Signs a payload: the compact form, ASCII. */
    static byte[] sign(byte[] payload, String typ, KeyRecord signer) {
        String header =
                "{\"alg\":\"" + signer.algorithm() + "\",\"kid\":\"" + signer.id() + "\",\"typ\":\"" + typ + "\"}";
        String input = Base64Url.encode(header.getBytes(StandardCharsets.US_ASCII)) + "." + Base64Url.encode(payload);
        byte[] signature = Es256.sign(signer, input.getBytes(StandardCharsets.US_ASCII));
        return (input + "." + Base64Url.encode(signature)).getBytes(StandardCharsets.US_ASCII);
    }

    /** base64url of the SHA-256 of a compact JWS. */
    static String digest(byte[] compact) {
        return Base64Url.encode(sha256().digest(compact));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static JsonObject header(byte[] text) throws RejectedException {
        try {
            return StrictJson.readObject(text, Limits.HEADER);
        } catch (JsonFault e) {
            throw new RejectedException(
                    e.kind() == JsonFault.Kind.TOO_LARGE ? Rejection.JWS_HEADER_TOO_LARGE : Rejection.JWS_HEADER_TEXT);
        }
    }

    private static KeyRecord signer(JsonObject header, Signers signers, Instant now) throws RejectedException {
        require(header.names().equals(HEADER_MEMBERS), Rejection.JWS_HEADER_MEMBERS);
        // Before any key is touched: only one name is ever right.
        require(header.string("alg").filter(Suite.S1.signature()::equals).isPresent(), Rejection.JWS_ALG);
        KeyRing keys =
                header.string("typ").flatMap(signers::of).orElseThrow(() -> new RejectedException(Rejection.JWS_TYP));
        KeyRecord signer = header.string("kid")
                .filter(KeyId::isValid)
                .flatMap(kid -> keys.find(new KeyId(kid), KeyUse.SIG))
                .orElseThrow(() -> new RejectedException(Rejection.SIGNER_UNKNOWN));
        require(signer.isLiveAt(now), Rejection.SIGNER_NOT_LIVE);
        return signer;
    }

    private static byte[] part(byte[] compact, int from, int to) throws RejectedException {
        return Base64Url.decode(compact, from, to).orElseThrow(() -> new RejectedException(Rejection.JWS_BASE64URL));
    }

    private static int indexOfDot(byte[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == '.') {
                return i;
            }
        }
        return -1;
    }
}
