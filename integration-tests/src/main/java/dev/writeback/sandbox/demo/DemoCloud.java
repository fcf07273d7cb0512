package dev.writeback.sandbox.demo;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The cloud's side, one request at a time: each call sends, and waits for the verified ack. */
final class DemoCloud {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CloudClient client;

    DemoCloud(CloudClient client) {
        this.client = client;
    }

    CloudClient client() {
        return client;
    }

    Optional<Ack> ping() throws InterruptedException, ExecutionException {
        return send(Draft.ping(), Optional.empty(), Optional.empty());
    }

    Optional<Ack> reset(Subject user, DemoPassword fresh) throws InterruptedException, ExecutionException {
        return send(Draft.reset(user, Initiator.self()), fresh);
    }

    Optional<Ack> resetMustChange(Subject user, DemoPassword fresh) throws InterruptedException, ExecutionException {
        return send(Draft.reset(user, Initiator.self()).andMustChange(), fresh);
    }

    Optional<Ack> resetAndUnlock(Subject user, DemoPassword fresh) throws InterruptedException, ExecutionException {
        return send(Draft.reset(user, Initiator.self()).andUnlock(), fresh);
    }

    Optional<Ack> adminReset(Subject user, DemoPassword fresh) throws InterruptedException, ExecutionException {
        return send(Draft.reset(user, Initiator.admin("helpdesk")), fresh);
    }

    Optional<Ack> change(Subject user, DemoPassword current, DemoPassword fresh)
            throws InterruptedException, ExecutionException {
        try (Secret old = current.secret();
                Secret next = fresh.secret()) {
            return send(Draft.change(user, Initiator.self()), Optional.of(next), Optional.of(old));
        }
    }

    Optional<Ack> unlock(Subject user) throws InterruptedException, ExecutionException {
        return send(Draft.unlock(user, Initiator.self()), Optional.empty(), Optional.empty());
    }

    Optional<Ack> validate(Subject user, DemoPassword candidate) throws InterruptedException, ExecutionException {
        return send(Draft.validate(user, Initiator.self()), candidate);
    }

    /** Sends a reset and does not wait: the reply comes in its time, at the latest when the request is closed. */
    CompletableFuture<Reply> beginReset(Subject user, DemoPassword fresh) {
        try (Secret next = fresh.secret()) {
            return client.send(client.seal(Draft.reset(user, Initiator.self()), Optional.of(next), Optional.empty()));
        }
    }

    private Optional<Ack> send(Draft draft, DemoPassword fresh) throws InterruptedException, ExecutionException {
        try (Secret next = fresh.secret()) {
            return send(draft, Optional.of(next), Optional.empty());
        }
    }

    private Optional<Ack> send(Draft draft, Optional<Secret> next, Optional<Secret> current)
            throws InterruptedException, ExecutionException {
        return send(client.seal(draft, next, current));
    }

    /** Sends a request that is sealed already, as it is. */
    Optional<Ack> send(SealedRequest request) throws InterruptedException, ExecutionException {
        return ackOf(client.send(request, PATIENCE).get());
    }

    static Optional<Ack> ackOf(Reply reply) {
        return reply instanceof Reply.Acknowledged acknowledged ? Optional.of(acknowledged.ack()) : Optional.empty();
    }
}
