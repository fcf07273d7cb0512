package dev.writeback.sandbox.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The book of agents as two files.
 *
 * @param keys the JWK set that those who seal requests read
 * @param book the rest
 */
public record BookFiles(Path keys, Path book) implements AgentBook.Store {
    @Override
    public byte[] readKeys() throws IOException {
        return Files.exists(keys) ? Files.readAllBytes(keys) : "{\"keys\":[]}".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Optional<byte[]> readBook() throws IOException {
        return Files.exists(book) ? Optional.of(Files.readAllBytes(book)) : Optional.empty();
    }

    @Override
    public void keep(byte[] newKeys, byte[] newBook) throws IOException {
        replace(keys, newKeys);
        replace(book, newBook);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
