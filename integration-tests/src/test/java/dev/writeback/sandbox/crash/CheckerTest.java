package dev.writeback.sandbox.crash;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class CheckerTest extends CheckerContract {
    private static CrashDirectory directory;

    @BeforeAll
    static void startDirectory() {
        directory = EmbeddedCrashDirectory.start();
    }

    @AfterAll
    static void stopDirectory() {
        directory.close();
    }

    @Override
    CrashDirectory directory() {
        return directory;
    }
}
