package dev.writeback.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventNotKeptException;
import dev.writeback.agent.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AuditLogTest extends AuditFixture {
    @Test
    void aRecordIsInTheFileWhenItReturns() throws Exception {
        try (AuditLog audit = open()) {
            audit.record(List.of(reset(1)));

            String last = lines().get(lines().size() - 1);
            assertThat(last)
                    .startsWith(
                            "{\"n\":3,\"time\":\"2026-11-30T08:00:00Z\",\"event\":\"writeback.reset.succeeded\",\"id\":202,"
                                    + "\"msEventId\":31002,\"severity\":\"info\",\"agent\":\"hq-1\",\"requestId\":\"request-1\","
                                    + "\"outcome\":\"OK\",\"prev\":\"")
                    .endsWith("\"}");
        }
    }

    @Test
    void whatIsToldStandsBeforeWhatIsRecordedAfterIt() throws Exception {
        try (AuditLog audit = open(100, 64_000_000)) {
            audit.tell(Event.of(EventType.RESET_STARTED));
            audit.record(List.of(reset(1), Event.of(EventType.POLICY_VIOLATION)));

            assertThat(names())
                    .containsExactly(
                            "audit.begun",
                            "audit.checkpoint",
                            "writeback.reset.started",
                            "writeback.reset.succeeded",
                            "directory.policy_violation");
        }
    }

    @Test
    void theFileIsItsOwnersAlone() throws Exception {
        try (AuditLog audit = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(HeadFile.beside(file()))))
                    .isEqualTo("rw-------");
            assertThat(audit.works()).isTrue();
        }
    }

    @Test
    void goesOnWithTheChainAfterARestart() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
        }
        try (AuditLog audit = open()) {
            record(audit, 4, 6);
        }

        assertThat(names()).contains("audit.opened").doesNotContain("audit.gap");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void signsEveryFewRecordsAndAtTheEnd() throws Exception {
        try (AuditLog audit = open(3, 64_000_000)) {
            record(audit, 1, 7);
        }

        AuditReport report = verify();
        assertThat(names().stream().filter("audit.checkpoint"::equals)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(report.unsigned()).isZero();
        assertThat(report.isWhole()).isTrue();
    }

    @Test
    void anUnfinishedRecordOfACrashIsCutOffAndSaid() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
        }
        Files.writeString(file(), "{\"n\":99,\"time\":", StandardOpenOption.APPEND);

        try (AuditLog audit = open()) {
            assertThat(lines())
                    .anyMatch(line -> line.contains("\"audit.opened\"") && line.contains("\"tornBytes\":15"));
        }
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void recordsThatAreGoneAtTheStartAreAGapForGood() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 9);
        }
        List<String> lines = lines();
        Files.write(file(), lines.subList(0, lines.size() - 2));

        try (AuditLog audit = open()) {
            record(audit, 10, 12);
        }

        assertThat(names()).contains("audit.gap");
        assertThat(verify().findings()).extracting(AuditFinding::kind).contains(AuditFinding.Kind.REMOVED);
    }

    /** Otherwise whoever appends one line leaves no number for the records after it. */
    @Test
    void itGoesOnFromNoNumberThatIsMadeUp() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
        }
        long last = verify().last();
        List<String> lines = lines();
        lines.add(lines.get(0).replace("{\"n\":1,", "{\"n\":999999999999,"));
        Files.write(file(), lines);

        try (AuditLog audit = open()) {
            record(audit, 4, 4);
        }

        assertThat(names()).contains("audit.gap");
        assertThat(verify().last()).isBetween(last, last + 10);
    }

    @Test
    void anAuditThatWasTakenAwayIsAGapForGood() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
        }
        Files.delete(file());

        try (AuditLog audit = open()) {
            record(audit, 4, 5);
        }

        assertThat(names()).startsWith("audit.gap");
        assertThat(verify().findings()).extracting(AuditFinding::kind).containsExactly(AuditFinding.Kind.REMOVED);
    }

    @Test
    void aFullFileIsFollowedByAnotherOneInTheSameChain() throws Exception {
        try (AuditLog audit = open(5, 4_000)) {
            record(audit, 1, 60);
        }

        AuditReport report = verify();
        assertThat(report.files()).hasSizeGreaterThan(3);
        assertThat(report.findings()).isEmpty();
        assertThat(names()).startsWith("audit.continued");
    }

    @Test
    void aFurtherFileIsAsVisibleAsTheOneBefore() throws Exception {
        try (AuditLog audit = open(5, 2_000)) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
            record(audit, 1, 20);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void aFilePastItsTimeIsDeletedAndThatIsSaid() throws Exception {
        try (AuditLog audit = open(5, 2_000)) {
            record(audit, 1, 30);
        }
        AuditReport before = verify();
        clock.set(START.plus(Duration.ofDays(91)));
        try (AuditLog audit = open(5, 2_000)) {
            record(audit, 31, 36);
        }

        AuditReport after = verify();
        assertThat(after.files()).doesNotContain(before.files().get(0));
        assertThat(after.findings()).isEmpty();
    }

    @Test
    void theTimesOfTheFileSystemMakeNothingOld() throws Exception {
        try (AuditLog audit = open(5, 2_000)) {
            record(audit, 1, 30);
            for (Path file : verify().files()) {
                Files.setLastModifiedTime(file, FileTime.from(START.minus(Duration.ofDays(4_000))));
            }
            record(audit, 31, 60);
        }

        assertThat(verify().first()).isEqualTo(1);
    }

    @Test
    void aCrashRightAfterARotationIsNoGap() throws Exception {
        try (AuditLog audit = open(100, 64_000_000)) {
            record(audit, 1, 3);
        }
        byte[] head = Files.readAllBytes(HeadFile.beside(file()));
        Files.move(file(), directory.resolve("audit-000000000001.jsonl"));
        try (AuditLog audit = open()) {
            record(audit, 4, 4);
        }
        // As if the head had not been written since.
        Files.write(HeadFile.beside(file()), head);

        try (AuditLog audit = open()) {
            record(audit, 5, 5);
        }

        assertThat(names()).doesNotContain("audit.gap");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aCrashAtTheVeryFirstStartIsNoGap() throws Exception {
        open().close();
        Files.write(HeadFile.beside(file()), new byte[0]);

        try (AuditLog audit = open()) {
            record(audit, 1, 1);
        }

        assertThat(names()).doesNotContain("audit.gap");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aLaterNameThatIsTakenIsNeverWrittenOver() throws Exception {
        Path taken = directory.resolve("audit-000000000001.jsonl");
        try (AuditLog audit = open(5, 2_000)) {
            Files.writeString(taken, "precious");
            record(audit, 1, 30);
            assertThat(audit.works()).isTrue();
        }

        assertThat(taken).hasContent("precious");
        assertThat(lines()).hasSizeGreaterThan(30);
    }

    @Test
    void aFileThatIsTakenAwayWhileItIsWrittenIsAGapForGood() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
            Files.delete(file());
            clock.set(START.plusSeconds(6));
            record(audit, 4, 4);
            clock.set(START.plusSeconds(12));
            record(audit, 5, 9);
        }

        assertThat(names()).contains("audit.gap");
        assertThat(verify().findings()).extracting(AuditFinding::kind).containsOnly(AuditFinding.Kind.REMOVED);
    }

    @Test
    void aSinkSeesTheFirstRecordToo() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        sinks = List.of(new SeeingSink(seen));

        open().close();

        assertThat(seen).startsWith("audit.begun", "audit.checkpoint");
    }

    private record SeeingSink(List<String> seen) implements AuditSink {
        @Override
        public String name() {
            return "seeing";
        }

        @Override
        public void write(AuditRecord record) {
            seen.add(record.event().type().label());
        }

        @Override
        public void close() {}
    }

    @Test
    void aCrashBetweenTheTwoStepsOfARotationLosesNothing() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 3);
        }
        Files.move(file(), directory.resolve("audit-000000000001.jsonl"));

        try (AuditLog audit = open()) {
            record(audit, 4, 6);
        }

        assertThat(names()).startsWith("audit.continued");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void twoAgentsDoNotShareAFile() throws Exception {
        try (AuditLog audit = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(AuditUnusableException.class)
                    .hasMessageContaining("in use by another agent");
            assertThat(audit.works()).isTrue();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNoStart() throws Exception {
        Files.createDirectory(file());

        assertThatThrownBy(this::open)
                .isInstanceOf(AuditUnusableException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void withoutAKeyRecordsAreKeptAndSignedLater() throws Exception {
        signing = Optional.empty();
        try (AuditLog audit = open()) {
            record(audit, 1, 8);
            assertThat(names()).doesNotContain("audit.checkpoint");
            signing = Optional.of(KEY);
            clock.set(START.plusSeconds(60));
            record(audit, 9, 9);
        }

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().unsigned()).isZero();
    }

    @Test
    void afterItsEndNothingIsKept() throws Exception {
        AuditLog audit = open();
        audit.close();

        assertThatThrownBy(() -> audit.record(List.of(reset(1)))).isInstanceOf(EventNotKeptException.class);
        audit.tell(reset(2));
        assertThat(audit.lost()).isEqualTo(1);
    }

    @Test
    void aSinkThatHangsIsNotWaitedFor() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        sinks = List.of(new HangingSink(stuck));
        try (AuditLog audit = open("hq-1", AuditSettings.of(file()))) {

            record(audit, 1, 50);

            assertThat(lines()).hasSizeGreaterThan(50);
            stuck.countDown();
        }
    }

    /** Takes nothing until it is let go. */
    private record HangingSink(CountDownLatch stuck) implements AuditSink {
        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public void write(AuditRecord record) throws IOException {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
