package dev.writeback.it.directory;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real Samba AD domain controller. */
final class SambaDirectoryIT extends DirectoryContract {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    @Override
    TestDirectory directory() {
        return SAMBA.server();
    }
}
