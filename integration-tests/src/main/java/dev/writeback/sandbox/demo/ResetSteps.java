package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.util.List;

/** Resets that must work, and resets that must be refused. */
final class ResetSteps {
    private static final String RESET = "reset";

    private final DemoStage stage;

    ResetSteps(DemoStage stage) {
        this.stage = stage;
    }

    List<Step> steps() {
        return List.of(
                new Step("reset", RESET, Expectation.of(Outcome.OK), this::reset),
                new Step("reset, must change at sign-in", RESET, Expectation.of(Outcome.OK), this::mustChange),
                new Step("reset and unlock in one write", RESET, Expectation.of(Outcome.OK), this::resetAndUnlock),
                new Step("reset, too short", RESET, Expectation.refused(Violation.TOO_SHORT), this::tooShort),
                new Step("user not found", RESET, Expectation.refused(Reason.USER_NOT_FOUND), this::notFound),
                new Step("out of scope", RESET, Expectation.refused(Reason.OUT_OF_SCOPE), () -> refused("outside01")),
                new Step(
                        "protected account",
                        RESET,
                        Expectation.refused(Reason.PROTECTED_ACCOUNT),
                        () -> refused("admin01")),
                new Step(
                        "operation switched off (admin reset)",
                        RESET,
                        Expectation.refused(Reason.OPERATION_DISABLED),
                        this::switchedOff));
    }

    private Observation reset() throws Exception {
        DemoAccount user = stage.account("u01");
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().reset(user.subject(), fresh))
                .check("the new password binds", user.binds(fresh))
                .check("the old password does not bind", !user.binds(stage.seeded()))
                .check("one write", user.writes() == 1);
    }

    private Observation mustChange() throws Exception {
        DemoAccount user = stage.account("u02");
        DemoPassword first = stage.passwords().fresh();
        DemoPassword second = stage.passwords().fresh();
        Observation seen = Observation.of(stage.cloud().resetMustChange(user.subject(), first))
                .check("the new password does not bind before it is changed", !user.binds(first))
                .check("the old password does not bind", !user.binds(stage.seeded()))
                .check("one write", user.writes() == 1);
        // Only a right current password can be changed: this tells "must change" from "wrong".
        return seen.check(
                        "the user can change it",
                        Observation.of(stage.cloud().change(user.subject(), first, second))
                                .outcomeIs(Outcome.OK))
                .check("the password chosen then binds", user.binds(second));
    }

    private Observation resetAndUnlock() throws Exception {
        DemoAccount user = stage.lockedAccount("u03");
        DemoPassword fresh = stage.passwords().fresh();
        boolean locked = !user.binds(stage.seeded());
        return Observation.of(stage.cloud().resetAndUnlock(user.subject(), fresh))
                .check("the account was locked", locked)
                .check("the new password binds", user.binds(fresh));
    }

    private Observation tooShort() throws Exception {
        DemoAccount user = stage.account("u04");
        DemoPassword weak = stage.passwords().tooShort();
        return Observation.of(stage.cloud().reset(user.subject(), weak))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }

    private Observation notFound() throws Exception {
        int before = stage.allWrites();
        return Observation.of(
                        stage.cloud().reset(stage.nobody(), stage.passwords().fresh()))
                .check("nothing was written", stage.allWrites() == before);
    }

    private Observation refused(String name) throws Exception {
        DemoAccount user = stage.account(name);
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().reset(user.subject(), fresh))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }

    private Observation switchedOff() throws Exception {
        DemoAccount user = stage.account("u05");
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().adminReset(user.subject(), fresh))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }
}
