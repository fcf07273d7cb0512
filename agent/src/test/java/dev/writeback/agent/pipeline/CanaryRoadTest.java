package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.canary.Canary;
import dev.writeback.agent.canary.CanaryCloud;
import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.policy.Policy;
import dev.writeback.agent.policy.Scope;
import dev.writeback.agent.policy.Switches;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The canary's requests on the road of everybody's. */
class CanaryRoadTest extends PipelineFixture {
    private final SecureRandom random = new SecureRandom();
    private final KeyRing agent = KeyRing.of(Keys.generate(
            KeyUse.ENC, Optional.of(Cloud.AGENT), START.minusSeconds(60), START.plusSeconds(3600), random));
    private final CanaryCloud canaryCloud = new CanaryCloud(() -> agent, Cloud.AUDIENCE, clock, random);
    private final RequestPipeline road = road();
    private final List<Conclusion> ended = new ArrayList<>();

    private RequestPipeline road() {
        Limits limits = Limits.forResponseTime(Duration.ofSeconds(10));
        Policy policy = new Policy(
                new Switches(true, false, false, false, false, false),
                new Scope(
                        Map.of(
                                "corp",
                                new Scope.Subtrees(List.of(DistinguishedName.of("OU=Staff,DC=corp")), List.of())),
                        Set.of()),
                new Rate(50, Duration.ofMinutes(1)),
                new Rate(20, Duration.ofHours(1)),
                clock);
        RequestEvents events = new RequestEvents(Events.NONE, clock);
        Acknowledgement acknowledgement = new Acknowledgement(cloud.acks(), events, PipelineObserver.NONE);
        Directories directories = new Directories(Map.of("corp", directory));
        Recovery recovery = new Recovery(directories, limits, recheck);
        var opener = canaryCloud.opener();
        Execution execution = new Execution(() -> policy, directories, opener, journal, recovery, limits);
        Admission admission =
                new Admission(journal, execution, recovery, acknowledgement, events, new Hold(Duration.ZERO), limits);
        return new RequestPipeline(
                opener,
                admission,
                acknowledgement,
                directives,
                limits,
                events,
                PipelineObserver.NONE,
                clock,
                clock,
                Waypoints.NONE);
    }

    private void run(UUID account) {
        CanaryObserver observer = new CanaryObserver() {
            @Override
            public void ended(Conclusion conclusion, boolean written) {
                assertThat(written).isEqualTo(conclusion.outcome() == Outcome.OK);
                ended.add(conclusion);
            }

            @Override
            public void failed() {
                throw new AssertionError("no conclusion");
            }

            @Override
            public void skipped() {
                throw new AssertionError("no run");
            }
        };
        new Canary(canaryCloud, road, journal, Cloud.subject(account), () -> true, observer, clock, random).run();
    }

    @Test
    void eachRunWritesAnotherPasswordThatNobodyKeeps() {
        run(user);
        run(user);

        assertThat(ended).extracting(Conclusion::outcome).containsExactly(Outcome.OK, Outcome.OK);
        assertThat(directory.calls).hasSize(2).doesNotHaveDuplicates().allMatch(call -> call.startsWith("reset to "));
        assertThat(directory.secrets).allMatch(CanaryRoadTest::isClosed);
        assertThat(journal.size()).isEqualTo(2);
    }

    private static boolean isClosed(Secret secret) {
        try {
            secret.use(bytes -> {});
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void accountThatIsProtectedOutOfScopeOrGoneIsRefusedLikeAnybodys() {
        run(directory.add("CN=canary,OU=Staff,DC=corp", Account.Protection.ADMIN_COUNT));
        run(directory.add("CN=canary,OU=Board,DC=corp"));
        run(UUID.randomUUID());

        assertThat(ended)
                .containsExactly(
                        Conclusion.refused(Reason.PROTECTED_ACCOUNT),
                        Conclusion.refused(Reason.OUT_OF_SCOPE),
                        Conclusion.refused(Reason.USER_NOT_FOUND));
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void directoryThatIsAwayShows() {
        directory.available = false;

        run(user);

        assertThat(ended).containsExactly(Conclusion.of(Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE));
    }

    @Test
    void writeWhoseAnswerWasLostIsConcludedAtTheLastDelivery() {
        directory.answer = () -> {
            directory.available = false;
            return new DirectoryOutcome.Unknown(FakeDirectory.SERVER, "connection reset");
        };
        directory.beforeFind = () -> clock.advance(Duration.ofSeconds(10));

        run(user);

        assertThat(directory.calls).hasSize(1);
        assertThat(ended).containsExactly(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_UNAVAILABLE));
    }
}
