package dev.writeback.it.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Tells at the end of a run which rows of {@code docs/directory-contract.md} were proved on which directory, with counts. A
 * row counts as proved on a directory when at least one of its tests was run there and all that were run passed.
 */
final class ContractReport implements BeforeAllCallback, TestWatcher {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(ContractReport.class);
    private static final Path FILE = Path.of("target", "directory-contract.txt");

    private enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    private record Run(HeldOn on, Class<?> test, String method, Result result) {}

    /** All runs of the JVM, told of when it has no more tests. */
    private static final class Runs implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        private final Collection<Run> all = new ConcurrentLinkedQueue<>();

        @Override
        public void close() {
            try {
                String report = String.join("\n", report(ContractRow.all(), all)) + "\n";
                System.out.print(report);
                Files.writeString(FILE, report);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        runs(context);
    }

    private static Runs runs(ExtensionContext context) {
        return context.getRoot().getStore(SPACE).getOrComputeIfAbsent("runs", key -> new Runs(), Runs.class);
    }

    private static void saw(ExtensionContext context, Result result) {
        Class<?> test = context.getRequiredTestClass();
        String method = context.getRequiredTestMethod().getName();
        runs(context).all.add(new Run(test.getAnnotation(HeldOn.class), test, method, result));
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        saw(context, Result.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        saw(context, Result.FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        saw(context, Result.SKIPPED);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        saw(context, Result.SKIPPED);
    }

    private static List<String> report(List<ContractRow> rows, Collection<Run> runs) {
        Map<String, List<Run>> byDirectory = runs.stream()
                .collect(Collectors.groupingBy(run -> run.on().value(), TreeMap::new, Collectors.toList()));
        long applying = rows.stream().filter(ContractRow::applies).count();
        List<String> lines = new ArrayList<>();
        lines.add("Directory contract: " + rows.size() + " rows, of which " + (rows.size() - applying)
                + " do not apply (docs/directory-contract.md)");
        byDirectory.forEach((directory, there) -> lines.add(String.format(
                "  %-30s rows proved: %3d, not: %d; tests passed: %3d, failed: %d, skipped: %d",
                directory,
                rows.stream().filter(row -> isProved(row, there)).count(),
                rows.stream().filter(row -> isRefuted(row, there)).count(),
                count(there, Result.PASSED),
                count(there, Result.FAILED),
                count(there, Result.SKIPPED))));
        List<String> open = rows.stream()
                .filter(ContractRow::applies)
                .filter(row -> byDirectory.values().stream().noneMatch(there -> isProved(row, there))
                        || byDirectory.values().stream().anyMatch(there -> isRefuted(row, there)))
                .map(ContractRow::id)
                .toList();
        lines.add("  Rows not proved in this run: " + (open.isEmpty() ? "none" : String.join(", ", open)));
        return lines;
    }

    private static boolean isProved(ContractRow row, List<Run> there) {
        List<Run> own = of(row, there);
        return !own.isEmpty() && own.stream().allMatch(run -> run.result() == Result.PASSED);
    }

    private static boolean isRefuted(ContractRow row, List<Run> there) {
        return of(row, there).stream().anyMatch(run -> run.result() != Result.PASSED);
    }

    private static List<Run> of(ContractRow row, List<Run> there) {
        return there.stream()
                .filter(run -> run.on().standard() == row.isStandard())
                .filter(run -> row.proofs().stream().anyMatch(proof -> proof.isOf(run.test(), run.method())))
                .toList();
    }

    private static long count(List<Run> runs, Result result) {
        return runs.stream().filter(run -> run.result() == result).count();
    }
}
