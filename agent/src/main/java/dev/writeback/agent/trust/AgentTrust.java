package dev.writeback.agent.trust;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.agent.trust.Standing.State;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's keys and the cloud's, as of this moment (PWB/1, section 7). Reading never blocks; what changes is on the disk
 * before it is in force. Thread-safe.
 *
 * <p>A rollover goes by itself: 150 days after the newest confirmed key was made, a new pair is made and announced, again
 * with each step until the cloud has confirmed it. From then on the new pair signs; the old one opens what was sealed to
 * it for seven more days, and is destroyed. Until the confirmation nothing changes for requests.
 */
public final class AgentTrust {
    private static final Logger log = LoggerFactory.getLogger(AgentTrust.class);

    private final KeyStorage storage;
    private final TrustFile file;
    private final Optional<KeyRing> keysByHand;
    private final Clock clock;
    private final ExpiryAlarm alarm = new ExpiryAlarm();
    private volatile Held held;

    /** What is on the disk, and the own keys with their private halves. */
    private record Held(TrustState state, KeyRing own) {}

    private AgentTrust(KeyStorage storage, TrustFile file, Optional<KeyRing> keysByHand, Held held, Clock clock) {
        this.storage = storage;
        this.file = file;
        this.keysByHand = keysByHand;
        this.held = held;
        this.clock = clock;
    }

    /**
     * Reads what is there.
     *
     * @param cloudKeys the configuration's key file, which counts where no root was pinned
     * @throws KeyStorageException when the agent's keys cannot be read
     * @throws DamagedFileException when what was remembered is not what was written
     * @throws NotEnrolledException when there is neither a root nor a key file, or no key of the agent's own
     */
    public static AgentTrust open(KeyStorage storage, Path stateDirectory, Optional<KeyRing> cloudKeys, Clock clock)
            throws KeyStorageException, DamagedFileException, NotEnrolledException {
        TrustFile file = new TrustFile(stateDirectory);
        KeyRing own = storage.load();
        Optional<TrustState> remembered = file.read();
        if (own.all().isEmpty()) {
            throw new NotEnrolledException("there are no keys of this agent in " + storage);
        }
        if (remembered.flatMap(TrustState::root).isEmpty() && cloudKeys.isEmpty()) {
            throw new NotEnrolledException("the cloud's keys are not known");
        }
        TrustState state = remembered
                .map(known -> known.withEveryKey(own, clock.instant()))
                .orElseGet(() -> TrustState.ofKeysByHand(own));
        return new AgentTrust(storage, file, cloudKeys, new Held(state, own), clock);
    }

    /**
     * Remembers an enrolment that the cloud has not confirmed yet, in place of all that was remembered before.
     *
     * @param own the keys that the cloud was asked to enrol
     */
    public static void enrolling(Path stateDirectory, CloudTrust cloud, Epoch cloudEpoch, KeyRing own, Instant now)
            throws IOException {
        new TrustFile(stateDirectory).write(TrustState.enrolled(cloud, cloudEpoch, own, State.PENDING, now));
    }

    /** Remembers that the cloud has confirmed the enrolment. */
    public static void enrolled(Path stateDirectory, CloudTrust cloud, Epoch cloudEpoch, KeyRing own, Instant now)
            throws IOException {
        new TrustFile(stateDirectory).write(TrustState.enrolled(cloud, cloudEpoch, own, State.CONFIRMED, now));
    }

    /** Whether something is remembered there. Whether it is whole is not looked at. */
    public static boolean isEnrolled(Path stateDirectory) {
        return Files.exists(new TrustFile(stateDirectory).path());
    }

    /** Forgets an enrolment that has failed. */
    public static void forget(Path stateDirectory) throws IOException {
        Files.deleteIfExists(new TrustFile(stateDirectory).path());
    }

    /** What is believed of the cloud. */
    public CloudTrust cloud() {
        TrustState state = held.state();
        return state.root()
                .map(root -> CloudTrust.of(root, state.cloudKeys()))
                .orElseGet(() -> CloudTrust.ofKeysAlone(keysByHand.orElse(KeyRing.empty())));
    }

    /** The epoch of the cloud's key set in force. */
    public Epoch cloudEpoch() {
        return held.state().cloudEpoch();
    }

    /** The own keys that open what comes, private halves with them. */
    public KeyRing opening() {
        Instant now = clock.instant();
        return own(standing -> standing.opens(now));
    }

    /** The own keys that the cloud has confirmed and that no newer one has replaced; the newest of them signs. */
    public KeyRing confirmed() {
        return own(standing -> standing.state() == State.CONFIRMED);
    }

    /**
     * One of the own keys, without its private half.
     *
     * @param state where it is in its life: {@code pending}, {@code confirmed}, {@code retired} or {@code ended}
     */
    public record OwnKey(KeyRecord key, String state) {}

    /** All own keys that are remembered, for people to look at. */
    public List<OwnKey> ownKeys() {
        Held now = held;
        List<OwnKey> keys = new ArrayList<>();
        for (KeyRecord key : now.own().all()) {
            Optional.ofNullable(now.state().own().get(key.id()))
                    .ifPresent(standing ->
                            keys.add(new OwnKey(key.toPublic(), standing.state().text())));
        }
        return List.copyOf(keys);
    }

    private KeyRing own(Predicate<Standing> wanted) {
        return own(held, wanted);
    }

    private static KeyRing own(Held now, Predicate<Standing> wanted) {
        return KeyRing.of(now.own().all().stream()
                .filter(key -> Optional.ofNullable(now.state().own().get(key.id()))
                        .filter(wanted)
                        .isPresent())
                .toList());
    }

    /** Loads the own keys anew, after their token was away. */
    synchronized void reload() throws KeyStorageException {
        KeyRing own = storage.load();
        TrustState state = held.state();
        held = new Held(
                state,
                KeyRing.of(own.all().stream()
                        .filter(key -> state.own().containsKey(key.id()))
                        .toList()));
    }

    /** Whether there is a live confirmed key of each use: without them nothing can be answered. */
    public boolean isUsable() {
        return isUsable(held);
    }

    private boolean isUsable(Held then) {
        KeyRing keys = own(then, standing -> standing.state() == State.CONFIRMED);
        Instant now = clock.instant();
        return keys.newestLive(KeyUse.ENC, now).isPresent()
                && keys.newestLive(KeyUse.SIG, now).isPresent();
    }

    /** Whether a new pair waits for the cloud's confirmation. */
    public boolean isRolling() {
        return !own(standing -> standing.state() == State.PENDING).all().isEmpty();
    }

    /** Takes the cloud's own key set; returns when it is in force and on the disk. False for what says nothing new. */
    public synchronized boolean apply(Opening.CloudKeys word) {
        TrustState state = held.state();
        if (!word.epoch().supersedes(state.cloudEpoch())) {
            return false;
        }
        keep(state.withCloudKeys(word.epoch(), word.keys()));
        log.atInfo()
                .setMessage("the cloud's keys have changed")
                .addKeyValue("epoch", word.epoch())
                .addKeyValue("keys", word.keys().all().size())
                .log();
        return true;
    }

    /**
     * Takes the cloud's confirmation. A set without a live key of each use that is ours would leave the agent mute: it is
     * kept out as a whole, and told. False for what says nothing new.
     */
    public synchronized boolean apply(Opening.KeysConfirmed word) {
        TrustState state = held.state();
        if (!word.epoch().supersedes(state.told())) {
            return false;
        }
        TrustState next = state.withTold(word.epoch()).confirmed(held.own(), word.keys(), clock.instant());
        if (!isUsable(new Held(next, held.own()))) {
            log.atError()
                    .setMessage("the cloud confirmed keys that this agent cannot work with; was this host copied?")
                    .addKeyValue("epoch", word.epoch())
                    .log();
            return false;
        }
        keep(next);
        log.atInfo()
                .setMessage("the cloud has confirmed the agent's keys")
                .addKeyValue("epoch", word.epoch())
                .addKeyValue(
                        "signingKey",
                        newestConfirmed(KeyUse.SIG)
                                .map(KeyRecord::id)
                                .map(KeyId::value)
                                .orElse("none"))
                .log();
        return true;
    }

    /**
     * Takes the cloud's revocation: those keys end at once, whatever is left, and even when the disk cannot keep that. False
     * for what says nothing new.
     */
    public synchronized boolean apply(Opening.KeysRevoked word) {
        TrustState state = held.state();
        if (!word.epoch().supersedes(state.told())) {
            return false;
        }
        held = new Held(state.revoked(held.own(), word.keys(), clock.instant()), held.own());
        keep(held.state().withTold(word.epoch()));
        log.atWarn()
                .setMessage("the cloud has revoked keys of this agent")
                .addKeyValue("epoch", word.epoch())
                .addKeyValue("usable", isUsable())
                .log();
        destroyEnded();
        return true;
    }

    /** An administrator wants new keys now: makes a pair, unless one waits already. The next step announces it. */
    public synchronized Rotation rotate() {
        if (!isUsable()) {
            return new Rotation.Impossible(
                    "there is no live key of each use that the cloud has confirmed, with which they"
                            + " would be announced; enrol anew");
        }
        int kept = own(standing -> standing.state() != State.ENDED).all().size();
        if (!isRolling() && kept + KeyUse.values().length > Heartbeat.MOST_KEYS) {
            return new Rotation.Impossible("there are " + kept + " keys already, and no message names more than "
                    + Heartbeat.MOST_KEYS + "; the old ones end within " + AgentKeys.OVERLAP.toDays() + " days");
        }
        try {
            age();
            makePair();
        } catch (KeyStorageException | UncheckedIOException e) {
            return new Rotation.Impossible(String.valueOf(e.getMessage()));
        }
        return new Rotation.Waiting(
                own(standing -> standing.state() == State.PENDING).toPublic());
    }

    /** A set of keys to be announced. */
    public record Announcement(Epoch epoch, KeyRing keys) {}

    /**
     * What time has brought: destroys what is past its end, makes a new pair when it is due, and tells what there is to
     * announce. To be called every minute or so; a failing storage is told and tried again with the next call.
     */
    public synchronized Optional<Announcement> step() {
        age();
        try {
            makeWhatIsDue();
        } catch (KeyStorageException e) {
            log.atError()
                    .setMessage("no new keys could be made; tried again in a minute")
                    .addKeyValue("cause", e.getMessage())
                    .log();
        }
        ringAlarm();
        if (!isRolling() || newestConfirmed(KeyUse.SIG).isEmpty()) {
            return Optional.empty();
        }
        Epoch epoch = held.state().announced().next();
        keep(held.state().withAnnounced(epoch));
        return Optional.of(new Announcement(epoch, own(standing -> standing.state() != State.ENDED)));
    }

    private void age() {
        TrustState aged = held.state().at(held.own(), clock.instant());
        if (!aged.equals(held.state())) {
            keep(aged);
        }
        destroyEnded();
    }

    private void destroyEnded() {
        for (KeyRecord key : held.own().all()) {
            if (!held.state().is(key.id(), State.ENDED)) {
                continue;
            }
            try {
                storage.destroy(key.id());
                held = new Held(held.state(), held.own().without(key.id()));
                keep(held.state().without(key.id()));
                log.atInfo()
                        .setMessage("a key was destroyed")
                        .addKeyValue("kid", key.id())
                        .addKeyValue("use", key.use())
                        .log();
            } catch (KeyStorageException e) {
                log.atError()
                        .setMessage("a key that has ended could not be destroyed; tried again in a minute")
                        .addKeyValue("kid", key.id())
                        .addKeyValue("cause", e.getMessage())
                        .log();
            }
        }
    }

    private void makeWhatIsDue() throws KeyStorageException {
        if (isDue() || isRolling()) {
            makePair();
        }
    }

    private void makePair() throws KeyStorageException {
        for (KeyUse use : KeyUse.values()) {
            if (pending(use).isEmpty()) {
                Instant now = clock.instant();
                // The cloud's clock may be behind: what is confirmed has to be live there at once.
                Instant start = now.minus(AgentKeys.SKEW);
                KeyRecord made = storage.generate(use, start, start.plus(AgentKeys.LIFETIME));
                keepNew(made, now);
                log.atInfo()
                        .setMessage("a new key was made")
                        .addKeyValue("kid", made.id())
                        .addKeyValue("use", use)
                        .log();
            }
        }
    }

    /** A key that nobody would know of after a restart is not left behind. */
    private void keepNew(KeyRecord made, Instant now) throws KeyStorageException {
        try {
            keep(held.state().with(made.id(), State.PENDING, now));
        } catch (UncheckedIOException e) {
            storage.destroy(made.id());
            throw e;
        }
        held = new Held(held.state(), held.own().with(made));
    }

    private void ringAlarm() {
        for (KeyUse use : KeyUse.values()) {
            newestConfirmed(use)
                    .ifPresent(key -> alarm.check(key, clock.instant())
                            .ifPresent(days -> log.atError()
                                    .setMessage(
                                            "a key runs out and the cloud has confirmed no other; see to the relay and the"
                                                    + " cloud, or enrol this agent anew")
                                    .addKeyValue("kid", key.id())
                                    .addKeyValue("use", use)
                                    .addKeyValue("daysOrLess", days)
                                    .addKeyValue("expires", key.expiresAt())
                                    .log()));
        }
    }

    private Optional<KeyRecord> pending(KeyUse use) {
        return held.own().all().stream()
                .filter(key -> key.use() == use && held.state().is(key.id(), State.PENDING))
                .findAny();
    }

    private boolean isDue() {
        Instant now = clock.instant();
        List<KeyRecord> newest = new ArrayList<>();
        newestConfirmed(KeyUse.ENC).ifPresent(newest::add);
        newestConfirmed(KeyUse.SIG).ifPresent(newest::add);
        return newest.size() == KeyUse.values().length
                && newest.stream().anyMatch(key -> !now.isBefore(AgentKeys.rolloverOf(key)));
    }

    private Optional<KeyRecord> newestConfirmed(KeyUse use) {
        return confirmed().newestLive(use, clock.instant());
    }

    private void keep(TrustState next) {
        try {
            file.write(next);
        } catch (IOException e) {
            throw new UncheckedIOException("what is known of keys cannot be kept in " + file.path(), e);
        }
        held = new Held(next, held.own());
    }
}
