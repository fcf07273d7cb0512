package dev.writeback.sandbox.servicebus.broker;

import java.time.Duration;
import java.util.Optional;

/** A message as its sender made it; the broker reads only what it needs to route and to expire it. */
public interface Content {
    String messageId();

    /** How long the sender wants the message to live. */
    Optional<Duration> timeToLive();
}
