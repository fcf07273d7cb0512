package dev.writeback.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.message.Ack;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A user's reset: a password that nobody else uses, so that the directory's log of writes tells what became of it.
 *
 * @param password UTF-8
 */
record Attempt(EmbeddedDirectory directory, String user, byte[] password, CompletableFuture<Reply> reply) {
    private static final long PATIENCE_SECONDS = 120;

    /** What the user is told. */
    Ack ack() throws Exception {
        if (reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS) instanceof Reply.Acknowledged acknowledged) {
            return acknowledged.ack();
        }
        throw new AssertionError(user + " was told nothing");
    }

    boolean isAnswered() {
        return reply.isDone();
    }

    int writes() {
        return directory.writes().of(directory.guidOf(user), password).size();
    }

    /** Holds what the user was told against what the directory knows. */
    void assertTrue(Ack told) {
        assertThat(writes()).as("writes of %s, who was told %s", user, told).isLessThanOrEqualTo(1);
        switch (told.outcome()) {
            case OK, OK_ALREADY -> {
                assertThat(writes())
                        .as("writes of %s, who was told %s", user, told)
                        .isOne();
            }
            case REFUSED, RETRY, EXPIRED, SUPERSEDED ->
                assertThat(writes())
                        .as("writes of %s, who was told %s", user, told)
                        .isZero();
            case INDETERMINATE -> assertThat(told.reason()).isPresent();
        }
    }
}
