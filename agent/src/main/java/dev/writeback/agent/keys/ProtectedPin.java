package dev.writeback.agent.keys;

import dev.writeback.agent.keys.dpapi.DataProtection;
import dev.writeback.agent.keys.dpapi.DataProtectionException;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** A PIN that nobody has ever seen: made at random for a new key store, and kept as the operating system encrypts it. */
final class ProtectedPin implements PinSource {
    private static final int RANDOM_BYTES = 32;
    private static final int LARGEST = 64 * 1024;

    private final Path file;
    private final Path store;
    private final DataProtection protection;
    private final SecureRandom random;

    /**
     * @param file where the encrypted PIN is
     * @param store which it opens
     */
    ProtectedPin(Path file, Path store, DataProtection protection, SecureRandom random) {
        this.file = file;
        this.store = store;
        this.protection = protection;
        this.random = random;
    }

    @Override
    public Secret read() throws KeyStorageException {
        try {
            if (Files.notExists(file) && Files.notExists(store)) {
                make();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Secret.takeOwnershipOf(protection.unprotect(in.readNBytes(LARGEST)));
            }
        } catch (DataProtectionException e) {
            throw new KeyStorageException(
                    file, String.valueOf(e.getMessage()), "a PIN that was protected on this machine, for this user");
        } catch (IOException e) {
            throw new KeyStorageException(
                    file, "a protected PIN that cannot be read or made", "the one that was made with " + store);
        }
    }

    private void make() throws IOException, DataProtectionException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        byte[] pin = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        try {
            PrivateFile.replace(file, protection.protect(pin));
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(pin, (byte) 0);
        }
    }
}
