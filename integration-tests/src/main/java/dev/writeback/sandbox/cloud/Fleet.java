package dev.writeback.sandbox.cloud;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which agents get requests. One agent alone always does. Of several, only those that have shown the policy in force: what
 * a user is told must not depend on which agent was quicker. An agent that is left out gives messages back as any other
 * that is not for it. Thread-safe.
 */
final class Fleet {
    private final Map<String, String> shown = new TreeMap<>();
    private Optional<String> inForce = Optional.empty();

    /** An agent has answered. */
    synchronized void heard(String agent, Optional<String> policy) {
        policy.ifPresentOrElse(digest -> shown.put(agent, digest), () -> shown.remove(agent));
    }

    /**
     * The roll was called. What all agree on is in force. Where they differ, what was in force stays while an agent still
     * shows it; otherwise nothing is, until they agree.
     *
     * @param present those that have answered
     */
    synchronized RollCall settle(Collection<String> present) {
        shown.keySet().retainAll(present);
        Set<String> policies = new TreeSet<>(shown.values());
        if (policies.size() == 1) {
            inForce = Optional.of(policies.iterator().next());
        } else {
            inForce = inForce.filter(policies::contains);
        }
        Map<String, Boolean> admitted = new TreeMap<>();
        present.forEach(agent -> admitted.put(agent, isAdmitted(agent)));
        return new RollCall(admitted);
    }

    /**
     * The keys that a request is sealed to.
     *
     * @throws IllegalStateException when there are several agents and no policy is in force
     */
    synchronized KeyRing recipients(KeyRing enlisted) {
        if (enlisted.agents().size() < 2) {
            return enlisted;
        }
        if (inForce.isEmpty()) {
            throw new IllegalStateException(
                    "several agents are enlisted and no policy is in force: they differ, or the roll was not called");
        }
        return KeyRing.of(enlisted.all().stream().filter(this::isAdmitted).toList());
    }

    private boolean isAdmitted(KeyRecord key) {
        return key.agent().filter(this::isAdmitted).isPresent();
    }

    private boolean isAdmitted(String agent) {
        return inForce.filter(policy -> policy.equals(shown.get(agent))).isPresent();
    }
}
