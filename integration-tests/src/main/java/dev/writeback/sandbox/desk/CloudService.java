package dev.writeback.sandbox.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.enrolment.DeskAnswer;
import dev.writeback.protocol.enrolment.EnrolmentCode;
import dev.writeback.protocol.enrolment.EnrolmentDesk;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.envelope.ReplyOpener;
import dev.writeback.protocol.envelope.ReplyOpening;
import dev.writeback.protocol.envelope.SealedMessage;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.TenantSwitches;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudRelay;
import dev.writeback.sandbox.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running cloud of a sandbox: its desk on HTTPS, and its ear on the queue where agents speak unasked. Thread-safe.
 */
public final class CloudService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CloudService.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NOTHING = {};

    private final EnrolmentDesk enrolment;
    private final CloudSteward steward;
    private final ReplyOpener opener;
    private final CloudRelay relay;
    private final DeskServer server;
    private final Clock clock;

    /**
     * What a running cloud needs.
     *
     * @param relay with the queue of heartbeats in the place of the replies
     * @param access what an agent of that id is told of the relay; closed by the desk
     * @param keys a JWK set, and where the rest of the book is kept
     * @param token of the administrator, ASCII
     */
    public record Settings(
            String issuer,
            String audience,
            CloudSecrets secrets,
            CloudConfig.ServiceBus relay,
            Function<String, RelayAccess> access,
            BookFiles keys,
            ServerCertificate certificate,
            String token) {}

    private CloudService(Settings settings, Clock clock, SecureRandom random) throws IOException, RelayException {
        this.clock = clock;
        AgentBook book = AgentBook.open(settings.keys());
        this.steward = new CloudSteward(
                book, settings.secrets(), Optional.empty(), settings.issuer(), settings.audience(), clock, random);
        this.enrolment = new EnrolmentDesk(
                settings.issuer(),
                settings.audience(),
                steward.keysSealer(),
                () -> new KeyAnnouncement(
                        steward.secrets().epoch(), steward.secrets().own().toPublic()),
                settings.access(),
                book,
                clock,
                random);
        this.opener = new ReplyOpener(this::ackKeys, book::keys, settings.audience(), clock);
        this.relay = new CloudRelay(settings.relay(), this::onMessage);
        this.server = DeskServer.start(settings.certificate(), new Counter(), settings.token(), clock);
    }

    /** Connects to the relay and listens for agents that enrol. */
    public static CloudService start(Settings settings, Clock clock, SecureRandom random)
            throws IOException, RelayException {
        return new CloudService(settings, clock, random);
    }

    /** The port on 127.0.0.1 where agents enrol. */
    public int port() {
        return server.port();
    }

    /** All agents, and whether each is there. */
    public List<Presence> presence() {
        return steward.presence();
    }

    private KeyRing ackKeys() {
        return KeyRing.of(steward.secrets().own().all().stream()
                .filter(key -> key.use() == KeyUse.ENC)
                .toList());
    }

    private void onMessage(byte[] body) {
        ReplyOpening opening = opener.open(body, id -> Optional.empty());
        if (opening instanceof ReplyOpening.Beat beat) {
            say(steward.heard(beat));
        } else if (opening instanceof ReplyOpening.Announced announced) {
            say(steward.heard(announced));
        } else if (opening instanceof ReplyOpening.Rejected refused) {
            log.atWarn()
                    .setMessage("a message of an agent was rejected")
                    .addKeyValue("rejection", refused.why().label())
                    .log();
        }
    }

    private void say(List<Word> words) {
        for (Word word : words) {
            SealedMessage message = word.message();
            Duration life = Duration.between(clock.instant(), message.expiresAt());
            var unused = relay.send(message.body(), message.id(), Optional.of(life), word.subject())
                    .exceptionally(error -> {
                        log.atWarn()
                                .setMessage("a word to an agent was not sent; it is owed until the next heartbeat")
                                .addKeyValue("cause", error.getClass().getSimpleName())
                                .log();
                        return null;
                    });
        }
    }

    /** What the HTTPS server asks for. */
    private final class Counter implements DeskServer.Desk {
        @Override
        public DeskAnswer enrol(byte[] body) {
            return enrolment.enrol(body);
        }

        @Override
        public DeskAnswer confirm(byte[] body) {
            return enrolment.confirm(body);
        }

        @Override
        public Optional<byte[]> administer(String method, String what, byte[] body) {
            return switch (method + " " + what) {
                case "POST codes" -> Optional.of(code());
                case "GET agents" -> Optional.of(agents());
                case "PUT switches" -> switches(body);
                default -> {
                    if (method.equals("DELETE") && what.startsWith("agents/")) {
                        say(steward.revoke(what.substring("agents/".length())));
                        yield Optional.of(NOTHING);
                    }
                    yield Optional.empty();
                }
            };
        }
    }

    /** The one time that a code is shown. */
    private byte[] code() {
        try (EnrolmentCode code = enrolment.issue();
                Secret shown = code.shown()) {
            return shown.map(text -> ("{\"code\":\"" + new String(text, StandardCharsets.US_ASCII) + "\",\"minutes\":"
                            + EnrolmentDesk.LIFETIME.toMinutes() + "}")
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] agents() {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode all = page.putArray("agents");
        for (Presence agent : steward.presence()) {
            ObjectNode node = all.addObject()
                    .put("agent", agent.agent())
                    .put("presence", agent.state().name().toLowerCase(Locale.ROOT))
                    .put("lastSeen", agent.lastSeen().map(Object::toString).orElse(null))
                    .put("missing", agent.missing());
            agent.heartbeat().ifPresent(beat -> {
                node.put("state", beat.state().wireName())
                        .put("version", beat.version())
                        .put("config", beat.config().value())
                        .put("cloudKeys", beat.cloudKeys().value());
                ArrayNode keys = node.putArray("keys");
                beat.keys()
                        .forEach(key -> keys.addObject()
                                .put("kid", key.id().value())
                                .put("use", key.use().wireName())
                                .put("exp", key.expiresAt().toString()));
            });
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<byte[]> switches(byte[] body) {
        try {
            JsonNode asked = JSON.readTree(body);
            Epoch next = steward.switches()
                    .map(TenantSwitches::epoch)
                    .orElse(Epoch.NONE)
                    .next();
            // In seconds, so that a cloud that was started anew goes on above its former self.
            Epoch rising = new Epoch(Math.max(next.value(), clock.instant().getEpochSecond()));
            TenantSwitches switches = new TenantSwitches(
                    rising,
                    asked.path("reset").asBoolean(true),
                    asked.path("change").asBoolean(true),
                    asked.path("adminReset").asBoolean(true),
                    asked.path("unlock").asBoolean(true),
                    asked.path("validate").asBoolean(true),
                    limit(asked.path("perUser")),
                    limit(asked.path("perAgent")));
            say(steward.set(switches));
            return Optional.of(("{\"epoch\":" + rising + "}").getBytes(StandardCharsets.US_ASCII));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<TenantSwitches.Limit> limit(JsonNode asked) {
        return asked.isObject()
                ? Optional.of(new TenantSwitches.Limit(
                        asked.path("count").asInt(), asked.path("seconds").asInt()))
                : Optional.empty();
    }

    @Override
    public void close() {
        server.close();
        relay.close();
    }
}
