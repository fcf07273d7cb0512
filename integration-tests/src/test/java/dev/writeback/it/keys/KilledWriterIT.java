package dev.writeback.it.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.keys.KeyStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key store whose writer is killed at any moment is the old one or the new one, never none. */
class KilledWriterIT {
    private static final int KILLS = 12;
    private static final int LONGEST_MILLIS = 300;
    private static final Duration TO_START = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void isTheOldOneOrTheNewOne() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random moments = new Random(seed);
        Path file = folder.resolve("agent-keys.p12");
        Set<String> kept = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Optional<String> undecided = killAfter(file, moments.nextInt(LONGEST_MILLIS), kept);

            Set<String> found = found(file);

            undecided.ifPresent(kid -> {
                // It was being destroyed: either is right, and from now on that is what counts.
                if (!found.contains(kid)) {
                    kept.remove(kid);
                }
            });
            assertThat(found).as("kill %d of seed %d", kill, seed).containsAll(kept);
            assertThat(found.size() - kept.size())
                    .as("made, and killed before it could say so; kill %d of seed %d", kill, seed)
                    .isBetween(0, 1);
            kept.addAll(found);
        }
        try (KeyStorage storage = KeyWriter.storage(file)) {
            storage.destroy(storage.load().all().get(0).id());
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, folder.resolve(".agent-keys.p12.lock"));
        }
    }

    /** The key that was being destroyed when the writer died, if one was. */
    private static Optional<String> killAfter(Path file, int millis, Set<String> kept) throws Exception {
        Path said = Files.createTempFile("writer", ".said");
        try {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeyWriter.class.getName(),
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(said.toFile())
                    .start();
            await().atMost(TO_START).until(() -> Files.size(said) > 0);
            // From its first word on it is at work.
            writer.waitFor(millis, TimeUnit.MILLISECONDS);
            writer.destroyForcibly().waitFor();
            Optional<String> undecided = Optional.empty();
            for (String line : Files.readAllLines(said)) {
                undecided = heard(line, kept);
            }
            return undecided;
        } finally {
            Files.delete(said);
        }
    }

    private static Optional<String> heard(String line, Set<String> kept) {
        List<String> words = List.of(line.split(" "));
        String kid = words.size() > 1 ? words.get(1) : "";
        switch (words.get(0)) {
            case "made" -> kept.add(kid);
            case "destroying" -> {
                return Optional.of(kid);
            }
            case "destroyed" -> kept.remove(kid);
            default -> throw new AssertionError("unexpected: " + line);
        }
        return Optional.empty();
    }

    private static Set<String> found(Path file) throws Exception {
        try (KeyStorage storage = KeyWriter.storage(file)) {
            return storage.load().all().stream().map(key -> key.id().value()).collect(Collectors.toSet());
        }
    }
}
