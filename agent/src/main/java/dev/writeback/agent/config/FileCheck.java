package dev.writeback.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/**
 * Why a file that the configuration names cannot be used. Who owns it and who else may read it is not looked at.
 *
 * @param found what is wrong with the file
 * @param accepted what would be right
 */
record FileCheck(String found, String accepted) {
    static Optional<FileCheck> readable(Path file) {
        if (!Files.exists(file)) {
            return Optional.of(new FileCheck("which does not exist", "an existing file"));
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(new FileCheck("which is not a file", "a regular file"));
        }
        if (!Files.isReadable(file)) {
            return Optional.of(new FileCheck("which this user may not read", "a file that the agent's user may read"));
        }
        return Optional.empty();
    }

    static Optional<FileCheck> directory(Path directory) {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(new FileCheck("which is not a directory", "a directory"));
        }
        if (!Files.isWritable(directory)) {
            return Optional.of(new FileCheck("which this user may not write to", "a directory of the agent's user"));
        }
        return Optional.empty();
    }

    /** By its first bytes: 5, then the version 1 or 2 of the format. */
    static Optional<FileCheck> keytab(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (in.read() == 5 && (in.read() & ~3) == 0) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.of(new FileCheck("which cannot be read", "a keytab file"));
        }
        return Optional.of(new FileCheck("which holds something else", "a keytab file, as ktpass or ktutil writes it"));
    }

    static Optional<FileCheck> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty()) {
                return Optional.empty();
            }
        } catch (IOException | CertificateException e) {
            return Optional.of(new FileCheck("which holds something else", "a file with certificates in PEM"));
        }
        return Optional.of(new FileCheck("which holds no certificate", "a file with certificates in PEM"));
    }
}
