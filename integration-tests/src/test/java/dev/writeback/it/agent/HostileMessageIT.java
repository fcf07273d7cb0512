package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PWB/1, section 5: what is not provably from the cloud gets no ack, is removed and counted, and harms nobody. */
@ExtendWith(SharedSite.class)
class HostileMessageIT {
    private static final String ISSUER = "https://sspr.example.test";
    private static final String AUDIENCE = "urn:pwb:sandbox:hq";
    private static final String DROPPED = "writeback_messages_dropped_total";
    private static final String RELEASED = "writeback_messages_released_total";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static AgentSite world;

    @BeforeAll
    static void meet(AgentSite shared) {
        world = shared;
    }

    @Test
    void hostileMessagesGetNoAckAreCountedAndTheNextRequestIsServed() throws Exception {
        // Given
        Map<String, byte[]> hostile = hostileMessages();
        double droppedBefore = world.http.metric(DROPPED);
        long repliesBefore = world.site.relay().queue("replies").enqueued();

        // When
        for (byte[] body : hostile.values()) {
            world.cloud().post(body, UUID.randomUUID().toString()).get();
        }

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.metric(DROPPED)).isEqualTo(droppedBefore + hostile.size()));
        assertThat(world.site.relay().queue("replies").enqueued()).isEqualTo(repliesBefore);
        assertThat(world.writesTo("u05")).isZero();
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);
        assertThat(world.site.relay().queue("requests").depth().deadLettered()).isZero();
    }

    @Test
    void messageForAnotherAgentIsGivenBackAndRemovedAtItsFifthDeliveryWhileOthersAreServed() throws Exception {
        // Given
        KeyRing others = AgentKeys.generate("hq-2", Instant.now().minusSeconds(60), RANDOM);
        byte[] foreign = reset(cloudKey(), ISSUER, AUDIENCE, others);
        long repliesBefore = world.site.relay().queue("replies").enqueued();
        double releasedBefore = world.http.metric(RELEASED);

        // When
        world.cloud().post(foreign, UUID.randomUUID().toString()).get();
        Outcome meanwhile = world.ping().outcome();

        // Then
        assertThat(meanwhile).isEqualTo(Outcome.OK);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(world.site.relay().queue("requests").depth().waiting()).isZero();
            assertThat(world.site.relay().queue("requests").depth().locked()).isZero();
        });
        assertThat(world.http.metric(RELEASED)).isEqualTo(releasedBefore + 4);
        assertThat(world.site.relay().queue("replies").enqueued()).isEqualTo(repliesBefore + 1);
    }

    private static Map<String, byte[]> hostileMessages() throws Exception {
        KeyRing agent = world.cloud().agentKeys();
        byte[] genuine = reset(cloudKey(), ISSUER, AUDIENCE, agent);
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("no JSON", "hello".getBytes(StandardCharsets.US_ASCII));
        messages.put("no package", "{}".getBytes(StandardCharsets.US_ASCII));
        messages.put("an array", "[1,2]".getBytes(StandardCharsets.US_ASCII));
        messages.put("nesting bomb", "[".repeat(30_000).getBytes(StandardCharsets.US_ASCII));
        messages.put("not UTF-8", new byte[] {(byte) 0xc3, (byte) 0x28});
        messages.put("a byte more than 64 KiB", filled(64 * 1024 + 1));
        messages.put("cut short", Arrays.copyOf(genuine, genuine.length - 10));
        messages.put("text after the end", concat(genuine, " x"));
        messages.put("another ciphertext", replaced(genuine, "\"ciphertext\":\"", "\"ciphertext\":\"AAAA"));
        messages.put("no ciphertext", replaced(genuine, "\"ciphertext\"", "\"ciphertexd\""));
        messages.put("another signer", reset(newKey(), ISSUER, AUDIENCE, agent));
        messages.put("another issuer", reset(cloudKey(), "https://evil.example.test", AUDIENCE, agent));
        messages.put("another audience", reset(cloudKey(), ISSUER, "urn:pwb:other:hq", agent));
        return messages;
    }

    private static byte[] reset(KeyRecord signer, String issuer, String audience, KeyRing agents) {
        try (Secret password = Secret.takeOwnershipOf(AgentSite.utf8("Fresh-Passw0rd-9!"))) {
            return new RequestSealer(signer, issuer, audience, Clock.systemUTC(), RANDOM)
                    .seal(
                            Draft.reset(world.user("u05"), Initiator.self()),
                            Optional.of(password),
                            Optional.empty(),
                            agents)
                    .body();
        }
    }

    private static KeyRecord cloudKey() throws Exception {
        return JwkSets.readPrivate(Files.readAllBytes(world.cloud().config().signingKey()));
    }

    private static KeyRecord newKey() {
        Instant from = Instant.now().minusSeconds(60);
        return Keys.generate(KeyUse.SIG, Optional.empty(), from, from.plus(Duration.ofDays(1)), RANDOM);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        return bytes;
    }

    private static byte[] concat(byte[] start, String end) {
        return (new String(start, StandardCharsets.US_ASCII) + end).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] replaced(byte[] message, String found, String put) {
        String text = new String(message, StandardCharsets.US_ASCII);
        assertThat(text).contains(found);
        return text.replace(found, put).getBytes(StandardCharsets.US_ASCII);
    }
}
