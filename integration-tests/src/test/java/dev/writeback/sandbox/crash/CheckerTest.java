package dev.writeback.sandbox.crash;

import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class CheckerTest extends CheckerContract {
    private static EmbeddedDirectory directory;

    @BeforeAll
    static void startDirectory() {
        directory = EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults());
    }

    @AfterAll
    static void stopDirectory() {
        directory.close();
    }

    @Override
    CrashDirectory directory() {
        return new EmbeddedCrashDirectory(directory);
    }
}
