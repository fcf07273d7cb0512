package dev.writeback.agent.enrolment;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.Heartbeats;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.enrolment.ChallengeOpening;
import dev.writeback.protocol.enrolment.EnrolmentApplicant;
import dev.writeback.protocol.enrolment.EnrolmentCode;
import dev.writeback.protocol.enrolment.Fingerprint;
import dev.writeback.protocol.envelope.RelayAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One enrolment, from the code to the cloud's confirmation. Not thread-safe.
 *
 * <p>Keys are made first and destroyed again when the enrolment fails. What the cloud said is kept before the cloud is told
 * so, as not yet confirmed, so that a crash leaves an agent that takes nothing, and never one that obeys a stranger.
 */
public final class Enrolment {
    private static final int OK = 200;
    private static final int ENROLLED = 204;
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 409, 410, 413);
    /** The cloud answers a confirmation as often as it is asked. */
    private static final int CONFIRMATIONS = 3;

    private final Site site;
    private final KeyStorage storage;
    private final DeskClient desk;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * The machine that is enrolled, and what it asks to be.
     *
     * @param issuer of the cloud, whom the agent will obey
     * @param audience {@code urn:pwb:<tenant>:<group>}
     * @param host name of this machine
     * @param requests the queue that the configuration names
     * @param replies the queue that the configuration names
     * @param connectionFile gets the relay's connection string
     */
    public record Site(
            String issuer,
            String audience,
            String host,
            String version,
            String requests,
            String replies,
            Path connectionFile,
            Path stateDirectory) {}

    /**
     * @throws DeskUnreachableException when the certificates to trust cannot be read
     */
    public Enrolment(Site site, DeskAddress address, KeyStorage storage, Clock clock, SecureRandom random)
            throws DeskUnreachableException {
        this.site = site;
        this.storage = storage;
        this.desk = new DeskClient(address);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Enrols.
     *
     * @param code stays the caller's, who closes it
     * @param show is given the fingerprint before the cloud is asked to confirm
     * @throws DeskUnreachableException when the cloud could not be asked; nothing was changed
     * @throws KeyStorageException when no keys could be made or destroyed
     * @throws IOException when the state directory or the connection's file cannot be written
     */
    public EnrolmentResult run(EnrolmentCode code, Consumer<Fingerprint> show)
            throws DeskUnreachableException, KeyStorageException, IOException {
        KeyRing before = storage.load();
        if (!before.all().isEmpty()) {
            return new EnrolmentResult.Refused(
                    "keys of this agent in " + storage,
                    "an agent is enrolled once; to do it again, have the cloud revoke it, move its keys away and use a"
                            + " new code");
        }
        if (AgentTrust.isEnrolled(site.stateDirectory())) {
            return new EnrolmentResult.Refused(
                    "an enrolment in " + site.stateDirectory() + ", and none of its keys in " + storage,
                    "correct the configuration's keys or put them back; to enrol anew, have the cloud revoke the agent, move"
                            + " the file trust away and use a new code");
        }
        boolean connected = Files.exists(site.connectionFile());
        boolean enrolled = false;
        try {
            KeyRing made = AgentKeys.generate(storage, clock.instant().minus(AgentKeys.SKEW));
            EnrolmentResult result = run(code, made, show);
            enrolled = result instanceof EnrolmentResult.Enrolled;
            return result;
        } finally {
            if (!enrolled) {
                undo(connected);
            }
        }
    }

    /** There was no key and no trust before, so whatever is there is of this attempt. */
    private void undo(boolean connected) throws KeyStorageException, IOException {
        try {
            for (KeyRecord key : storage.load().all()) {
                storage.destroy(key.id());
            }
        } finally {
            AgentTrust.forget(site.stateDirectory());
            if (!connected) {
                Files.deleteIfExists(site.connectionFile());
            }
        }
    }

    private EnrolmentResult run(EnrolmentCode code, KeyRing made, Consumer<Fingerprint> show)
            throws DeskUnreachableException, IOException {
        EnrolmentApplicant applicant = new EnrolmentApplicant(
                code,
                site.issuer(),
                site.audience(),
                site.host(),
                site.version(),
                only(made, KeyUse.ENC),
                only(made, KeyUse.SIG),
                clock,
                random);
        DeskClient.Answer answer = desk.post("/enroll", applicant.request());
        if (answer.status() != OK) {
            return refused(answer.status());
        }
        ChallengeOpening opening = applicant.open(answer.body());
        if (opening instanceof ChallengeOpening.NotTheCloud) {
            return new EnrolmentResult.Refused(
                    "an answer by somebody who does not know the code",
                    "something between here and the cloud changed the keys, or the code is of another cloud; do not use"
                            + " this code again");
        }
        if (opening instanceof ChallengeOpening.Unreadable unreadable) {
            return new EnrolmentResult.Refused(
                    "an answer that is none of PWB/1 (" + unreadable.why().label() + ")",
                    "compare cloud.url, cloud.issuer and cloud.audience with what the cloud's administrator says");
        }
        return confirm((ChallengeOpening.Accepted) opening, made, show);
    }

    private EnrolmentResult confirm(ChallengeOpening.Accepted accepted, KeyRing made, Consumer<Fingerprint> show)
            throws DeskUnreachableException, IOException {
        try (RelayAccess relay = accepted.relay()) {
            Optional<EnrolmentResult> otherQueues = otherQueues(relay);
            if (otherQueues.isPresent()) {
                return otherQueues.get();
            }
            show.accept(accepted.fingerprint());
            Heartbeats.forget(site.stateDirectory());
            PolicyInForce.forget(site.stateDirectory());
            Instant now = clock.instant();
            AgentTrust.enrolling(site.stateDirectory(), accepted.trust(), accepted.cloudKeys(), made, now);
            byte[] connection = relay.connection().map(byte[]::clone);
            try {
                PrivateFile.replace(site.connectionFile(), connection);
            } finally {
                Arrays.fill(connection, (byte) 0);
            }
            DeskClient.Answer answer = confirmed(accepted);
            if (answer.status() != ENROLLED) {
                return refused(answer.status());
            }
            AgentTrust.enrolled(site.stateDirectory(), accepted.trust(), accepted.cloudKeys(), made, clock.instant());
            return new EnrolmentResult.Enrolled(accepted.fingerprint());
        }
    }

    private DeskClient.Answer confirmed(ChallengeOpening.Accepted accepted) throws DeskUnreachableException {
        Exception lost = new IllegalStateException("the cloud was not asked");
        for (int i = 0; i < CONFIRMATIONS; i++) {
            try {
                DeskClient.Answer answer =
                        desk.post("/enroll/confirm", accepted.confirmation().get());
                if (answer.status() == ENROLLED || isWordOfADesk(answer.status())) {
                    return answer;
                }
                lost = new IllegalStateException(
                        "the answer to the confirmation was lost on the way (status " + answer.status() + ")");
            } catch (DeskUnreachableException e) {
                lost = e;
            }
        }
        throw new DeskUnreachableException(
                lost.getMessage()
                        + "; it is not known whether the cloud has confirmed. If the next attempt says that this"
                        + " agent is enrolled already, have the cloud revoke it first",
                lost);
    }

    /** The refusals of PWB/1, section 8. Whatever else comes may be a gateway's, after the cloud has enrolled the agent. */
    private static boolean isWordOfADesk(int status) {
        return REFUSALS.contains(status);
    }

    private Optional<EnrolmentResult> otherQueues(RelayAccess relay) {
        if (relay.requests().equals(site.requests()) && relay.replies().equals(site.replies())) {
            return Optional.empty();
        }
        return Optional.of(new EnrolmentResult.Refused(
                "the queues " + relay.requests() + " and " + relay.replies() + " at the cloud, " + site.requests()
                        + " and " + site.replies() + " in the configuration",
                "correct relay.serviceBus.requests and relay.serviceBus.replies, and enrol with a new code"));
    }

    private static KeyRecord only(KeyRing keys, KeyUse use) {
        return keys.all().stream().filter(key -> key.use() == use).findAny().orElseThrow();
    }

    private static EnrolmentResult refused(int status) {
        return switch (status) {
            case 400 ->
                new EnrolmentResult.Refused(
                        "that the cloud does not take the request for one (400)",
                        "compare cloud.issuer and cloud.audience with the cloud's, and this machine's clock");
            case 403 ->
                new EnrolmentResult.Refused(
                        "a code that the cloud does not know, or not so (403)",
                        "type it again, all of it; five wrong attempts destroy it");
            case 409 ->
                new EnrolmentResult.Refused(
                        "that an agent of this id is enrolled already (409)",
                        "choose another agent.id, or have the cloud revoke that agent first");
            case 410 ->
                new EnrolmentResult.Refused(
                        "a code that was used, has expired or was destroyed (410)",
                        "ask for a new code; it lives 15 minutes");
            case 413 ->
                new EnrolmentResult.Refused(
                        "that the cloud takes the request for too long (413)", "shorten this machine's name");
            case 429 -> new EnrolmentResult.Refused("too many attempts at the cloud (429)", "wait a minute");
            default ->
                new EnrolmentResult.Refused(
                        "the status " + status + ", which no desk of PWB/1 answers",
                        "look at cloud.url: is a proxy or another server answering?");
        };
    }
}
