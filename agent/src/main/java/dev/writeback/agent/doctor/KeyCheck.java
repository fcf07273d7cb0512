package dev.writeback.agent.doctor;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.CloudKeys;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyFileException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The agent's own keys and the cloud's: there, readable, and how long they live (PWB/1, section 7). */
final class KeyCheck {
    private static final Duration SOON = Duration.ofDays(21);

    private final AgentConfig config;
    private final Clock clock;

    KeyCheck(AgentConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    Check look() {
        return Check.of("keys", "", List.of(own(), clouds()));
    }

    private Check own() {
        String name = "own keys";
        String place = config.keys().store().toString();
        try {
            return lives(
                    name, place, ConfiguredKeys.ofAgent(config), "enrol this machine again: its keys no longer count");
        } catch (KeyFileException e) {
            return Check.failure(
                    name,
                    "keys.store " + place + ": found " + e.found() + "; accepted: " + e.accepted(),
                    "put the key store and its PIN back from where they were, or enrol this machine again");
        } catch (SecretUnavailableException e) {
            return Check.failure(
                    name,
                    "keys.passwordFile: " + e.getMessage(),
                    "put the store's PIN there, readable for the agent's user alone");
        }
    }

    private Check clouds() {
        String name = "keys of the cloud";
        String place = config.cloud().keys().toString();
        try {
            return lives(
                    name,
                    place,
                    CloudKeys.read(config.cloud().keys()),
                    "get the cloud's present key set and put it into cloud.keys");
        } catch (KeyFileException e) {
            return Check.failure(
                    name,
                    "cloud.keys " + place + ": found " + e.found() + "; accepted: " + e.accepted(),
                    "get the cloud's key set again and put it into cloud.keys");
        }
    }

    private Check lives(String name, String place, KeyRing keys, String advice) {
        List<Check> lines = new ArrayList<>();
        for (KeyUse use : KeyUse.values()) {
            lines.add(life(use, keys, advice));
        }
        return Check.of(name, place, lines);
    }

    private Check life(KeyUse use, KeyRing keys, String advice) {
        Instant now = clock.instant();
        String name = use == KeyUse.ENC ? "encryption" : "signature";
        Optional<KeyRecord> live = keys.newestLive(use, now);
        if (live.isPresent()) {
            Duration left = Duration.between(now, live.get().expiresAt());
            String detail = "key " + shortened(live.get()) + ", "
                    + Spans.of(Duration.between(live.get().notBefore(), now)) + " old, ends in " + Spans.of(left) + " ("
                    + live.get().expiresAt() + ")";
            return left.compareTo(SOON) < 0 ? Check.warning(name, detail, advice) : Check.ok(name, detail);
        }
        Optional<KeyRecord> last =
                keys.all().stream().filter(key -> key.use() == use).max(Comparator.comparing(KeyRecord::expiresAt));
        String found = last.map(key -> key.expiresAt().isAfter(now)
                        ? "the key " + shortened(key) + " begins only at " + key.notBefore()
                        : "the key " + shortened(key) + " has ended " + Spans.of(Duration.between(key.expiresAt(), now))
                                + " ago (" + key.expiresAt() + ")")
                .orElse("no key for this use");
        return Check.failure(name, found, advice);
    }

    /** Enough to find it in {@code writeback keys list}. */
    private static String shortened(KeyRecord key) {
        return key.id().value().substring(0, 8) + "...";
    }
}
