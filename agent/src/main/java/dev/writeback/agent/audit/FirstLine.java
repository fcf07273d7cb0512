package dev.writeback.agent.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first record of a file. */
final class FirstLine {
    private FirstLine() {}

    static Optional<ReadLine> of(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return Optional.ofNullable(reader.readLine()).flatMap(ReadLine::of);
        }
    }
}
