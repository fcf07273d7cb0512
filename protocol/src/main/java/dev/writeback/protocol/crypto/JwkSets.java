package dev.writeback.protocol.crypto;

import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.util.BigIntegers;

/**
 * Key files: JWKs and JWK sets (RFC 7517) of suite S1, read strictly. A public JWK carries {@code kty crv x y use nbf exp},
 * may carry {@code kid alg agent}; a private one has {@code d} too, may lack the times, and may lack {@code use} when it has
 * {@code alg}. Stateless and thread-safe.
 */
public final class JwkSets {
    /** Largest key file, bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    // For a private key of the cloud's own that states no times.
    private static final Instant ALWAYS = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final Set<String> PUBLIC_MEMBERS =
            Set.of("kty", "crv", "x", "y", "use", "kid", "alg", "nbf", "exp", "agent");

    private JwkSets() {}

    /**
     * Reads a set of public keys.
     *
     * @throws JwkException when the text is not such a set, or holds a private key
     */
    public static KeyRing readPublic(byte[] jwkSet) throws JwkException {
        JsonObject root = read(jwkSet, "the JWK set");
        if (!root.names().equals(Set.of("keys"))) {
            throw new JwkException("the JWK set has the members " + quoted(root.names()) + "; accepted is only 'keys'");
        }
        List<JsonObject> keys = root.objects("keys")
                .orElseThrow(() -> new JwkException("'keys' of the JWK set is not an array of objects"));
        List<KeyRecord> records = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            records.add(publicKey(keys.get(i), "keys[" + i + "]"));
        }
        try {
            return KeyRing.of(records);
        } catch (IllegalArgumentException e) {
            throw new JwkException("the JWK set is not one: " + e.getMessage());
        }
    }

    /**
     * Reads one private key.
     *
     * @throws JwkException when the text is not such a key
     */
    public static KeyRecord readPrivate(byte[] jwk) throws JwkException {
        JsonObject key = read(jwk, "the private JWK");
        if (!key.has("d")) {
            throw new JwkException("the private JWK has no 'd': it is a public key");
        }
        requireKnown(key, "the private JWK", true);
        KeyRecord open = record(key, "the private JWK", ALWAYS, NEVER);
        byte[] d = coordinate(key, "d", "the private JWK");
        try {
            PrivateKey scalar = P256.scalar(d)
                    .orElseThrow(() -> new JwkException("'d' of the private JWK is not a scalar of P-256"));
            KeyRecord whole = KeyRecord.of(
                    open.publicKey(), scalar, open.use(), open.agent(), open.notBefore(), open.expiresAt());
            if (!P256.isPair(whole.publicKey(), scalar)) {
                throw new JwkException("'d' of the private JWK does not belong to its 'x' and 'y'");
            }
            return whole;
        } finally {
            Arrays.fill(d, (byte) 0);
        }
    }

    /** Writes a set of public keys; private halves are left out. */
    public static byte[] writePublic(KeyRing keys) {
        return StrictJson.write(
                Map.of("keys", keys.all().stream().map(JwkSets::members).toList()));
    }

    /**
     * Writes one private key in the clear, for test and sandbox keys.
     *
     * @throws IllegalArgumentException when the record has no private key in this process
     */
    public static byte[] writePrivate(KeyRecord key) {
        PrivateKey privateKey = key.privateKey()
                .filter(present -> !key.isInToken())
                .orElseThrow(() -> new IllegalArgumentException("the key " + key.id() + " has no private half here"));
        Map<String, Object> members = members(key);
        members.put(
                "d", Base64Url.encode(BigIntegers.asUnsignedByteArray(P256.BYTES, ((ECPrivateKey) privateKey).getS())));
        return StrictJson.write(members);
    }

    static Map<String, Object> members(KeyRecord key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "EC");
        members.put("crv", "P-256");
        members.put("x", Base64Url.encode(P256.x(key.publicKey())));
        members.put("y", Base64Url.encode(P256.y(key.publicKey())));
        members.put("use", key.use().wireName());
        members.put("kid", key.id().value());
        members.put("alg", key.algorithm());
        members.put("nbf", key.notBefore().getEpochSecond());
        members.put("exp", key.expiresAt().getEpochSecond());
        key.agent().ifPresent(agent -> members.put("agent", agent));
        return members;
    }

    private static JsonObject read(byte[] text, String what) throws JwkException {
        try {
            return StrictJson.readObject(text, MAX_BYTES);
        } catch (JsonFault e) {
            throw new JwkException(what + " does not parse: " + e.kind());
        }
    }

    private static KeyRecord publicKey(JsonObject key, String where) throws JwkException {
        if (key.has("d")) {
            throw new JwkException(where + " holds a private key ('d') where only public keys belong; remove it, and"
                    + " replace the key: it may have been seen");
        }
        requireKnown(key, where, false);
        for (String time : List.of("nbf", "exp", "use")) {
            if (!key.has(time)) {
                throw new JwkException(where + " lacks '" + time + "'");
            }
        }
        return record(key, where, ALWAYS, NEVER);
    }

    private static void requireKnown(JsonObject key, String where, boolean isPrivate) throws JwkException {
        for (String name : key.names()) {
            if (!PUBLIC_MEMBERS.contains(name) && !(isPrivate && name.equals("d"))) {
                throw new JwkException(where + " has the member " + quoted(Set.of(name)) + "; accepted are kty, crv, x,"
                        + " y, use, kid, alg, nbf, exp, agent" + (isPrivate ? ", d" : ""));
            }
        }
    }

    /** One public key whose members the caller has looked at; without times it lives for ever. */
    static KeyRecord record(JsonObject key, String where) throws JwkException {
        return record(key, where, ALWAYS, NEVER);
    }

    private static KeyRecord record(JsonObject key, String where, Instant earliest, Instant latest)
            throws JwkException {
        requireValue(key, "kty", "EC", where);
        requireValue(key, "crv", "P-256", where);
        KeyUse use = use(key, where);
        ECPublicKey point = P256.point(coordinate(key, "x", where), coordinate(key, "y", where))
                .orElseThrow(() -> new JwkException("'x' and 'y' of " + where + " are no point of P-256"));
        Optional<String> agent = key.string("agent");
        if (key.has("agent") && agent.isEmpty()) {
            throw new JwkException("'agent' of " + where + " is not a string");
        }
        KeyRecord record;
        try {
            record =
                    KeyRecord.of(point, use, agent, time(key, "nbf", where, earliest), time(key, "exp", where, latest));
        } catch (IllegalArgumentException e) {
            throw new JwkException(where + ": " + e.getMessage());
        }
        if (key.has("kid")) {
            requireValue(key, "kid", record.id().value(), where);
        }
        return record;
    }

    private static KeyUse use(JsonObject key, String where) throws JwkException {
        Optional<KeyUse> stated = key.string("use").flatMap(KeyUse::ofWireName);
        if (key.has("use") && stated.isEmpty()) {
            throw new JwkException("'use' of " + where + " is not one of enc, sig");
        }
        if (stated.isPresent() && !key.has("alg")) {
            return stated.orElseThrow();
        }
        for (KeyUse use : KeyUse.values()) {
            boolean fits =
                    key.string("alg").filter(Suite.S1.algorithm(use)::equals).isPresent();
            if (fits && stated.orElse(use) == use) {
                return use;
            }
        }
        throw new JwkException("'alg' of " + where + " is not ES256 for use=sig or ECDH-ES+A256KW for use=enc");
    }

    private static Instant time(JsonObject key, String name, String where, Instant absent) throws JwkException {
        if (!key.has(name)) {
            return absent;
        }
        try {
            return Instant.ofEpochSecond(key.integer(name)
                    .orElseThrow(() -> new JwkException(
                            "'" + name + "' of " + where + " is not a whole number of" + " seconds since 1970")));
        } catch (DateTimeException e) {
            throw new JwkException("'" + name + "' of " + where + " is out of range");
        }
    }

    private static byte[] coordinate(JsonObject key, String name, String where) throws JwkException {
        return key.string(name)
                .flatMap(Base64Url::decode)
                .filter(bytes -> bytes.length == P256.BYTES)
                .orElseThrow(() -> new JwkException(
                        "'" + name + "' of " + where + " is not 32 bytes in base64url without padding, 43 characters"));
    }

    private static void requireValue(JsonObject key, String name, String accepted, String where) throws JwkException {
        if (key.string(name).filter(accepted::equals).isEmpty()) {
            throw new JwkException("'" + name + "' of " + where + " is "
                    + (key.has(name) ? "not '" + accepted + "'" : "missing; accepted is '" + accepted + "'"));
        }
    }

    // Names come from a file: only the harmless ones are shown.
    private static String quoted(Set<String> names) {
        return names.stream()
                .map(name -> name.matches("[A-Za-z0-9_.#-]{1,32}") ? "'" + name + "'" : "(unprintable)")
                .sorted()
                .toList()
                .toString();
    }
}
