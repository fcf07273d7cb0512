package dev.writeback.sandbox.crash;

import dev.writeback.it.directory.SambaExtension;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That a domain controller's own database tells as much as the embedded directory's log. */
final class SambaCheckerIT extends CheckerContract {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static CrashDirectory directory;

    @BeforeAll
    static void lookIntoTheDirectory() throws IOException {
        directory = SambaCrashDirectory.open(SAMBA.server(), 0);
    }

    @AfterAll
    static void leaveTheDirectory() {
        directory.close();
    }

    @Override
    CrashDirectory directory() {
        return directory;
    }
}
