package dev.writeback.it.directory;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The recovery table on a real Samba AD domain controller. */
@HeldOn("Samba AD")
final class SambaRecoveryIT extends RecoveryContract {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    @Override
    TestDirectory directory() {
        return new SambaTestDirectory(SAMBA.server());
    }
}
