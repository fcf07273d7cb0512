package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckTest {
    private static final Check GOOD = Check.ok("good", "as it should be");
    private static final Check BAD = Check.failure("bad", "broken", "mend it");
    private static final Check SO_SO = Check.warning("so-so", "old", "renew it");

    @Test
    void isAsBadAsTheWorstBelowIt() {
        assertThat(Check.of("all", "", List.of(GOOD, SO_SO, Check.of("deeper", "", List.of(BAD))))
                        .worst())
                .isEqualTo(Check.Status.FAILURE);
        assertThat(Check.of("all", "", List.of(GOOD, SO_SO)).worst()).isEqualTo(Check.Status.WARNING);
        assertThat(Check.of("all", "", List.of(GOOD, Check.note("n", "not looked at")))
                        .worst())
                .isEqualTo(Check.Status.OK);
    }

    @Test
    void softensFailuresToWarningsAndKeepsTheirAdvice() {
        Check softened = Check.of("all", "", List.of(GOOD, BAD)).softened();

        assertThat(softened.worst()).isEqualTo(Check.Status.WARNING);
        assertThat(softened.parts().get(1).advice()).contains("mend it");
        assertThat(softened.parts().get(0)).isEqualTo(GOOD);
    }

    @Test
    void hasAdviceExactlyWhereSomethingIsToBeDone() {
        assertThatThrownBy(() -> new Check("x", Check.Status.FAILURE, "broken", Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Check("x", Check.Status.OK, "fine", Optional.of("do it"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void staysOnOneLineWhateverOthersSay() {
        Check check =
                Check.failure("na\nme", "a\r\n\u001b[31mforged\u2028 line \u202etxt", "x\ty\u0000" + "z".repeat(5000));

        assertThat(check.name()).isEqualTo("na me");
        assertThat(check.detail()).isEqualTo("a [31mforged line txt");
        assertThat(check.advice().orElseThrow())
                .startsWith("x y z")
                .endsWith("...")
                .hasSizeLessThan(800);
    }

    @Test
    void showsAHeadingAsBadAsWhatStandsBelowIt() {
        Check failure = Check.failure("bind", "refused", "mend it");

        assertThat(Check.of("directory", "", List.of(Check.ok("TLS", ""), failure))
                        .shown())
                .isEqualTo(Check.Status.FAILURE);
        assertThat(Check.note("ping", "not checked").shown()).isEqualTo(Check.Status.NOTE);
    }
}
