package dev.writeback.sandbox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeyRing ONE = AgentKeys.generate("hq-1", NOW, new SecureRandom());
    private static final KeyRing BOTH = KeyRing.of(Stream.of("hq-1", "hq-2")
            .<KeyRecord>flatMap(agent -> AgentKeys.generate(agent, NOW, new SecureRandom()).all().stream())
            .toList());

    private final Fleet fleet = new Fleet();

    @Test
    void oneAgentIsAskedForNothing() {
        assertThat(fleet.recipients(ONE).agents()).containsExactly("hq-1");
    }

    @Test
    void ofSeveralNoneGetsARequestBeforeTheRollWasCalled() {
        fleet.heard("hq-1", Optional.of("narrow"));

        assertThatIllegalStateException().isThrownBy(() -> fleet.recipients(BOTH));
    }

    @Test
    void agentsThatAgreeAllGetRequests() {
        roll("narrow", "narrow");

        assertThat(fleet.recipients(BOTH).agents()).containsExactly("hq-1", "hq-2");
    }

    @Test
    void whereTheyDifferFromTheStartNoneDoes() {
        RollCall roll = roll("narrow", "wide");

        assertThat(roll.refused()).containsExactlyInAnyOrder("hq-1", "hq-2");
        assertThatIllegalStateException().isThrownBy(() -> fleet.recipients(BOTH));
    }

    @Test
    void anAgentThatComesBackWithAnotherPolicyIsLeftOutFromItsFirstAnswerOn() {
        roll("narrow", "narrow");

        fleet.heard("hq-2", Optional.of("wide"));

        assertThat(fleet.recipients(BOTH).agents()).containsExactly("hq-1");
    }

    @Test
    void anAgentThatIsNotThereIsLeftOutUntilItIsCalledAgain() {
        fleet.heard("hq-1", Optional.of("narrow"));
        fleet.settle(List.of("hq-1"));
        assertThat(fleet.recipients(BOTH).agents()).containsExactly("hq-1");

        RollCall roll = roll("narrow", "narrow");

        assertThat(roll.admitted()).containsExactlyInAnyOrder("hq-1", "hq-2");
        assertThat(fleet.recipients(BOTH).agents()).containsExactly("hq-1", "hq-2");
    }

    @Test
    void aNewPolicyComesIntoForceWhenAllShowIt() {
        roll("narrow", "narrow");
        assertThat(roll("wide", "narrow").admitted()).containsExactly("hq-2");

        assertThat(roll("wide", "wide").admitted()).containsExactlyInAnyOrder("hq-1", "hq-2");
    }

    @Test
    void anAgentThatShowsNoPolicyIsNotAdmittedAmongSeveral() {
        fleet.heard("hq-1", Optional.of("narrow"));
        fleet.heard("hq-2", Optional.empty());

        assertThat(fleet.settle(List.of("hq-1", "hq-2")).refused()).containsExactly("hq-2");
    }

    private RollCall roll(String first, String second) {
        fleet.heard("hq-1", Optional.of(first));
        fleet.heard("hq-2", Optional.of(second));
        return fleet.settle(List.of("hq-1", "hq-2"));
    }
}
