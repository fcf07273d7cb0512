package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Violation;
import java.util.List;

/** What touches no password: ping, unlock, validate. */
final class UnlockSteps {
    private static final String UNLOCK = "unlock";
    private static final String VALIDATE = "validate";

    private final DemoStage stage;

    UnlockSteps(DemoStage stage) {
        this.stage = stage;
    }

    Step ping() {
        return new Step("ping", "ping", Expectation.of(Outcome.OK), () -> {
            int before = stage.allWrites();
            return Observation.of(stage.cloud().ping()).check("nothing was written", stage.allWrites() == before);
        });
    }

    List<Step> steps() {
        return List.of(
                new Step("unlock a locked user", UNLOCK, Expectation.of(Outcome.OK), this::unlockLocked),
                new Step("unlock an unlocked user", UNLOCK, Expectation.of(Outcome.OK), this::unlockUnlocked),
                new Step("validate a good password", VALIDATE, Expectation.of(Outcome.OK), this::validateGood),
                new Step("validate a bad one", VALIDATE, Expectation.refused(Violation.TOO_SHORT), this::validateBad));
    }

    private Observation unlockLocked() throws Exception {
        DemoAccount user = stage.lockedAccount("u07");
        boolean locked = !user.binds(stage.seeded());
        return Observation.of(stage.cloud().unlock(user.subject()))
                .check("the right password did not bind before", locked)
                .check("the right password binds", user.binds(stage.seeded()));
    }

    private Observation unlockUnlocked() throws Exception {
        DemoAccount user = stage.account("u08");
        return Observation.of(stage.cloud().unlock(user.subject()))
                .check("the password still binds", user.binds(stage.seeded()));
    }

    private Observation validateGood() throws Exception {
        DemoAccount user = stage.account("u09");
        DemoPassword fresh = stage.passwords().fresh();
        return unchanged(Observation.of(stage.cloud().validate(user.subject(), fresh)), user);
    }

    private Observation validateBad() throws Exception {
        DemoAccount user = stage.account("u09");
        DemoPassword weak = stage.passwords().tooShort();
        return unchanged(Observation.of(stage.cloud().validate(user.subject(), weak)), user);
    }

    private Observation unchanged(Observation seen, DemoAccount user) {
        return seen.check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }
}
