package dev.writeback.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.message.Reason;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypeTest {
    @Test
    void noNumberAndNoNameIsGivenTwice() {
        assertThat(Arrays.stream(EventType.values()).map(EventType::id)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(EventType.values()).map(EventType::label)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aNameIsLowerCaseWordsBetweenDots(EventType type) {
        assertThat(type.label()).matches("[a-z_]+(\\.[a-z_]+)+");
        assertThat(type.id()).isBetween(100, 999);
        assertThat(type.meaning()).endsWith(".");
    }

    /** The reference's undocumented and deprecated numbers have no meaning that anybody could know. */
    @Test
    void noNumberOfTheReferenceIsInvented() {
        Set<Integer> documented = EventCatalogueTest.REFERENCE.keySet();
        assertThat(Arrays.stream(EventType.values())
                        .filter(type -> type.msEventId().isPresent())
                        .map(type -> type.msEventId().getAsInt())
                        .collect(Collectors.toSet()))
                .isSubsetOf(documented)
                .doesNotContain(32016, 32017, 32018);
    }

    @ParameterizedTest
    @CsvSource({
        "RESET_STARTED, 31001", "RESET_SUCCEEDED, 31002", "RESET_FAILED, 31003",
        "CHANGE_STARTED, 31006", "CHANGE_SUCCEEDED, 31007", "CHANGE_FAILED, 31008",
        "ADMIN_RESET_STARTED, 31009", "ADMIN_RESET_SUCCEEDED, 31010", "ADMIN_RESET_FAILED, 31011",
        "USER_NOT_FOUND, 33002", "ACCESS_DENIED, 33004", "POLICY_VIOLATION, 33008"
    })
    void rulesMadeForTheReferenceFindOurs(EventType type, int number) {
        assertThat(type.msEventId()).hasValue(number);
    }

    @Test
    void everyReasonHasACauseOfItsOwn() {
        assertThat(Arrays.stream(Reason.values()).map(EventType::causeOf)).doesNotHaveDuplicates();
    }
}
