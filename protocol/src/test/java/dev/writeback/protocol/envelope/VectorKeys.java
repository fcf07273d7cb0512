package dev.writeback.protocol.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The fixed keys of {@code vectors/keys.json}. */
public final class VectorKeys {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode root = read("keys.json");

    public static JsonNode read(String file) {
        try (InputStream in = VectorKeys.class.getResourceAsStream("/vectors/" + file)) {
            return MAPPER.readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(String resource) {
        try (InputStream in = VectorKeys.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeyRecord cloud(String name) {
        return key(root.get("cloud").get(name));
    }

    public KeyRecord agent(String agent, String name) {
        return key(root.get("agents").get(agent).get(name));
    }

    /** A key that an agent has made and the cloud has not confirmed. */
    KeyRecord unconfirmed(String agent, String name) {
        return key(root.get("unconfirmed").get(agent).get(name));
    }

    /** A key of an agent that is not enrolled: {@code hq-9}. */
    public KeyRecord applicant(String name) {
        return key(root.get("applicant").get(name));
    }

    KeyRecord stranger(String name) {
        return key(root.get("stranger").get(name));
    }

    /** The cloud's public keys, as an agent has them; the expired one is among them. */
    KeyRing cloudPublic() {
        return KeyRing.of(cloud("signing"), cloud("ack"), cloud("expiredSigning"))
                .toPublic();
    }

    /** What an agent takes for the cloud. */
    CloudTrust cloudTrust() {
        return CloudTrust.of(cloud("root"), cloudPublic());
    }

    /** One agent's own keys, the expired one among them. */
    KeyRing ringOf(String agent) {
        List<KeyRecord> keys = new ArrayList<>();
        root.get("agents").get(agent).forEach(jwk -> keys.add(key(jwk)));
        return KeyRing.of(keys);
    }

    /** The agents' public keys, as the cloud has them. */
    public KeyRing agentsPublic() {
        List<KeyRecord> keys = new ArrayList<>();
        root.get("agents").forEach(agent -> agent.forEach(jwk -> keys.add(key(jwk))));
        return KeyRing.of(keys).toPublic();
    }

    private static KeyRecord key(JsonNode jwk) {
        try {
            return JwkSets.readPrivate(MAPPER.writeValueAsBytes(jwk));
        } catch (JwkException | IOException e) {
            throw new IllegalStateException("keys.json", e);
        }
    }
}
