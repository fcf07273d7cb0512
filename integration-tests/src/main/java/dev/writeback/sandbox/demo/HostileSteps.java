package dev.writeback.sandbox.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What must not work: too late, twice, forged, moved, garbage. */
final class HostileSteps {
    private static final String RESET = "reset";
    private static final String DROPPED = "writeback_messages_dropped_total";
    private static final Duration UNTIL_DROPPED = Duration.ofSeconds(10);
    private static final Duration NEVER_ANSWERED = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final DemoStage stage;
    private final Forge forge;

    HostileSteps(DemoStage stage, Forge forge) {
        this.stage = stage;
        this.forge = forge;
    }

    List<Step> steps() {
        return List.of(
                new Step("expired request", RESET, Expectation.of(Outcome.EXPIRED), this::expired),
                new Step("replayed request", RESET, Expectation.of(Outcome.OK_ALREADY), this::replayed),
                new Step(
                        "sealed password moved to another user",
                        RESET,
                        Expectation.refused(Reason.BAD_SECRET),
                        this::moved),
                new Step("forged signature", RESET, Expectation.noAck(), this::forged),
                new Step("garbage", "-", Expectation.noAck(), this::garbage));
    }

    private Observation expired() throws Exception {
        DemoAccount user = stage.account("u10");
        DemoPassword fresh = stage.passwords().fresh();
        return unchanged(Observation.of(stage.cloud().send(forge.lateReset(user.subject(), fresh))), user);
    }

    private Observation replayed() throws Exception {
        DemoAccount user = stage.account("u11");
        DemoPassword fresh = stage.passwords().fresh();
        SealedRequest request;
        try (Secret next = fresh.secret()) {
            Draft draft = Draft.reset(user.subject(), Initiator.self());
            request = stage.cloud().client().seal(draft, Optional.of(next), Optional.empty());
        }
        Optional<Ack> first = stage.cloud().send(request);
        Optional<Ack> second = stage.cloud().send(request);
        return Observation.of(second)
                .check("the first was applied", Observation.of(first).outcomeIs(Outcome.OK))
                .check(
                        "the second is answered from the record",
                        second.map(Ack::recorded).orElse(false))
                .check("the new password binds", user.binds(fresh))
                .check("exactly one write", user.writes() == 1);
    }

    private Observation moved() throws Exception {
        DemoAccount victim = stage.account("u12");
        DemoAccount typist = stage.account("u13");
        DemoPassword fresh = stage.passwords().fresh();
        SealedRequest request = forge.withSecretOf(typist.subject(), victim.subject(), fresh);
        return unchanged(Observation.of(stage.cloud().send(request)), victim);
    }

    private Observation forged() throws Exception {
        DemoAccount user = stage.account("u14");
        double before = stage.agent().metric(DROPPED);
        SealedRequest request =
                forge.signedByAnother(user.subject(), stage.passwords().fresh());
        CompletableFuture<Reply> reply = stage.cloud().client().send(request, NEVER_ANSWERED);
        Observation seen = dropped(before);
        return unchanged(seen.check("no ack came", !reply.isDone()), user);
    }

    private Observation garbage() throws Exception {
        int writes = stage.allWrites();
        double before = stage.agent().metric(DROPPED);
        byte[] body = "{\"this\":\"is not a package\"}".getBytes(US_ASCII);
        stage.cloud().client().post(body, UUID.randomUUID().toString()).get(10, TimeUnit.SECONDS);
        return dropped(before).check("nothing was written", stage.allWrites() == writes);
    }

    /** Waits until the agent has counted one more message as removed, and sees that it serves the next one. */
    private Observation dropped(double before) throws Exception {
        long deadline = System.nanoTime() + UNTIL_DROPPED.toNanos();
        double now = before;
        while (now <= before && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            now = stage.agent().metric(DROPPED);
        }
        return Observation.of(Optional.empty())
                .check("the agent removed and counted one message", now == before + 1)
                .check(
                        "the agent serves the next request",
                        Observation.of(stage.cloud().ping()).outcomeIs(Outcome.OK));
    }

    private Observation unchanged(Observation seen, DemoAccount user) {
        return seen.check("the old password still binds", user.binds(stage.seeded()))
                .check("nothing was written", user.writes() == 0);
    }
}
