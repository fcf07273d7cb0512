package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.policy.PolicyInForce.Acceptance;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyInForceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final OperationSettings ALL = new OperationSettings(true, true, true, true, true);
    private static final OperationSettings NO_RESET = new OperationSettings(false, true, true, true, true);

    @TempDir
    Path directory;

    private AgentConfig local;
    private Path file;

    @BeforeEach
    void layFiles() throws Exception {
        local = new ConfigFiles(directory).load(ConfigFiles.MINIMAL);
        Files.createDirectories(local.agent().stateDirectory());
        file = local.agent().stateDirectory().resolve("tenant-switches");
    }

    @Test
    void theLocalFileAloneDecidesUntilTheFirstSwitchesCome() {
        PolicyInForce policy = open();

        assertThat(policy.operations()).containsExactly("reset", "change", "adminReset", "validate");
        assertThat(policy.epoch()).isZero();
        assertThat(policy.closed()).isEmpty();
    }

    @Test
    void theCloudSwitchesOffAndNeverOn() {
        PolicyInForce policy = open();

        assertThat(policy.accept(switches(3, NO_RESET))).isEqualTo(Acceptance.ACCEPTED);

        assertThat(policy.operations()).containsExactly("change", "adminReset", "validate");
        assertThat(policy.epoch()).isEqualTo(3);
        assertThat(allows(policy.now())).isFalse();
    }

    @Test
    void tellsWhoHasSwitchedWhat() {
        PolicyInForce policy = open();
        assertThat(policy.origins()).isEqualTo(new PolicyInForce.Origins(OperationSettings.DEFAULT, Optional.empty()));

        policy.accept(switches(1, NO_RESET));

        assertThat(policy.origins())
                .isEqualTo(new PolicyInForce.Origins(OperationSettings.DEFAULT, Optional.of(NO_RESET)));
    }

    @Test
    void whatTheAgentAsksOfItselfObeysTheSwitchesAndCountsTowardsNobodysLimit() {
        PolicyInForce policy = open();
        policy.accept(
                new TenantSwitches(1, ALL, Optional.empty(), Optional.of(new Rate(1, Duration.ofSeconds(86_400)))));

        assertThat(allows(policy.uncounted().now())).isTrue();
        assertThat(allows(policy.uncounted().now())).isTrue();
        assertThat(allows(policy.now())).isTrue();
        assertThat(allows(policy.now())).isFalse();
        assertThat(allows(policy.uncounted().now())).isTrue();

        policy.accept(switches(2, NO_RESET));
        assertThat(allows(policy.uncounted().now())).isFalse();
    }

    @Test
    void whatWasAcceptedSurvivesARestart() throws Exception {
        TenantSwitches switches = new TenantSwitches(
                9_007_199_254_740_991L,
                NO_RESET,
                Optional.of(new Rate(1, Duration.ofSeconds(86_400))),
                Optional.of(new Rate(1_000_000, Duration.ofSeconds(1))));
        PolicyInForce before = open();
        before.accept(switches);

        PolicyInForce after = open();

        assertThat(after.epoch()).isEqualTo(switches.epoch());
        assertThat(after.digest()).isEqualTo(before.digest());
        assertThat(new TenantSwitchesFile(local.agent().stateDirectory()).read())
                .contains(switches);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theEpochOnlyRises() {
        PolicyInForce policy = open();
        policy.accept(switches(3, NO_RESET));

        assertThat(policy.accept(switches(3, ALL))).isEqualTo(Acceptance.OLDER_EPOCH);
        assertThat(policy.accept(switches(2, ALL))).isEqualTo(Acceptance.OLDER_EPOCH);
        assertThat(open().accept(switches(3, ALL))).isEqualTo(Acceptance.OLDER_EPOCH);

        assertThat(allows(policy.now())).isFalse();
        assertThat(policy.refusedEpoch()).isEmpty();
        assertThat(policy.accept(switches(4, ALL))).isEqualTo(Acceptance.ACCEPTED);
        assertThat(allows(policy.now())).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> switches(0, ALL));
    }

    @Test
    void aRequestKeepsThePolicyThatItBeganWith() {
        PolicyInForce policy = open();
        Policy begun = policy.now();

        policy.accept(switches(1, NO_RESET));

        assertThat(allows(begun)).isTrue();
        assertThat(allows(policy.now())).isFalse();
    }

    @Test
    void newSwitchesGiveNobodyAFreshBudget() {
        PolicyInForce policy = open();
        Rate one = new Rate(1, Duration.ofHours(1));
        allows(policy.now());

        policy.accept(new TenantSwitches(1, ALL, Optional.empty(), Optional.of(one)));

        assertThat(allows(policy.now())).isFalse();
    }

    @Test
    void whatTheAcksShowChangesWithThePolicyAndOnlyWithIt() {
        PolicyInForce policy = open();
        String alone = policy.digest();

        policy.accept(switches(1, ALL));
        assertThat(policy.digest()).as("nothing was narrowed").isEqualTo(alone);
        policy.accept(switches(2, NO_RESET));
        assertThat(policy.digest()).isNotEqualTo(alone);
        policy.accept(switches(3, ALL));
        assertThat(policy.digest()).isEqualTo(alone);
    }

    @Test
    void anotherLocalFileTakesThePlaceOfTheFirstAndTheSwitchesStay() throws Exception {
        PolicyInForce policy = open();
        policy.accept(switches(1, NO_RESET));

        policy.follow(new ConfigFiles(directory).load(ConfigFiles.MINIMAL + "operations: {change: false}\n"));

        assertThat(policy.operations()).containsExactly("adminReset", "validate");
        assertThat(policy.epoch()).isEqualTo(1);
    }

    @Test
    void anotherLocalFileGivesNobodyAFreshBudget() throws Exception {
        String two = ConfigFiles.MINIMAL + "limits: {perAgent: {count: 2, seconds: 60}}\n";
        local = new ConfigFiles(directory).load(two);
        PolicyInForce policy = open();
        assertThat(allows(policy.now())).isTrue();
        assertThat(allows(policy.now())).isTrue();

        policy.follow(new ConfigFiles(directory).load(two.replace("seconds: 60", "seconds: 61")));
        assertThat(allows(policy.now())).isFalse();

        policy.follow(new ConfigFiles(directory).load(two.replace("count: 2", "count: 3")));
        assertThat(allows(policy.now())).as("one more than before").isTrue();
        assertThat(allows(policy.now())).isFalse();
    }

    @Test
    void thePauseWinsOverTheFileAndTheCloudAndARestart() throws Exception {
        PolicyInForce policy = open();
        String open = policy.digest();

        policy.pause(true);

        assertThat(policy.isPaused()).isTrue();
        assertThat(policy.operations()).isEmpty();
        assertThat(policy.closed().orElseThrow()).startsWith("paused since 2026-11-23");
        assertThat(policy.digest()).as("other agents decide otherwise").isNotEqualTo(open);
        policy.accept(switches(1, ALL));
        policy.follow(new ConfigFiles(directory).load(ConfigFiles.MINIMAL + "operations: {unlock: true}\n"));
        assertThat(policy.operations()).isEmpty();
        assertThat(allows(policy.now())).isFalse();
        assertThat(allows(open().now())).as("after a restart").isFalse();

        policy.pause(false);
        assertThat(policy.closed()).isEmpty();
        assertThat(policy.operations()).contains("reset", "unlock");
        assertThat(allows(open().now())).isTrue();
    }

    @Test
    void damagedSwitchesTurnEverythingOffUntilTheCloudSendsThemAgain() throws Exception {
        open().accept(switches(7, NO_RESET));
        Files.writeString(file, Files.readString(file).replace("\"reset\":false", "\"reset\":true"));

        PolicyInForce policy = open();

        assertThat(policy.operations()).isEmpty();
        assertThat(allows(policy.now())).isFalse();
        assertThat(policy.epoch()).isZero();
        assertThat(policy.closed().orElseThrow())
                .contains(file.toString(), "damaged", "every operation is off", "move the file away");

        assertThat(policy.accept(switches(7, NO_RESET))).isEqualTo(Acceptance.ACCEPTED);
        assertThat(policy.closed()).isEmpty();
        assertThat(policy.operations()).containsExactly("change", "adminReset", "validate");
        assertThat(open().closed()).isEmpty();
    }

    @Test
    void switchesThatCannotBeKeptAreNotInForce() throws Exception {
        PolicyInForce policy = open();
        policy.accept(switches(1, ALL));
        Path state = local.agent().stateDirectory();
        Files.delete(file);
        Files.delete(state);

        assertThat(policy.accept(switches(2, NO_RESET))).isEqualTo(Acceptance.NOT_STORED);

        assertThat(policy.epoch()).isEqualTo(1);
        assertThat(policy.refusedEpoch()).hasValue(2);
        Files.createDirectories(state);
        assertThat(policy.accept(switches(2, NO_RESET))).isEqualTo(Acceptance.ACCEPTED);
        assertThat(policy.refusedEpoch()).isEmpty();
    }

    @Test
    void aRefusedEpochIsShownUntilNewerSwitchesAreInForce() {
        PolicyInForce policy = open();
        policy.accept(switches(4, ALL));

        policy.refuse(3);
        assertThat(policy.refusedEpoch())
                .as("it is older than what is in force")
                .isEmpty();
        policy.refuse(5);
        assertThat(policy.refusedEpoch()).hasValue(5);
        assertThat(policy.epoch()).isEqualTo(4);

        policy.accept(switches(6, ALL));
        assertThat(policy.refusedEpoch()).isEmpty();
    }

    @Test
    void switchesThatShowNoEpochAreRefusedWithNought() {
        PolicyInForce policy = open();
        policy.accept(switches(4, ALL));

        policy.refuse(0);

        assertThat(policy.refusedEpoch()).hasValue(0);
        assertThat(policy.epoch()).isEqualTo(4);
    }

    private PolicyInForce open() {
        return PolicyInForce.open(local, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static TenantSwitches switches(long epoch, OperationSettings operations) {
        return new TenantSwitches(epoch, operations, Optional.empty(), Optional.empty());
    }

    private static boolean allows(Policy policy) {
        WritebackRequest reset = new WritebackRequest.Reset(
                new WritebackRequest.Header(
                        new RequestId("00000000-0000-4000-8000-000000000001"),
                        NOW,
                        NOW.plusSeconds(60),
                        Optional.empty()),
                new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10"),
                Initiator.self(),
                false,
                false);
        return policy.decideOperation(reset, true) instanceof Decision.Permit;
    }
}
