package dev.writeback.agent.config;

import dev.writeback.agent.files.Exposure;
import dev.writeback.agent.files.FileGuard;
import dev.writeback.agent.files.Stake;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

    /** Whether the service manager has laid it there. */
    private boolean isCredential() {
        return !place.equals(file.toString());
    }

    @Override
    public Optional<Path> writable() {
        return isCredential() ? Optional.empty() : Optional.of(file);
    }

    @Override
    public List<Exposure> exposures(FileGuard guard) {
        return guard.checkIfThere(file, isCredential() ? Stake.GRANTED_SECRET : Stake.SECRET);
    }

    @Override
    public String toString() {
        return place;
    }
}
