package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.site.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a crash does to a request: nothing. */
final class CrashSteps {
    private static final long PATIENCE_SECONDS = 60;

    private final DemoStage stage;
    private final Site site;
    private final DemoAgents agents;

    CrashSteps(DemoStage stage, Site site, DemoAgents agents) {
        this.stage = stage;
        this.site = site;
        this.agents = agents;
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "agent killed between write and ack",
                        "reset",
                        Expectation.of(Outcome.OK_ALREADY),
                        this::killedBetweenWriteAndAck),
                new Step(
                        "agent frozen, another takes over",
                        "reset",
                        Expectation.of(Outcome.OK_ALREADY),
                        this::frozenBetweenWriteAndAck));
    }

    private Observation killedBetweenWriteAndAck() throws Exception {
        DemoAccount user = stage.account("u13");
        DemoPassword fresh = stage.passwords().fresh();
        CompletableFuture<Reply> reply = whenWritten(user, fresh, agents.first()::kill);
        int writesAtDeath = user.writes();
        agents.first().startAgain();
        return Observation.of(DemoCloud.ackOf(reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS)))
                .check("it had been written when the agent died", writesAtDeath == 1)
                .check("one write", user.writes() == 1)
                .check("the new password binds", user.binds(fresh))
                .check("the old password does not bind", !user.binds(stage.seeded()));
    }

    /** A second agent comes; the one that takes the request is frozen with it, and thawed when the other has answered. */
    private Observation frozenBetweenWriteAndAck() throws Exception {
        agents.startAnother();
        DemoAccount user = stage.account("u14");
        DemoPassword fresh = stage.passwords().fresh();
        List<DemoAgent> frozen = new ArrayList<>();
        try {
            CompletableFuture<Reply> reply =
                    whenWritten(user, fresh, () -> agents.freezeTheBusyOne().ifPresent(frozen::add));
            Reply answer = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            boolean answeredByAnother = answer instanceof Reply.Acknowledged ack
                    && frozen.stream().noneMatch(agent -> agent.id().equals(ack.agent()));
            return Observation.of(DemoCloud.ackOf(answer))
                    .check("the agent that had the request was frozen", !frozen.isEmpty())
                    .check("another one answered", answeredByAnother)
                    .check("one write", user.writes() == 1)
                    .check("the new password binds", user.binds(fresh))
                    .check("the old password does not bind", !user.binds(stage.seeded()));
        } finally {
            for (DemoAgent agent : frozen) {
                agent.thaw();
            }
        }
    }

    /** What is done to an agent. */
    private interface Harm {
        void strike() throws IOException, InterruptedException;
    }

    /** The directory holds its answer back until the agent was struck. */
    private CompletableFuture<Reply> whenWritten(DemoAccount user, DemoPassword fresh, Harm harm)
            throws IOException, InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch struck = new CountDownLatch(1);
        site.directory().orElseThrow().whenApplied(() -> {
            written.countDown();
            awaitUninterrupted(struck);
        });
        try {
            CompletableFuture<Reply> reply = stage.cloud().beginReset(user.subject(), fresh);
            if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nothing was written within " + PATIENCE_SECONDS + " s");
            }
            harm.strike();
            return reply;
        } finally {
            site.directory().orElseThrow().whenApplied(() -> {});
            struck.countDown();
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
