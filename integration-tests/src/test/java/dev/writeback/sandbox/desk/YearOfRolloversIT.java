package dev.writeback.sandbox.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.metrics.AgentMetrics;
import dev.writeback.agent.pipeline.Acknowledgement;
import dev.writeback.agent.pipeline.Admission;
import dev.writeback.agent.pipeline.Directives;
import dev.writeback.agent.pipeline.Directories;
import dev.writeback.agent.pipeline.Execution;
import dev.writeback.agent.pipeline.Hold;
import dev.writeback.agent.pipeline.Limits;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.Recovery;
import dev.writeback.agent.pipeline.RequestEvents;
import dev.writeback.agent.pipeline.RequestPipeline;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.enrolment.EnrolledAgent;
import dev.writeback.protocol.enrolment.Fingerprint;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.ReplyOpener;
import dev.writeback.protocol.envelope.ReplyOpening;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedMessage;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import dev.writeback.sandbox.servicebus.HandClock;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent's own pipeline and keys before a real adapter, the cloud's steward on the other side, and a clock that the test
 * moves through more than a year. Every third message about keys is lost.
 */
class YearOfRolloversIT {
    private static final String ISSUER = "https://sspr.example.test";
    private static final String AUDIENCE = "urn:pwb:sandbox:hq";
    private static final String AGENT = "hq-1";
    private static final Duration STEP = Duration.ofHours(12);
    private static final Duration YEAR = Duration.ofDays(400);
    private static final double LOST = 0.34;

    private final HandClock clock = new HandClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final SecureRandom secure = new SecureRandom();
    private final long seed = secure.nextLong();
    private final Random chance = new Random(seed);
    private final EmbeddedDirectory server =
            EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults().withClock(clock));
    private final Set<KeyId> signers = new HashSet<>();
    private final List<String> failures = new ArrayList<>();

    @TempDir
    private Path folder;

    private KeyStorage storage;
    private AgentTrust trust;
    private AgentMessageSealer agentSealer;
    private CloudSteward steward;
    private AgentBook book;
    private ReplyOpener replies;
    private Directory directory;
    private RequestPipeline pipeline;
    private long beats;
    private String lastDigest = "";
    private int requests;
    private int lost;

    @BeforeEach
    void enrol() throws Exception {
        AgentConfig config = config();
        storage = ConfiguredKeys.storage(config, secure);
        KeyRing made = AgentKeys.generate(storage, clock.instant());
        KeyRecord root = cloudKey(KeyUse.SIG, Duration.ofDays(3650));
        CloudSecrets secrets = new CloudSecrets(root, newCloudPair(KeyRing.empty()), new Epoch(1));
        book = AgentBook.open(new InMemoryBook());
        KeyId enc = only(made, KeyUse.ENC);
        KeyId sig = only(made, KeyUse.SIG);
        book.add(new EnrolledAgent(AGENT, made.toPublic(), "host", "1", Fingerprint.of(root.id(), enc, sig)));
        steward = new CloudSteward(book, secrets, Optional.empty(), ISSUER, AUDIENCE, clock, secure);
        AgentTrust.enrolled(
                config.agent().stateDirectory(),
                CloudTrust.of(root, secrets.own().toPublic()),
                secrets.epoch(),
                made,
                clock.instant());
        trust = AgentTrust.open(storage, config.agent().stateDirectory(), Optional.empty(), clock);
        agentSealer = new AgentMessageSealer(
                AGENT, AUDIENCE, trust::confirmed, () -> trust.cloud().keys(), clock, secure);
        replies = new ReplyOpener(this::ackKeys, book::keys, AUDIENCE, clock);
        directory = ActiveDirectory.open(directorySettings());
        pipeline = pipeline(config);
    }

    @AfterEach
    void close() throws Exception {
        directory.close();
        server.close();
        storage.close();
    }

    /** Only what is read from the file is used: the policy, and where keys and state are. */
    private AgentConfig config() throws Exception {
        try (Site site = Site.open(
                SiteSettings.in(folder.resolve("site"), Site.freePort()).withoutLimits(), clock, secure)) {
            Path file = site.agentConfig();
            Files.delete(file.resolveSibling("agent-keys.p12"));
            return new AgentConfigLoader(System::getenv).load(file);
        }
    }

    private ActiveDirectorySettings directorySettings() throws Exception {
        Path ca = folder.resolve("ca.pem");
        Files.writeString(ca, server.caPem());
        return new ActiveDirectorySettings(
                "corp",
                ServerChoice.of(new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", server.port())),
                server.baseDn(),
                Optional.of(ca),
                new ServiceBind.WithPassword(
                        server.serviceAccountDn(), () -> Secret.takeOwnershipOf(server.serviceAccountPassword())),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                2,
                false,
                clock);
    }

    private RequestPipeline pipeline(AgentConfig config) {
        PipelineObserver observer = new AgentMetrics().road();
        Limits limits = Limits.forResponseTime(Duration.ofSeconds(10));
        Hold hold = new Hold(Duration.ofMillis(10));
        PolicyInForce policy = PolicyInForce.open(config, clock);
        EnvelopeOpener opener = new EnvelopeOpener(trust::opening, trust::cloud, ISSUER, AUDIENCE, clock);
        RequestEvents events = new RequestEvents(Events.NONE, clock);
        Acknowledgement acknowledgement = new Acknowledgement(
                new AckSealer(
                        AGENT, AUDIENCE, trust::confirmed, () -> trust.cloud().keys(), clock, secure),
                events,
                observer);
        Directories directories = new Directories(Map.of("corp", directory));
        InMemoryJournal journal = new InMemoryJournal(clock, 10_000);
        Recovery recovery = new Recovery(directories, limits, hold);
        Execution execution = new Execution(policy::now, directories, opener, journal, recovery, limits);
        Admission admission = new Admission(journal, execution, recovery, acknowledgement, events, hold, limits);
        return new RequestPipeline(
                opener, admission, acknowledgement, words(), limits, events, observer, clock, clock, Waypoints.NONE);
    }

    private Directives words() {
        return new Directives() {
            @Override
            public void apply(Opening.Directive word) {
                if (word instanceof Opening.CloudKeys keys) {
                    trust.apply(keys);
                } else if (word instanceof Opening.KeysConfirmed confirmed) {
                    trust.apply(confirmed);
                }
            }

            @Override
            public boolean echoed(Opening.Echoed word) {
                failures.add("nobody asked for an echo");
                return false;
            }

            @Override
            public void refused(Opening.SwitchesRefused word) {
                failures.add("refused " + word.why());
            }
        };
    }

    private KeyRing newCloudPair(KeyRing before) {
        return before.with(cloudKey(KeyUse.SIG, AgentKeys.LIFETIME)).with(cloudKey(KeyUse.ENC, AgentKeys.LIFETIME));
    }

    private KeyRecord cloudKey(KeyUse use, Duration life) {
        Instant start = clock.instant().minusSeconds(60);
        return Keys.generate(use, Optional.empty(), start, start.plus(life), secure);
    }

    private static KeyId only(KeyRing keys, KeyUse use) {
        return keys.all().stream()
                .filter(key -> key.use() == use)
                .findAny()
                .orElseThrow()
                .id();
    }

    private KeyRing ackKeys() {
        return KeyRing.of(steward.secrets().own().all().stream()
                .filter(key -> key.use() == KeyUse.ENC)
                .toList());
    }

    @Test
    void aYearAndMoreOfRolloversWithRequestsFlowingHasNoFailure() throws Exception {
        Instant end = clock.instant().plus(YEAR);
        Instant cloudRollover = clock.instant().plus(Duration.ofDays(100));
        while (clock.instant().isBefore(end)) {
            SealedRequest inFlight = reset(1);
            minute();
            if (!clock.instant().isBefore(cloudRollover)) {
                cloudRollover = clock.instant().plus(Duration.ofDays(100));
                CloudSecrets now = steward.secrets();
                deliver(steward.set(new CloudSecrets(
                        now.root(), newCloudPair(live(now.own())), now.epoch().next())));
            }
            answered(inFlight);
            answered(reset(2));
            clock.advance(STEP);
        }

        System.out.printf(
                "%d days, %d requests, %d failures, %d signing keys of the agent, cloud keys of epoch %s,"
                        + " %d messages about keys lost, seed %d%n",
                YEAR.toDays(), requests, failures.size(), signers.size(), trust.cloudEpoch(), lost, seed);
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(signers).as("seed %d", seed).hasSize(3);
        assertThat(trust.cloudEpoch()).isEqualTo(steward.secrets().epoch());
        assertThat(storage.load().all()).as("old keys are destroyed").hasSize(2);
    }

    private KeyRing live(KeyRing keys) {
        Instant now = clock.instant();
        return KeyRing.of(keys.all().stream().filter(key -> key.isLiveAt(now)).toList());
    }

    /** What the steward's thread does each minute, with an unreliable line. */
    private void minute() {
        trust.step().ifPresent(due -> hear(agentSealer.announcement(due.epoch(), due.keys())));
        beats++;
        SealedMessage beat = agentSealer.heartbeat(new Heartbeat(
                beats,
                lastDigest,
                "1",
                Heartbeat.State.READY,
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                Epoch.NONE,
                trust.cloudEpoch(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        lastDigest = beat.digest();
        hear(beat);
    }

    private void hear(SealedMessage message) {
        if (chance.nextDouble() < LOST) {
            lost++;
            return;
        }
        ReplyOpening opening = replies.open(message.body(), id -> Optional.empty());
        if (opening instanceof ReplyOpening.Beat beat) {
            deliver(steward.heard(beat));
        } else if (opening instanceof ReplyOpening.Announced announced) {
            deliver(steward.heard(announced));
        } else {
            failures.add(clock.instant() + " " + opening);
        }
    }

    private void deliver(List<Word> words) {
        for (Word word : words) {
            if (chance.nextDouble() < LOST) {
                lost++;
                continue;
            }
            Handed delivery = new Handed(word.message().body(), clock);
            pipeline.accept(delivery);
            if (!delivery.settled()) {
                failures.add(clock.instant() + " a word of the cloud was not settled");
            }
        }
    }

    private SealedRequest reset(int user) {
        requests++;
        try (Secret password = Secret.takeOwnershipOf(("N3w-Passw0rd-" + requests).getBytes(StandardCharsets.UTF_8))) {
            return new RequestSealer(steward.signing(), ISSUER, AUDIENCE, clock, secure)
                    .seal(
                            Draft.reset(
                                    new Subject(
                                            Subject.Format.OBJECT_GUID,
                                            server.guidOf("u0" + user).toString()),
                                    Initiator.self()),
                            Optional.of(password),
                            Optional.empty(),
                            book.keys());
        }
    }

    private void answered(SealedRequest request) {
        Handed delivery = new Handed(request.body(), clock);
        pipeline.accept(delivery);
        Optional<ReplyOpening> opening = delivery.ack().map(ack -> replies.open(ack, id -> Optional.of(request)));
        if (opening.orElse(null) instanceof ReplyOpening.Answer answer
                && answer.ack().ack().outcome() == Outcome.OK) {
            trust.confirmed().newestLive(KeyUse.SIG, clock.instant()).ifPresent(key -> signers.add(key.id()));
            return;
        }
        failures.add(clock.instant() + " " + opening);
    }
}
