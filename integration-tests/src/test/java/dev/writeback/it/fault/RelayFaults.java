package dev.writeback.it.fault;

import static dev.writeback.protocol.message.Outcome.OK;
import static dev.writeback.protocol.message.Outcome.OK_ALREADY;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.servicebus.Faults;
import dev.writeback.sandbox.servicebus.access.Right;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can happen to the relay, or to the line to it, while the agent works on a request. */
final class RelayFaults {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(3);
    private static final String REQUESTS = "requests";
    private static final String REPLIES = "replies";

    private RelayFaults() {}

    /** The connection ends, in one way or another. */
    static Stream<Fault> lostConnections() {
        return Stream.of(
                fault(
                        "connection dropped in mid-write",
                        atWork(Waypoint.INTENT_DURABLE, s -> s.toRelay.reset()),
                        s -> {}),
                fault(
                        "connection dropped before the ack",
                        atWork(Waypoint.ACK_SEALED, s -> s.toRelay.reset()),
                        s -> {}),
                fault(
                        "connection dropped before the settlement",
                        atWork(Waypoint.ACK_ACCEPTED, s -> s.toRelay.reset()),
                        s -> {}),
                fault(
                        "away for 3 s: connections refused",
                        outage(Waypoint.BEFORE_WRITE, s -> {
                            s.toRelay.refuse();
                            s.toRelay.reset();
                        }),
                        s -> s.toRelay.listen()),
                fault(
                        "half-open for 3 s, then told",
                        outage(Waypoint.INTENT_DURABLE, s -> s.toRelay.silence()),
                        s -> s.toRelay.reset()),
                fault(
                        "reset in the frame of the request",
                        s -> {
                            s.toRelay.onAnswer(1, ProxiedConnection::cut);
                            return s.reset();
                        },
                        s -> {}),
                fault(
                        "reset in the frame of the ack",
                        atWork(Waypoint.ACK_SEALED, s -> s.toRelay.onRecord(1, ProxiedConnection::cut)),
                        s -> {}));
    }

    /** Nobody ends this one: what is measured is how long the agent believes in a connection that is dead. */
    static Fault deadConnection() {
        return fault(
                "half-open, never told (from its beginning)",
                atWork(Waypoint.INTENT_DURABLE, s -> s.toRelay.silence()),
                s -> {});
    }

    /** The connection stays, or how it ends does not matter. */
    static Stream<Fault> otherFaults() {
        return Stream.of(
                fault(
                        "stalled for 3 s",
                        outage(Waypoint.INTENT_DURABLE, s -> s.toRelay.stall()),
                        s -> s.toRelay.resume()),
                fault(
                        "byte flip in the request",
                        s -> {
                            s.toRelay.onAnswer(1, ProxiedConnection::flip);
                            return s.reset();
                        },
                        s -> {}),
                fault(
                        "byte flip in the ack",
                        atWork(Waypoint.ACK_SEALED, s -> s.toRelay.onRecord(1, ProxiedConnection::flip)),
                        s -> {}),
                fault(
                        "slow: 1 s each way",
                        s -> {
                            s.toRelay.delay(Duration.ofSeconds(1));
                            Attempt attempt = s.reset();
                            attempt.ack();
                            return attempt;
                        },
                        s -> s.toRelay.delay(Duration.ZERO)),
                fault(
                        "token refused for 3 s (CBS 401)",
                        outage(Waypoint.INTENT_DURABLE, s -> {
                            faults(s).refuseTokens(true);
                            s.toRelay.reset();
                        }),
                        s -> faults(s).refuseTokens(false)),
                fault(
                        "throttled for 3 s: acks refused as server-busy",
                        outage(
                                Waypoint.INTENT_DURABLE,
                                s -> faults(s).refuseMessages(REPLIES, "com.microsoft:server-busy")),
                        s -> faults(s).allowMessages(REPLIES)),
                fault(
                        "lock lost while the agent works",
                        atWork(Waypoint.INTENT_DURABLE, s -> faults(s).loseLocks(REQUESTS)),
                        s -> {}),
                fault(
                        "delivered twice",
                        s -> {
                            faults(s).duplicateNextMessage(REQUESTS);
                            return s.reset();
                        },
                        s -> {}));
    }

    /** The relay ends the agent's two links, with each error that Service Bus is known to use. */
    static Stream<Fault> detachments() {
        return Stream.of(
                        "amqp:link:detach-forced",
                        "amqp:connection:forced",
                        "amqp:internal-error",
                        "amqp:resource-limit-exceeded",
                        "amqp:unauthorized-access",
                        "amqp:not-found",
                        "com.microsoft:server-busy",
                        "com.microsoft:timeout",
                        "com.microsoft:entity-disabled")
                .map(condition -> fault(
                        "links detached: " + condition,
                        atWork(Waypoint.INTENT_DURABLE, s -> {
                            faults(s).detachLinks(REQUESTS, Right.LISTEN, condition);
                            faults(s).detachLinks(REPLIES, Right.SEND, condition);
                        }),
                        s -> {}));
    }

    private static Fault fault(String name, Fault.Strike strike, Fault.Repair repair) {
        return new Fault(name, Set.<Outcome>of(OK, OK_ALREADY), Optional.empty(), strike, repair);
    }

    private static Faults faults(FaultSite s) {
        return s.site.relay().faults();
    }

    /** The agent has the request and has come to that point. */
    private static Fault.Strike atWork(Waypoint point, Consumer<FaultSite> harm) {
        return s -> {
            CompletableFuture<Void> struck = new CompletableFuture<>();
            s.moments.at(point, () -> {
                harm.accept(s);
                struck.complete(null);
            });
            Attempt attempt = s.reset();
            struck.get(SOON.toSeconds(), TimeUnit.SECONDS);
            return attempt;
        };
    }

    /** As {@link #atWork}, and it lasts. */
    private static Fault.Strike outage(Waypoint point, Consumer<FaultSite> harm) {
        return s -> {
            Attempt attempt = atWork(point, harm).at(s);
            s.toRelay.after(OUTAGE, () -> {}).join();
            return attempt;
        };
    }
}
