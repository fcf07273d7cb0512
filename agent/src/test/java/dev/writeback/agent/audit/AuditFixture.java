package dev.writeback.agent.audit;

import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.config.AuditSinks;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** An audit in a directory of its own, with a real key and a clock that the test moves. */
abstract class AuditFixture {
    static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    static final KeyRecord KEY = key();

    @TempDir
    Path directory;

    final HandClock clock = new HandClock(START);
    List<AuditSink> sinks = List.of();
    Optional<KeyRecord> signing = Optional.of(KEY);

    static KeyRecord key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return KeyRecord.of(
                    generator.generateKeyPair(),
                    KeyUse.SIG,
                    Optional.of("hq-1"),
                    START.minusSeconds(60),
                    START.plus(Duration.ofDays(180)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path file() {
        return directory.resolve("audit.jsonl");
    }

    AuditLog open() throws AuditUnusableException {
        return open(5, 64_000_000);
    }

    AuditLog open(int checkpointEvery, long fileBytes) throws AuditUnusableException {
        return open(
                "hq-1", new AuditSettings(file(), checkpointEvery, fileBytes, Duration.ofDays(90), AuditSinks.NONE));
    }

    AuditLog open(String agent, AuditSettings settings) throws AuditUnusableException {
        return AuditLog.open(settings, agent, () -> signing, sinks, clock, clock, Thread::new);
    }

    static Event reset(int number) {
        return Event.of(EventType.RESET_SUCCEEDED)
                .with("requestId", "request-" + number)
                .with("outcome", "OK");
    }

    /** Requests in a row, each on the disk before the next. */
    static void record(AuditLog audit, int from, int to) {
        for (int i = from; i <= to; i++) {
            audit.record(List.of(reset(i)));
        }
    }

    List<String> lines() throws IOException {
        return lines(file());
    }

    static List<String> lines(Path file) throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }

    /** The names of the events in the file. */
    List<String> names() throws IOException {
        return lines().stream()
                .map(line -> ReadLine.of(line).orElseThrow().event())
                .toList();
    }

    AuditReport verify() throws IOException {
        return AuditVerification.of(file(), KeyRing.of(KEY.toPublic()), true);
    }
}
