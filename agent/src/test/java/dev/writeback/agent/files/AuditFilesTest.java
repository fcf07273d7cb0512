package dev.writeback.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFilesTest {
    @TempDir
    Path directory;

    @Test
    void anEarlierFileIsNamedAfterItsFirstRecordAndComesBefore() throws Exception {
        Path file = Files.createFile(directory.resolve("audit.jsonl"));
        Path second = Files.createFile(AuditFiles.earlier(file, 1_000));
        Path first = Files.createFile(AuditFiles.earlier(file, 7));
        Files.createFile(directory.resolve("audit.jsonl.head"));
        Files.createFile(directory.resolve("audit-old.jsonl"));

        assertThat(first.getFileName()).hasToString("audit-000000000007.jsonl");
        assertThat(AuditFiles.all(file)).isEqualTo(List.of(first, second, file));
        assertThat(AuditFiles.firstRecord(file, second)).isEqualTo(1_000);
    }

    @Test
    void aNameWithoutAnEndingHasNoneLater() {
        assertThat(AuditFiles.earlier(directory.resolve("audit"), 3).getFileName())
                .hasToString("audit-000000000003");
    }

    @Test
    void onlyTheAuditsOwnFilesAreTakenForIt() {
        Path file = directory.resolve("audit.jsonl");

        assertThat(AuditFiles.isOf(file, directory.resolve("audit-000000000007.jsonl")))
                .isTrue();
        assertThat(AuditFiles.isOf(file, directory.resolve("audit.jsonl.head"))).isFalse();
        assertThat(AuditFiles.isOf(file, directory.resolve("journal.sqlite"))).isFalse();
    }
}
