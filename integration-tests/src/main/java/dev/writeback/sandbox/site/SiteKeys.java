package dev.writeback.sandbox.site;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.keys.PinSource;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.desk.CloudSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The keys of a site: the agent's, and those of the cloud that it plays. Made once, and kept for later runs. */
final class SiteKeys {
    static final String CLOUD_SIGNING = "cloud-signing.jwk";
    static final String CLOUD_ACK = "cloud-ack.jwk";
    static final String CLOUD_ROOT = "cloud-root.jwk";
    static final String CLOUD_PUBLIC = "cloud-keys.jwks";
    static final String AGENTS_PUBLIC = "agents.jwks";

    private static final List<String> ALL = List.of(
            SiteAgent.FIRST.keyStore(), SiteAgent.FIRST.pin(), CLOUD_SIGNING, CLOUD_ACK, CLOUD_PUBLIC, AGENTS_PUBLIC);
    // So that a request of some minutes ago, made to be too late, can still be sealed.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
    private static final int PIN_BYTES = 24;

    private SiteKeys() {}

    /** Writes all key files, unless all are there. Then the first agent alone is enlisted. */
    static void provide(SiteFolder folder, Clock clock, SecureRandom random) throws IOException {
        if (ALL.stream().allMatch(folder::has)) {
            return;
        }
        Instant start = clock.instant().minus(BACKDATED);
        cloud(folder, start, random);
        folder.write(AGENTS_PUBLIC, JwkSets.writePublic(agent(folder, SiteAgent.FIRST, start, random)));
    }

    /** Makes the keys of one more agent, and enlists it with the cloud. */
    static void enlist(SiteFolder folder, SiteAgent agent, Clock clock, SecureRandom random) throws IOException {
        KeyRing more = agent(folder, agent, clock.instant().minus(BACKDATED), random);
        try {
            List<KeyRecord> all = new ArrayList<>(
                    JwkSets.readPublic(folder.read(AGENTS_PUBLIC).getBytes(StandardCharsets.UTF_8))
                            .all());
            all.addAll(more.all());
            folder.write(AGENTS_PUBLIC, JwkSets.writePublic(KeyRing.of(all)));
        } catch (JwkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The tenant's root key and those that it signs, private halves with them. */
    static CloudSecrets cloudSecrets(SiteFolder folder, Clock clock, SecureRandom random) throws IOException {
        if (!folder.has(CLOUD_ROOT)) {
            Instant start = clock.instant().minus(BACKDATED);
            folder.write(
                    CLOUD_ROOT,
                    JwkSets.writePrivate(
                            Keys.generate(KeyUse.SIG, Optional.empty(), start, start.plus(ROOT_LIFETIME), random)));
        }
        try {
            return new CloudSecrets(
                    privateKey(folder, CLOUD_ROOT),
                    KeyRing.of(privateKey(folder, CLOUD_SIGNING), privateKey(folder, CLOUD_ACK)),
                    new Epoch(1));
        } catch (JwkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static KeyRecord privateKey(SiteFolder folder, String name) throws IOException, JwkException {
        return JwkSets.readPrivate(folder.read(name).getBytes(StandardCharsets.UTF_8));
    }

    private static void cloud(SiteFolder folder, Instant start, SecureRandom random) throws IOException {
        Instant end = start.plus(AgentKeys.LIFETIME);
        KeyRecord signing = Keys.generate(KeyUse.SIG, Optional.empty(), start, end, random);
        KeyRecord ack = Keys.generate(KeyUse.ENC, Optional.empty(), start, end, random);
        folder.write(CLOUD_SIGNING, JwkSets.writePrivate(signing));
        folder.write(CLOUD_ACK, JwkSets.writePrivate(ack));
        folder.write(CLOUD_PUBLIC, JwkSets.writePublic(KeyRing.of(signing, ack)));
    }

    private static KeyRing agent(SiteFolder folder, SiteAgent agent, Instant start, SecureRandom random)
            throws IOException {
        byte[] bytes = new byte[PIN_BYTES];
        random.nextBytes(bytes);
        String pin = Base64.getUrlEncoder().encodeToString(bytes);
        folder.write(agent.pin(), pin + "\n");
        PinSource secret = () -> Secret.takeOwnershipOf(pin.getBytes(StandardCharsets.US_ASCII));
        try (KeyStorage storage = new Pkcs12Storage(folder.path(agent.keyStore()), agent.id(), secret, random)) {
            return AgentKeys.generate(storage, start);
        } catch (KeyStorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
