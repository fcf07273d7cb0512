package dev.writeback.it.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One row of {@code docs/directory-contract.md}.
 *
 * @param id our own name of the row
 * @param proofs the tests that prove it
 * @param proof all of that cell
 */
record ContractRow(String id, List<Proof> proofs, String proof) {
    /** From the folder of this module. */
    static final Path TABLE = Path.of("..", "docs", "directory-contract.md");

    private static final Pattern ROW = Pattern.compile("\\| ([a-z][a-z0-9-]*) \\| (.+) \\| (.+) \\|");
    private static final Pattern PROOF = Pattern.compile("`([A-Za-z]+)\\.([A-Za-z0-9]+)`");
    private static final String EXCUSE = "does not apply: ";

    /** A test method, by the simple name of the class that declares it. */
    record Proof(String declaredBy, String method) {
        /** Whether a run of that method of {@code test} is one of this proof. */
        boolean isOf(Class<?> test, String name) {
            return method.equals(name) && ancestry(test).anyMatch(declaredBy::equals);
        }

        private static Stream<String> ancestry(Class<?> type) {
            Stream<String> above = Stream.concat(
                            Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                    .flatMap(Proof::ancestry);
            return Stream.concat(Stream.of(type.getSimpleName()), above);
        }

        @Override
        public String toString() {
            return declaredBy + "." + method;
        }
    }

    static List<ContractRow> all() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> !row.group(1).equals("row"))
                .map(row -> new ContractRow(row.group(1), proofs(row.group(3)), row.group(3)))
                .toList();
    }

    private static List<Proof> proofs(String cell) {
        return PROOF.matcher(cell)
                .results()
                .map(found -> new Proof(found.group(1), found.group(2)))
                .toList();
    }

    /** Whether it is about directories that are no Active Directory. */
    boolean isStandard() {
        return id.startsWith("std-");
    }

    boolean applies() {
        return !proof.startsWith(EXCUSE);
    }

    /** Why it does not apply; empty when that is not said. */
    String excuse() {
        return applies() ? "" : proof.substring(EXCUSE.length());
    }
}
