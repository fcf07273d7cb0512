package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.util.List;

/** Changes with the current password. pso01 has a policy of its own without a least age, so it may change at once. */
final class ChangeSteps {
    private static final String CHANGE = "change";

    private final DemoStage stage;

    ChangeSteps(DemoStage stage) {
        this.stage = stage;
    }

    List<Step> steps() {
        return List.of(
                new Step("change", CHANGE, Expectation.of(Outcome.OK), this::change),
                new Step(
                        "change, wrong current password",
                        CHANGE,
                        Expectation.refused(Reason.WRONG_CURRENT_PASSWORD),
                        this::wrongCurrent),
                new Step("change, too short", CHANGE, Expectation.refused(Violation.TOO_SHORT), this::tooShort),
                new Step(
                        "change, too soon after the last one",
                        CHANGE,
                        Expectation.refused(Violation.TOO_YOUNG),
                        this::tooYoung),
                new Step("change back to an old one", CHANGE, Expectation.refused(Violation.HISTORY), this::history),
                new Step(
                        "change, user cannot change password",
                        CHANGE,
                        Expectation.refused(Reason.CHANGE_FORBIDDEN),
                        this::forbidden));
    }

    private Observation change() throws Exception {
        DemoAccount user = stage.account("pso01");
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().change(user.subject(), stage.seeded(), fresh))
                .check("the new password binds", user.binds(fresh))
                .check("the old password does not bind", !user.binds(stage.seeded()))
                .check("one write", user.writes() == 1);
    }

    private Observation wrongCurrent() throws Exception {
        DemoAccount user = stage.settledAccount("u06");
        DemoPassword fresh = stage.passwords().fresh();
        DemoPassword wrong = stage.passwords().fresh();
        return Observation.of(stage.cloud().change(user.subject(), wrong, fresh))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }

    private Observation tooShort() throws Exception {
        DemoAccount user = stage.account("mustchange01");
        DemoPassword weak = stage.passwords().tooShort();
        return Observation.of(stage.cloud().change(user.subject(), stage.seeded(), weak))
                .check("the refused password does not bind", !user.binds(weak))
                .check("nothing was written", user.writes() == 0);
    }

    private Observation tooYoung() throws Exception {
        DemoAccount user = stage.account("u15");
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().change(user.subject(), stage.seeded(), fresh))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }

    private Observation history() throws Exception {
        DemoAccount user = stage.account("pso01");
        DemoPassword first = stage.passwords().fresh();
        DemoPassword second = stage.passwords().fresh();
        Observation seen = Observation.of(stage.cloud().reset(user.subject(), first));
        boolean prepared = seen.outcomeIs(Outcome.OK)
                && Observation.of(stage.cloud().change(user.subject(), first, second))
                        .outcomeIs(Outcome.OK);
        return Observation.of(stage.cloud().change(user.subject(), second, first))
                .check("two changes went before", prepared)
                .check("the current password still binds", user.binds(second))
                .check("nothing more was written", user.writes() == 2);
    }

    private Observation forbidden() throws Exception {
        DemoAccount user = stage.account("cantchange01");
        DemoPassword fresh = stage.passwords().fresh();
        return Observation.of(stage.cloud().change(user.subject(), stage.seeded(), fresh))
                .check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }
}
