package dev.writeback.sandbox.cloud;

import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents' public keys from a file that is read again when it changes. While a changed file cannot be read, the keys read
 * last stay. Thread-safe.
 */
final class AgentKeys implements Supplier<KeyRing> {
    private static final Logger log = LoggerFactory.getLogger(AgentKeys.class);

    private final Path file;
    private Version version;
    private KeyRing keys;

    private record Version(FileTime modified, long size) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size());
        }
    }

    /** Reads the file for the first time. */
    AgentKeys(Path file) throws IOException, JwkException {
        this.file = file;
        this.version = Version.of(file);
        this.keys = JwkSets.readPublic(Files.readAllBytes(file));
    }

    @Override
    public synchronized KeyRing get() {
        try {
            Version now = Version.of(file);
            if (!now.equals(version)) {
                keys = JwkSets.readPublic(Files.readAllBytes(file));
                version = now;
            }
        } catch (IOException | JwkException e) {
            log.atWarn()
                    .setMessage("the agents' keys were not read again; the former ones stay")
                    .addKeyValue("file", file)
                    .addKeyValue("cause", e.getMessage())
                    .log();
        }
        return keys;
    }
}
