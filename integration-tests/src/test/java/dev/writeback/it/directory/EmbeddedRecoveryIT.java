package dev.writeback.it.directory;

import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import org.junit.jupiter.api.AfterAll;

/** The recovery table on the embedded directory. */
@HeldOn("embedded directory")
final class EmbeddedRecoveryIT extends RecoveryContract {
    private final EmbeddedTestDirectory directory = new EmbeddedTestDirectory(EmbeddedDirectorySettings.defaults());

    @Override
    TestDirectory directory() {
        return directory;
    }

    @AfterAll
    void stop() {
        directory.close();
    }
}
