package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.pipeline.RecoveryTable.Verdict;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.protocol.message.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every row of the recovery table, from recovery-matrix.csv, which the directories' own test reads too. */
class RecoveryTableTest {
    private static final Instant ISSUED = Instant.parse("2026-11-23T08:00:00Z");
    private static final UUID OURS = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID THEIRS = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    private final RecoveryTable table = new RecoveryTable(Duration.ofSeconds(60));
    private int binds;

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/recovery-matrix.csv", useHeadersInDisplayName = false, numLinesToSkip = 1)
    void judgesEveryRow(
            String row,
            String record,
            Long versionBefore,
            Long versionNow,
            String origin,
            Long changedBefore,
            Long changedNow,
            PasswordProof bind,
            Verdict expected,
            int expectedBinds) {
        Account now = account(versionNow, origin, changedNow);
        PasswordProof answer = bind == null ? PasswordProof.UNKNOWN : bind;

        Verdict verdict = record.equals("intent")
                ? table.afterIntent(intent(versionBefore, changedBefore), now, () -> proof(answer))
                : table.withoutRecord(ISSUED, now, () -> proof(answer));

        assertThat(verdict).isEqualTo(expected);
        assertThat(binds).isEqualTo(expectedBinds);
    }

    private PasswordProof proof(PasswordProof answer) {
        binds++;
        return answer;
    }

    private static Intent intent(Long version, Long changed) {
        return new Intent(
                Operation.RESET,
                "corp",
                new UUID(1, 2),
                "dc1",
                Optional.of(OURS),
                Optional.ofNullable(version),
                instant(changed),
                ISSUED.plusSeconds(180));
    }

    private static Account account(Long version, String origin, Long changed) {
        Optional<UUID> server = Optional.ofNullable(origin).map(name -> name.equals("ours") ? OURS : THEIRS);
        return new Account(
                new UUID(1, 2),
                "CN=u01,OU=Staff,DC=corp",
                "S-1-5-21-1-2-3-1104",
                "corp",
                "dc1",
                Optional.of(OURS),
                Set.of(),
                false,
                false,
                Optional.of(new PasswordStamp(Optional.ofNullable(version), server, instant(changed))));
    }

    /** Seconds from the issue of the request. */
    private static Optional<Instant> instant(Long seconds) {
        return Optional.ofNullable(seconds).map(ISSUED::plusSeconds);
    }
}
