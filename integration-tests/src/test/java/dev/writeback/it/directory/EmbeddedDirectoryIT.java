package dev.writeback.it.directory;

import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import org.junit.jupiter.api.AfterAll;

/** The contract on the embedded directory: what holds on Samba AD holds here, or the embedded directory is wrong. */
@HeldOn("embedded directory")
final class EmbeddedDirectoryIT extends DirectoryContract {
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
