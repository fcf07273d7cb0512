package dev.writeback.agent.keys;

import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cloud's public keys: a JWK set with request-signing keys and ack keys (PWB/1, section 7). */
public final class CloudKeys {
    private CloudKeys() {}

    /**
     * Reads the whole set; the times of the keys are not looked at.
     *
     * @throws KeyStorageException when the file is no such set, or lacks a key of either use
     */
    public static KeyRing read(Path file) throws KeyStorageException {
        KeyRing keys = parse(file);
        if (!keys.agents().isEmpty()) {
            throw new KeyStorageException(file, "keys of the agents " + keys.agents(), "keys of the cloud alone");
        }
        for (KeyUse use : KeyUse.values()) {
            if (keys.all().stream().noneMatch(key -> key.use() == use)) {
                throw new KeyStorageException(
                        file,
                        "no key with use " + use.wireName(),
                        "at least one key with use sig and one with use enc");
            }
        }
        return keys;
    }

    private static KeyRing parse(Path file) throws KeyStorageException {
        try (InputStream in = Files.newInputStream(file)) {
            return JwkSets.readPublic(in.readNBytes(JwkSets.MAX_BYTES + 1));
        } catch (JwkException e) {
            throw new KeyStorageException(file, String.valueOf(e.getMessage()), "a JWK set with public keys on P-256");
        } catch (IOException e) {
            throw new KeyStorageException(file, "a file that cannot be read", "a JWK set");
        }
    }
}
