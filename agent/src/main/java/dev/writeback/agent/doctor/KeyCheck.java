package dev.writeback.agent.doctor;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.CloudKeys;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.agent.trust.NotEnrolledException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The agent's own keys and the cloud's: there, readable, confirmed, and how long they live (PWB/1, section 7). */
final class KeyCheck {
    static final String NAME = "keys";
    private static final String OWN = "own keys";
    private static final String CLOUDS = "keys of the cloud";
    private static final Duration SOON = Duration.ofDays(21);
    private static final String ENROL = "enrol this machine again with a new code: writeback enroll";
    private static final String WAIT =
            "see that the agent runs and reaches the cloud: it rolls its keys by itself from day 150 on; else enrol again";

    private final AgentConfig config;
    private final Clock clock;

    KeyCheck(AgentConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    Check look() {
        Optional<KeyRing> byHand = Optional.empty();
        Optional<Check> cloudFailure = Optional.empty();
        try {
            byHand = cloudKeysByHand();
        } catch (KeyStorageException e) {
            cloudFailure = Optional.of(
                    Check.failure(CLOUDS, text(e), "get the cloud's present key set again and put it into cloud.keys"));
        }
        try (KeyStorage storage = ConfiguredKeys.storage(config, new SecureRandom())) {
            Optional<KeyRing> known = cloudFailure.isPresent() ? Optional.of(KeyRing.empty()) : byHand;
            AgentTrust trust = AgentTrust.open(storage, config.agent().stateDirectory(), known, clock);
            Check clouds = cloudFailure.orElseGet(() -> clouds(trust.cloud().keys()));
            return Check.of(NAME, "", List.of(own(storage, trust), clouds));
        } catch (KeyStorageException e) {
            return failed(
                    text(e),
                    "put the key store and its PIN back from where they were, readable for the agent's user; or "
                            + ENROL,
                    cloudFailure.or(rest(byHand)));
        } catch (SecretUnavailableException e) {
            return failed(
                    ConfiguredKeys.pinName(config) + ": " + text(e),
                    "put the PIN there, readable for the agent's user alone",
                    cloudFailure.or(rest(byHand)));
        } catch (NotEnrolledException e) {
            return failed(
                    text(e),
                    "get a code from the cloud's administrator and run: writeback enroll",
                    cloudFailure.or(rest(byHand)));
        } catch (DamagedFileException e) {
            return failed(text(e), ENROL, cloudFailure.or(rest(byHand)));
        }
    }

    private Supplier<Optional<Check>> rest(Optional<KeyRing> byHand) {
        return () -> byHand.map(this::clouds);
    }

    private static Check failed(String detail, String advice, Optional<Check> clouds) {
        return Check.of(
                NAME,
                "",
                Stream.concat(Stream.of(Check.failure(OWN, detail, advice)), clouds.stream())
                        .toList());
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private Optional<KeyRing> cloudKeysByHand() throws KeyStorageException {
        Optional<Path> file = config.cloud().keys();
        return file.isEmpty() ? Optional.empty() : Optional.of(CloudKeys.read(file.get()));
    }

    private Check own(KeyStorage storage, AgentTrust trust) throws KeyStorageException {
        KeyRing confirmed = trust.confirmed();
        KeyRing all = confirmed.all().isEmpty() ? storage.load() : confirmed;
        List<Check> lines = new ArrayList<>();
        for (KeyUse use : KeyUse.values()) {
            lines.add(
                    confirmed.all().isEmpty()
                            ? Check.failure(
                                    word(use),
                                    "the cloud has confirmed none of "
                                            + all.all().size() + " keys",
                                    ENROL)
                            : life(use, confirmed, WAIT, ENROL));
        }
        if (trust.isRolling()) {
            lines.add(Check.note("rollover", "new keys wait for the cloud's confirmation"));
        }
        return Check.of(OWN, storage.toString(), lines);
    }

    private Check clouds(KeyRing keys) {
        String advice = config.cloud().keys().isPresent()
                ? "get the cloud's present key set and put it into cloud.keys"
                : "see that the agent runs and reaches the cloud, which sends its new keys by itself; else enrol again";
        List<Check> lines = new ArrayList<>();
        for (KeyUse use : KeyUse.values()) {
            lines.add(life(use, keys, advice, advice));
        }
        String from = config.cloud().keys().map(Path::toString).orElse("signed by the root pinned at enrolment");
        return Check.of(CLOUDS, from, lines);
    }

    private Check life(KeyUse use, KeyRing keys, String soon, String over) {
        Instant now = clock.instant();
        Optional<KeyRecord> live = keys.newestLive(use, now);
        if (live.isPresent()) {
            Duration left = Duration.between(now, live.get().expiresAt());
            String detail = "key " + shortened(live.get()) + ", "
                    + Spans.of(Duration.between(live.get().notBefore(), now)) + " old, ends in " + Spans.of(left) + " ("
                    + live.get().expiresAt() + ")";
            return left.compareTo(SOON) < 0 ? Check.warning(word(use), detail, soon) : Check.ok(word(use), detail);
        }
        String found = keys.all().stream()
                .filter(key -> key.use() == use)
                .max(Comparator.comparing(KeyRecord::expiresAt))
                .map(key -> dead(key, now))
                .orElse("no key for this use");
        return Check.failure(word(use), found, over);
    }

    private static String dead(KeyRecord key, Instant now) {
        return key.expiresAt().isAfter(now)
                ? "the key " + shortened(key) + " begins only at " + key.notBefore()
                : "the key " + shortened(key) + " has ended " + Spans.of(Duration.between(key.expiresAt(), now))
                        + " ago (" + key.expiresAt() + ")";
    }

    private static String word(KeyUse use) {
        return use == KeyUse.ENC ? "encryption" : "signature";
    }

    /** Enough to find it in {@code writeback keys list}. */
    private static String shortened(KeyRecord key) {
        return key.id().value().substring(0, 8) + "...";
    }
}
