package dev.writeback.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.writeback.agent.audit.AuditFinding.Kind;
import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which somebody might mend the audit to his liking, and what it shows. */
class AuditVerificationTest extends AuditFixture {
    private List<String> good = List.of();

    @BeforeEach
    void write() throws Exception {
        try (AuditLog audit = open()) {
            record(audit, 1, 23);
        }
        good = lines();
    }

    private AuditReport after(List<String> lines) throws IOException {
        Files.write(file(), lines);
        return verify();
    }

    private static List<Kind> kinds(AuditReport report) {
        return report.findings().stream().map(AuditFinding::kind).toList();
    }

    private static List<String> told(AuditReport report) {
        return report.findings().stream()
                .map(one -> one.kind() + " " + one.file().getFileName() + ":" + one.line() + " " + one.detail())
                .toList();
    }

    private List<String> changed(int index, String from, String to) {
        List<String> lines = new ArrayList<>(good);
        assertThat(lines.get(index)).contains(from);
        lines.set(index, lines.get(index).replace(from, to));
        return lines;
    }

    /** The first record of a request from there on. */
    private int request(int from) {
        for (int i = from; i < good.size(); i++) {
            if (good.get(i).contains("request-")) {
                return i;
            }
        }
        throw new AssertionError("no request behind line " + from);
    }

    @Test
    void aWholeAuditIsSignedUpToItsEnd() throws Exception {
        AuditReport report = verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.records()).isEqualTo(good.size());
        assertThat(report.unsigned()).isZero();
        assertThat(report.signed().orElseThrow().kid()).isEqualTo(KEY.id().value());
    }

    @Test
    void aChangedRecordIsFound() throws Exception {
        int index = request(8);

        AuditReport report = after(changed(index, "\"outcome\":\"OK\"", "\"outcome\":\"KO\""));

        assertThat(kinds(report)).containsExactly(Kind.CHANGED);
        assertThat(report.findings().get(0).line()).isEqualTo(index + 1L);
    }

    @Test
    void aChangedTimeOfTheLastRecordIsFound() throws Exception {
        assertThat(kinds(after(changed(good.size() - 1, "08:00:00Z", "08:00:01Z"))))
                .contains(Kind.CHANGED, Kind.FORGED);
    }

    @Test
    void aRemovedRecordIsFound() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.remove(10);

        AuditReport report = after(lines);

        assertThat(kinds(report)).containsExactly(Kind.REMOVED);
        assertThat(report.findings().get(0).detail()).isEqualTo("record 11 is missing");
    }

    @Test
    void theFirstRecordsRemovedAreFound() throws Exception {
        AuditReport report = after(good.subList(4, good.size()));

        assertThat(kinds(report)).containsExactly(Kind.REMOVED);
        assertThat(report.findings().get(0).detail()).startsWith("records 1 to 4 are missing");
    }

    @Test
    void swappedRecordsAreFoundAndNoneIsMissing() throws Exception {
        List<String> lines = new ArrayList<>(good);
        Collections.swap(lines, 10, 11);

        assertThat(told(after(lines))).containsExactly("REORDERED audit.jsonl:12 record 11 stands behind record 12");
    }

    @Test
    void theFirstRecordsSwappedAreFoundAndNoneIsMissing() throws Exception {
        List<String> lines = new ArrayList<>(good);
        Collections.swap(lines, 0, 1);

        assertThat(told(after(lines))).containsExactly("REORDERED audit.jsonl:2 record 1 stands behind record 2");
    }

    @Test
    void aRecordMovedToTheEndIsFoundAndIsNotMissing() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.add(lines.remove(10));

        assertThat(told(after(lines)))
                .containsExactly("REORDERED audit.jsonl:%d record 11 stands behind record %d"
                        .formatted(good.size(), good.size()));
    }

    @Test
    void whatIsMissingBesideSwappedRecordsIsToldOnce() throws Exception {
        List<String> lines = new ArrayList<>(good);
        Collections.swap(lines, 10, 12);
        lines.remove(11);

        assertThat(told(after(lines)))
                .containsExactly(
                        "REMOVED audit.jsonl:11 record 12 is missing",
                        "REORDERED audit.jsonl:12 record 11 stands behind record 13");
    }

    @Test
    void aRecordThatStandsTwiceIsFound() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.add(11, lines.get(10));

        assertThat(told(after(lines))).containsExactly("REORDERED audit.jsonl:12 record 11 is there a second time");
    }

    @Test
    void recordsThatStandTwiceOneBehindTheOtherAreToldOnce() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.addAll(good.subList(2, 20));

        assertThat(told(after(lines)))
                .containsExactly(
                        "REORDERED audit.jsonl:%d records 3 to 20 are there a second time".formatted(good.size() + 1));
    }

    @Test
    void aStrayRecordHidesNoneThatAreMissing() throws Exception {
        List<String> lines = new ArrayList<>(good.subList(10, good.size()));
        lines.add(good.get(0));

        assertThat(told(after(lines)))
                .containsExactly(
                        "REMOVED audit.jsonl:1 records 2 to 10 are missing",
                        "REORDERED audit.jsonl:%d record 1 stands behind record %d"
                                .formatted(lines.size(), good.size()));
    }

    @Test
    void aHighNumberHidesNoCutEnd() throws Exception {
        List<String> lines = new ArrayList<>(good.subList(0, good.size() - 3));
        lines.add(10, good.get(10).replace("{\"n\":11,", "{\"n\":5000,"));

        AuditReport report = after(lines);

        int end = good.size() - 3;
        assertThat(told(report))
                .containsExactly(
                        "REMOVED audit.jsonl:11 records %d to 4999 are missing".formatted(end + 1),
                        "REORDERED audit.jsonl:12 records 11 to %d stand behind record 5000".formatted(end),
                        "TRUNCATED audit.jsonl:%d the audit ends with record %d; records %d to %d are missing"
                                .formatted(lines.size(), end, end + 1, good.size()));
        assertThat(report.last()).isEqualTo(end);
    }

    @Test
    void aMovedRecordThatIsNotTheOneThatWasThereIsFound() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.remove(10);
        lines.add(good.get(10).replace("08:00:00Z", "08:00:01Z"));

        assertThat(told(after(lines)))
                .containsExactly(
                        "CHANGED audit.jsonl:%d record 11 is not the one that record 12 was written after"
                                .formatted(good.size()),
                        "REORDERED audit.jsonl:%d record 11 stands behind record %d"
                                .formatted(good.size(), good.size()));
    }

    /** It is signed, but none of the records that it is about is before it. */
    @Test
    void aCheckpointThatWasMovedToTheBeginProvesNothing() throws Exception {
        List<String> lines = new ArrayList<>(good.subList(0, good.size() - 1));
        lines.removeIf(line -> line.contains("audit.checkpoint"));
        lines.add(0, good.get(good.size() - 1));

        AuditReport report = after(lines);

        assertThat(kinds(report)).contains(Kind.UNSIGNED);
        assertThat(report.signed()).isEmpty();
    }

    @Test
    void anOlderCheckpointDoesNotTakeThePlaceOfTheNewest() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.addAll(good.subList(0, 12));

        AuditReport report = after(lines);

        assertThat(report.signed().orElseThrow().record()).isEqualTo(good.size());
        assertThat(report.unsigned()).isEqualTo(12);
    }

    @Test
    void linesThatAreNoRecordsAreToldOnce() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.addAll(10, List.of("#", "", "#"));
        lines.add("#");

        assertThat(told(after(lines)))
                .containsExactly(
                        "UNREADABLE audit.jsonl:11 lines 11 to 13 are no records",
                        "UNREADABLE audit.jsonl:%d this line is no record".formatted(lines.size()));
    }

    @Test
    void aNumberThatNoAgentComesToIsNoRecord() throws Exception {
        assertThat(kinds(after(changed(10, "{\"n\":11,", "{\"n\":9223372036854775807,"))))
                .containsExactly(Kind.UNREADABLE, Kind.REMOVED);
    }

    @Test
    void aChangedRecordAtTheEndOfAFileIsFoundInThatFile() throws Exception {
        try (AuditLog audit = open(5, 3_000)) {
            record(audit, 24, 80);
        }
        Path older = verify().files().get(1);
        List<String> lines = lines(older);
        int last = lines.size() - 1;
        lines.set(last, lines.get(last).replace("08:00:00Z", "08:00:01Z"));
        Files.write(older, lines);

        assertThat(verify().findings())
                .filteredOn(one -> one.kind() == Kind.CHANGED)
                .extracting(AuditFinding::file, AuditFinding::line)
                .containsExactly(tuple(older, (long) lines.size()));
    }

    /** As the oldest file may be after those before it were pruned. */
    @Test
    void aCheckpointMayBeTheFirstRecord() throws Exception {
        int checkpoint = 0;
        while (!good.get(checkpoint).contains("audit.checkpoint") || checkpoint < 3) {
            checkpoint++;
        }

        assertThat(kinds(after(good.subList(checkpoint, good.size())))).containsExactly(Kind.REMOVED);
    }

    @Test
    void aCutEndIsToldByTheLineOfItsFile() throws Exception {
        try (AuditLog audit = open(5, 3_000)) {
            record(audit, 24, 80);
        }
        List<String> lines = lines();
        assertThat(lines).hasSizeGreaterThan(1);
        Files.write(file(), lines.subList(0, lines.size() - 1));

        AuditFinding finding = verify().findings().get(0);
        assertThat(finding.kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(finding.line()).isEqualTo(lines.size() - 1L);
    }

    /** Lines removed, moved, doubled, changed and put in, up to three times: nothing of it makes up for another. */
    @Test
    void noMixtureOfDamagesIsTakenForAWholeAudit() throws Exception {
        Random random = new Random(20_261_201);
        for (int round = 0; round < 200; round++) {
            List<String> lines = new ArrayList<>(good);
            List<String> done = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                done.add(damage(lines, random));
            }
            if (!lines.equals(good)) {
                assertThat(after(lines).findings()).as("%s", done).isNotEmpty();
            }
        }
    }

    private static String damage(List<String> lines, Random random) {
        int from = random.nextInt(lines.size());
        int to = random.nextInt(lines.size());
        int damage = random.nextInt(5);
        switch (damage) {
            case 0 -> lines.remove(from);
            case 1 -> lines.add(to, lines.remove(from));
            case 2 -> lines.add(to, lines.get(from));
            case 3 -> lines.set(from, lines.get(from).replace("08:00:00Z", "08:00:01Z"));
            default -> lines.add(to, "{\"n\":" + (from + 1) + "}");
        }
        return damage + " of " + from + " to " + to;
    }

    @Test
    void aCutEndIsFound() throws Exception {
        AuditReport report = after(good.subList(0, good.size() - 3));

        assertThat(kinds(report)).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void aCutInTheMiddleOfARecordIsFound() throws Exception {
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(bytes, bytes.length - 40));

        assertThat(kinds(verify())).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void anEmptiedAuditIsFound() throws Exception {
        assertThat(kinds(after(List.of()))).contains(Kind.TRUNCATED);
    }

    @Test
    void aLineOfSomethingElseIsFound() throws Exception {
        List<String> lines = new ArrayList<>(good);
        lines.add(10, "# nothing to see here");

        assertThat(told(after(lines))).containsExactly("UNREADABLE audit.jsonl:11 this line is no record");
    }

    @Test
    void aFieldThatStandsTwiceIsFound() throws Exception {
        assertThat(kinds(after(changed(request(8), "\"outcome\":\"OK\"", "\"outcome\":\"OK\",\"outcome\":\"KO\""))))
                .contains(Kind.UNREADABLE);
    }

    @Test
    void aChainMadeAnewWithoutTheKeyIsFound() throws Exception {
        List<String> lines = remade(changed(request(8), "\"outcome\":\"OK\"", "\"outcome\":\"KO\""));

        assertThat(kinds(after(lines))).contains(Kind.FORGED).doesNotContain(Kind.CHANGED, Kind.TRUNCATED);
    }

    @Test
    void aChainMadeAnewWithoutItsCheckpointsIsFound() throws Exception {
        try (AuditLog audit = open()) {
            for (int i = 24; i < 700; i++) {
                audit.tell(reset(i));
            }
        }
        good = lines();
        List<String> lines = changed(request(8), "\"outcome\":\"OK\"", "\"outcome\":\"KO\"");
        lines.removeIf(line -> line.contains("audit.checkpoint") && !line.contains("\"n\":2,"));

        assertThat(kinds(after(remade(lines)))).containsExactly(Kind.UNSIGNED);
    }

    @Test
    void aSignatureOfAnotherKeyProvesNothing() throws Exception {
        AuditReport report = AuditVerification.of(file(), KeyRing.of(key().toPublic()), true);

        assertThat(kinds(report)).containsExactly(Kind.UNSIGNED);
        assertThat(report.unknownSigners()).containsExactly(KEY.id().value());
    }

    @Test
    void anOlderKeyThatIsNotAtHandIsCoveredByALaterSignature() throws Exception {
        signing = Optional.of(key());
        try (AuditLog audit = open()) {
            record(audit, 24, 30);
        }

        AuditReport report =
                AuditVerification.of(file(), KeyRing.of(signing.orElseThrow().toPublic()), true);

        assertThat(report.findings()).isEmpty();
        assertThat(report.unknownSigners()).containsExactly(KEY.id().value());
        assertThat(report.unsigned()).isZero();
    }

    @Test
    void anAuditPutInThePlaceOfAnotherIsFound() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other")).resolve("audit.jsonl");
        try (AuditLog audit = open("hq-2", AuditSettings.of(other))) {
            record(audit, 1, 40);
        }
        List<String> lines = new ArrayList<>(good.subList(0, 10));
        lines.addAll(Files.readAllLines(other).subList(10, 40));

        assertThat(kinds(after(lines))).contains(Kind.FOREIGN);
    }

    @Test
    void aFileTakenFromTheMiddleIsFound() throws Exception {
        try (AuditLog audit = open(5, 3_000)) {
            record(audit, 24, 80);
        }
        Files.delete(verify().files().get(2));

        assertThat(kinds(verify())).containsExactly(Kind.REMOVED);
    }

    @Test
    void theOldestFileTakenAwayIsFound() throws Exception {
        try (AuditLog audit = open(5, 3_000)) {
            record(audit, 24, 80);
        }
        Files.delete(verify().files().get(0));

        assertThat(kinds(verify())).containsExactly(Kind.REMOVED);
    }

    @Test
    void anOldCopyPutBackIsFound() throws Exception {
        Path copy = directory.resolve("copy");
        Files.copy(file(), copy);
        try (AuditLog audit = open()) {
            record(audit, 24, 30);
        }
        Files.move(copy, file(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(kinds(verify())).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void aHeadThatIsMissingIsFoundWhereItHasToBe() throws Exception {
        Files.delete(HeadFile.beside(file()));

        assertThat(kinds(verify())).containsExactly(Kind.REMOVED);
        AuditReport elsewhere = AuditVerification.of(file(), KeyRing.of(KEY.toPublic()), false);
        assertThat(elsewhere.isWhole()).isTrue();
        assertThat(elsewhere.headSeen()).isFalse();
    }

    @Test
    void aHeadThatNamesNothingIsFound() throws Exception {
        Files.writeString(HeadFile.beside(file()), "nothing\n");

        assertThat(kinds(verify())).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void aForgedRecordOfAPruningExcusesNothing() throws Exception {
        try (AuditLog audit = open(5, 3_000)) {
            record(audit, 24, 80);
        }
        List<Path> files = verify().files();
        long upTo = Long.parseLong(String.valueOf(files.get(1).getFileName()).substring(6, 18)) - 1;
        List<String> lines = lines();
        Place last = new Place(verify().last(), Sha256.of(lines.get(lines.size() - 1)));
        Event pruned = Event.of(EventType.AUDIT_PRUNED).with("upTo", upTo);
        String forged = AuditLine.of(last, START, "hq-1", pruned).line();
        lines.add(forged);
        Files.write(file(), lines);
        try (HeadFile head = HeadFile.open(file())) {
            head.write(last.next(forged));
        }
        Files.delete(files.get(0));

        assertThat(kinds(verify())).containsExactly(Kind.REMOVED);
    }

    @Test
    void whereThereIsNoAuditThatIsSaid() {
        assertThatThrownBy(() -> AuditVerification.of(directory.resolve("none.jsonl"), KeyRing.empty(), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no audit at");
    }

    /** The numbers, hashes and head as somebody would make them who cannot sign. */
    private List<String> remade(List<String> lines) throws IOException {
        List<String> made = new ArrayList<>();
        Place last = Place.NOWHERE;
        for (String line : lines) {
            String numbered = line.replaceFirst("\\{\"n\":[0-9]+", "{\"n\":" + (last.number() + 1));
            String linked = numbered.replaceFirst("\"prev\":\"[^\"]*\"", "\"prev\":\"" + last.hash() + "\"");
            last = last.next(linked);
            made.add(linked);
        }
        try (HeadFile head = HeadFile.open(file())) {
            head.write(last);
        }
        return made;
    }
}
