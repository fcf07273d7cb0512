package dev.writeback.sandbox.desk;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.envelope.CloudKeysSealer;
import dev.writeback.protocol.envelope.CloudMessageSealer;
import dev.writeback.protocol.envelope.ReplyOpening;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.message.HeartbeatChain;
import dev.writeback.protocol.message.TenantSwitches;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cloud makes of what its agents say unasked, and what it has to tell them (PWB/1, sections 4 and 7). What it
 * returns is to be sent to the requests queue. Thread-safe.
 */
final class CloudSteward {
    /** Two heartbeats and a half. */
    static final Duration ABSENT_AFTER = Duration.ofSeconds(150);

    private static final Logger log = LoggerFactory.getLogger(CloudSteward.class);

    private final AgentBook book;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Sighting> sightings = new TreeMap<>();
    private CloudSecrets secrets;
    private Optional<TenantSwitches> switches;

    private record Sighting(Heartbeat heartbeat, Instant issuedAt, long missing) {}

    CloudSteward(
            AgentBook book,
            CloudSecrets secrets,
            Optional<TenantSwitches> switches,
            String issuer,
            String audience,
            Clock clock,
            SecureRandom random) {
        this.book = book;
        this.secrets = secrets;
        this.switches = switches;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.random = random;
    }

    /** A sign of life: its place in the chain, what it asks to get back, and what the agent does not know yet. */
    synchronized List<Word> heard(ReplyOpening.Beat beat) {
        Optional<AgentEntry> known = book.find(beat.agent());
        if (known.isEmpty()) {
            return List.of();
        }
        HeartbeatChain chain = new HeartbeatChain(known.orElseThrow().links());
        HeartbeatChain.Place place = chain.accept(beat.heartbeat(), beat.digest());
        if (place instanceof HeartbeatChain.Place.Repeat) {
            return List.of();
        }
        if (place instanceof HeartbeatChain.Place.Fork) {
            log.atError()
                    .setMessage("two hosts speak as one agent: it was copied, or put back from a backup")
                    .addKeyValue("agent", beat.agent())
                    .log();
            book.change(beat.agent(), AgentEntry::asForked);
            return List.of();
        }
        book.change(beat.agent(), entry -> entry.withLinks(chain.links()));
        note(beat, place);
        return owed(beat.agent(), beat.heartbeat());
    }

    private void note(ReplyOpening.Beat beat, HeartbeatChain.Place place) {
        Optional<Sighting> before = Optional.ofNullable(sightings.get(beat.agent()));
        long missing = before.map(Sighting::missing).orElse(0L);
        if (place instanceof HeartbeatChain.Place.Gap gap && before.isPresent()) {
            missing += gap.missing();
        } else if (place instanceof HeartbeatChain.Place.Late) {
            sightings.computeIfPresent(
                    beat.agent(),
                    (agent, seen) -> new Sighting(seen.heartbeat(), seen.issuedAt(), Math.max(0, seen.missing() - 1)));
            return;
        }
        sightings.put(beat.agent(), new Sighting(beat.heartbeat(), beat.issuedAt(), missing));
    }

    /** The echo that a heartbeat asks for; and what it shows to be unknown to its agent is said again. */
    private List<Word> owed(String agent, Heartbeat shown) {
        List<Word> words = new ArrayList<>();
        KeyRing keys = book.keys();
        shown.echo().ifPresent(echo -> words.add(Word.echo(words().echo(echo, agent, keys))));
        if (secrets.epoch().supersedes(shown.cloudKeys())) {
            words.add(Word.keys(keysSealer().seal(secrets.epoch(), secrets.own().toPublic(), agent, keys)));
        }
        if (switches.filter(mine -> mine.epoch().supersedes(shown.config())).isPresent()) {
            words.add(Word.config(words().switches(switches.orElseThrow(), agent, keys)));
        }
        return words;
    }

    /** New keys of an agent: they were proved to be its own, and are confirmed. */
    synchronized List<Word> heard(ReplyOpening.Announced announced) {
        String agent = announced.agent();
        Optional<AgentEntry> known = book.find(agent);
        Epoch epoch = announced.announcement().epoch();
        if (known.isEmpty()
                || known.orElseThrow().forked()
                || !epoch.supersedes(known.orElseThrow().announced())) {
            return List.of();
        }
        KeyRing set = announced.announcement().keys();
        AgentEntry changed = book.change(
                agent,
                entry -> entry.announcing(epoch, set, clock.instant())
                        .withTold(entry.told().next()));
        log.atInfo()
                .setMessage("keys of an agent are confirmed")
                .addKeyValue("agent", agent)
                .addKeyValue("epoch", changed.told())
                .log();
        return List.of(Word.keys(words().confirmation(changed.told(), changed.confirmed(), agent, book.keys())));
    }

    /** Ends an agent: its keys are revoked, and it is forgotten. */
    synchronized List<Word> revoke(String agent) {
        Optional<AgentEntry> known = book.find(agent);
        if (known.isEmpty()) {
            return List.of();
        }
        AgentEntry entry = known.orElseThrow();
        Word word = Word.keys(words().revocation(entry.told().next(), entry.confirmed(), agent, book.keys()));
        book.remove(agent);
        sightings.remove(agent);
        return List.of(word);
    }

    /** New switches for all agents. */
    synchronized List<Word> set(TenantSwitches next) {
        switches = Optional.of(next);
        KeyRing keys = book.keys();
        return reachable().stream()
                .map(agent -> Word.config(words().switches(next, agent, keys)))
                .toList();
    }

    synchronized Optional<TenantSwitches> switches() {
        return switches;
    }

    /** New keys of the cloud, signed by its root. The signing key is used once every agent has shown to know it. */
    synchronized List<Word> set(CloudSecrets next) {
        secrets = next;
        KeyRing keys = book.keys();
        return reachable().stream()
                .map(agent ->
                        Word.keys(keysSealer().seal(next.epoch(), next.own().toPublic(), agent, keys)))
                .toList();
    }

    synchronized CloudSecrets secrets() {
        return secrets;
    }

    /** The key that signs requests now. */
    synchronized KeyRecord signing() {
        boolean allKnow = reachable().stream()
                .allMatch(agent -> Optional.ofNullable(sightings.get(agent))
                        .filter(seen ->
                                !secrets.epoch().supersedes(seen.heartbeat().cloudKeys()))
                        .isPresent());
        return secrets.signing(clock.instant(), allKnow);
    }

    private List<String> reachable() {
        Instant now = clock.instant();
        return book.all().stream()
                .filter(entry -> entry.confirmed().newestLive(KeyUse.ENC, now).isPresent())
                .map(AgentEntry::id)
                .toList();
    }

    private CloudMessageSealer words() {
        return new CloudMessageSealer(signing(), issuer, audience, clock, random);
    }

    CloudKeysSealer keysSealer() {
        return new CloudKeysSealer(secrets.root(), issuer, audience, clock, random);
    }

    /** All agents, and whether each is there. */
    synchronized List<Presence> presence() {
        Instant now = clock.instant();
        return book.all().stream().map(entry -> presence(entry, now)).toList();
    }

    private Presence presence(AgentEntry entry, Instant now) {
        Optional<Sighting> seen = Optional.ofNullable(sightings.get(entry.id()));
        return new Presence(
                entry.id(),
                state(entry, seen, now),
                seen.map(Sighting::issuedAt),
                seen.map(Sighting::heartbeat),
                seen.map(Sighting::missing).orElse(0L));
    }

    private static Presence.State state(AgentEntry entry, Optional<Sighting> seen, Instant now) {
        if (entry.forked()) {
            return Presence.State.FORKED;
        }
        if (seen.isEmpty() || now.isAfter(seen.orElseThrow().issuedAt().plus(ABSENT_AFTER))) {
            return Presence.State.ABSENT;
        }
        return switch (seen.orElseThrow().heartbeat().state()) {
            case READY, DEGRADED -> Presence.State.PRESENT;
            case NOT_READY, DRAINING, STANDBY -> Presence.State.NOT_SERVING;
        };
    }
}
