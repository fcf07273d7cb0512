package dev.writeback.agent.config;

import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A secret that is the content of a file, which may be a systemd credential.
 *
 * @param place how the configuration named it
 */
record FileSecret(Path file, String place) implements SecretReference {
    @Override
    public Secret read() {
        byte[] buffer = new byte[SecretBytes.LARGEST + 1];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            if (length > SecretBytes.LARGEST) {
                throw new SecretUnavailableException(place + " is larger than " + SecretBytes.LARGEST + " bytes");
            }
            return SecretBytes.withoutLineEnd(Arrays.copyOf(buffer, length), place);
        } catch (IOException e) {
            throw new SecretUnavailableException(
                    place + " cannot be read: " + e.getClass().getSimpleName());
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    @Override
    public Optional<Path> writable() {
        // A credential is the service manager's.
        return place.equals(file.toString()) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public String toString() {
        return place;
    }
}
