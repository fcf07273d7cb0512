package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.relay.RelayRefusal.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of the relay's answers; the real relay is asked elsewhere. */
final class RelayCheckTest {
    @SafeVarargs
    private static Check.Status key(Optional<Kind>... answers) {
        return RelayCheck.key("the key 'agent'", 2, List.of(answers)).status();
    }

    @Test
    void callsAKeyAcceptedWhenARightIsGranted() {
        assertThat(key(Optional.empty(), Optional.of(Kind.SILENCE))).isEqualTo(Check.Status.OK);
    }

    @ParameterizedTest
    @EnumSource(names = {"RIGHT", "QUEUE", "DISABLED"})
    void callsAKeyAcceptedWhenOnlySomethingElseIsWrong(Kind kind) {
        assertThat(key(Optional.of(kind), Optional.of(Kind.SILENCE))).isEqualTo(Check.Status.OK);
    }

    @Test
    void doesNotSpeakForAKeyThatNobodyAnsweredFor() {
        assertThat(key(Optional.of(Kind.SILENCE), Optional.of(Kind.SILENCE))).isEqualTo(Check.Status.NOTE);
        assertThat(key(Optional.of(Kind.OTHER), Optional.of(Kind.KEY))).isEqualTo(Check.Status.NOTE);
        assertThat(key()).isEqualTo(Check.Status.NOTE);
    }

    @Test
    void callsAKeyRefusedWhenItIsForEveryQueue() {
        assertThat(key(Optional.of(Kind.KEY), Optional.of(Kind.KEY))).isEqualTo(Check.Status.FAILURE);
    }
}
