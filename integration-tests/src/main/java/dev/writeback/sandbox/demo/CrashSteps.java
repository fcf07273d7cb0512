package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.site.Site;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a crash does to a request: nothing. */
final class CrashSteps {
    private static final long PATIENCE_SECONDS = 60;

    private final DemoStage stage;
    private final Site site;
    private final DemoAgent agent;

    CrashSteps(DemoStage stage, Site site, DemoAgent agent) {
        this.stage = stage;
        this.site = site;
        this.agent = agent;
    }

    List<Step> steps() {
        return List.of(new Step(
                "agent killed between write and ack",
                "reset",
                Expectation.of(Outcome.OK_ALREADY),
                this::killedBetweenWriteAndAck));
    }

    private Observation killedBetweenWriteAndAck() throws Exception {
        DemoAccount user = stage.account("u13");
        DemoPassword fresh = stage.passwords().fresh();
        CompletableFuture<Reply> reply = killWhenWritten(user, fresh);
        int writesAtDeath = user.writes();
        agent.startAgain();
        return Observation.of(DemoCloud.ackOf(reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS)))
                .check("it had been written when the agent died", writesAtDeath == 1)
                .check("one write", user.writes() == 1)
                .check("the new password binds", user.binds(fresh))
                .check("the old password does not bind", !user.binds(stage.seeded()));
    }

    /** The directory holds its answer back until the agent is dead. */
    private CompletableFuture<Reply> killWhenWritten(DemoAccount user, DemoPassword fresh)
            throws IOException, InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        site.directory().orElseThrow().whenApplied(() -> {
            written.countDown();
            awaitUninterrupted(dead);
        });
        try {
            CompletableFuture<Reply> reply = stage.cloud().beginReset(user.subject(), fresh);
            if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nothing was written within " + PATIENCE_SECONDS + " s");
            }
            agent.kill();
            return reply;
        } finally {
            site.directory().orElseThrow().whenApplied(() -> {});
            dead.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
