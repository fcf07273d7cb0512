package dev.writeback.it.directory;

import org.junit.jupiter.api.extension.RegisterExtension;

final class SambaResetCostIT extends ResetCostContract {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    @Override
    TestDirectory directory() {
        return new SambaTestDirectory(SAMBA.server());
    }
}
