package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.it.directory.ContractRow.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/directory-contract.md} names tests that exist, in classes whose directory the report knows. */
final class ContractTableTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void everyRowHasItsProofOrSaysWhyItDoesNotApply() throws IOException {
        List<ContractRow> rows = ContractRow.all();

        assertThat(rows).hasSizeGreaterThan(50).extracting(ContractRow::id).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> {
            if (row.applies()) {
                assertThat(row.proofs()).as(row.id()).isNotEmpty();
            } else {
                assertThat(row.excuse()).as(row.id()).isNotBlank();
                assertThat(row.proofs()).as(row.id()).isEmpty();
            }
        });
    }

    @Test
    void everyLineOfATableIsARow() throws IOException {
        long lines = Files.readAllLines(ContractRow.TABLE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| row "))
                .count();

        assertThat(ContractRow.all()).hasSize((int) lines);
    }

    @Test
    void everyProofIsATestThatExists() throws IOException {
        List<Path> sources = testSources();

        assertThat(ContractRow.all()).flatExtracting(ContractRow::proofs).allSatisfy(proof -> {
            assertThat(sources.stream().filter(source -> isOf(proof, source)))
                    .as("%s", proof)
                    .singleElement()
                    .satisfies(source -> assertThat(Files.readString(source))
                            .containsPattern("@(Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b)[\\s\\S])*\\bvoid "
                                    + Pattern.quote(proof.method()) + "\\("));
        });
    }

    private static boolean isOf(Proof proof, Path source) {
        return source.getFileName().toString().equals(proof.declaredBy() + ".java");
    }

    /** Without these the report would not hear of what was run. */
    @Test
    void everyClassOfProofsIsReportedOn() throws IOException {
        List<String> reported = testSources().stream()
                .filter(source -> source.getFileName().toString().endsWith("IT.java"))
                .filter(source -> contains(source, "@HeldOn("))
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .toList();

        assertThat(ContractRow.all())
                .flatExtracting(ContractRow::proofs)
                .extracting(Proof::declaredBy)
                .filteredOn(name -> name.endsWith("IT"))
                .allSatisfy(name -> assertThat(reported).contains(name));
        assertThat(ContractRow.all())
                .filteredOn(ContractRow::applies)
                .allSatisfy(row -> assertThat(row.proofs())
                        .as("%s has a proof on a running directory", row.id())
                        .anyMatch(proof -> !proof.declaredBy().endsWith("Test")));
    }

    private static boolean contains(Path source, String text) {
        try {
            return Files.readString(source).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }
}
