package dev.writeback.sandbox.servicebus.broker;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The queues of one namespace, found by name without regard to case. */
public final class Broker {
    private final Map<String, BrokerQueue> queues = new TreeMap<>();

    public Broker(List<QueueSettings> settings, Clock clock) {
        for (QueueSettings each : settings) {
            BrokerQueue deadLetters = new BrokerQueue(each.deadLetterQueue(), clock, Optional.empty());
            add(deadLetters);
            add(new BrokerQueue(each, clock, Optional.of(deadLetters)));
        }
    }

    private void add(BrokerQueue queue) {
        if (queues.putIfAbsent(key(queue.settings().name()), queue) != null) {
            throw new IllegalArgumentException("queue " + queue.settings().name() + " is named twice");
        }
    }

    /** A queue, or the dead-letter queue {@code NAME/$deadletterqueue} of one. */
    public Optional<BrokerQueue> queue(String name) {
        return Optional.ofNullable(queues.get(key(name)));
    }

    /** Ends locks and lives whose time is over, in all queues. */
    public void expireDue() {
        queues.values().forEach(BrokerQueue::expireDue);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
