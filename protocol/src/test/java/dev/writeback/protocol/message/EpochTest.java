package dev.writeback.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EpochTest {
    @Test
    void onlyAHigherOneSupersedes() {
        Epoch seven = new Epoch(7);

        assertThat(new Epoch(8).supersedes(seven)).isTrue();
        assertThat(new Epoch(Epoch.LARGEST).supersedes(seven)).isTrue();
        assertThat(seven.supersedes(seven)).isFalse();
        assertThat(new Epoch(6).supersedes(seven)).isFalse();
        assertThat(Epoch.NONE.supersedes(Epoch.NONE)).isFalse();
        assertThat(seven.next().supersedes(seven)).isTrue();
    }

    @Test
    void staysWithinWhatJsonCarries() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(Epoch.LARGEST + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(Epoch.LARGEST).next());
    }
}
