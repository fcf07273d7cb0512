package dev.writeback.it.directory;

import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import org.junit.jupiter.api.AfterEach;

final class EmbeddedResetCostIT extends ResetCostContract {
    private final EmbeddedTestDirectory directory = new EmbeddedTestDirectory(EmbeddedDirectorySettings.defaults());

    @Override
    TestDirectory directory() {
        return directory;
    }

    @AfterEach
    void stop() {
        directory.close();
    }
}
