package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.EntityPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What shall go wrong; read and changed on the event loop only. */
public final class FaultPlan {
    private final Map<String, AmqpFault> attachRefusals = new HashMap<>();
    private final Map<String, AmqpFault> sendRefusals = new HashMap<>();
    private final Set<String> duplicateNext = new HashSet<>();
    private boolean refuseTokens;

    public void refuseTokens(boolean refuse) {
        refuseTokens = refuse;
    }

    public void refuseReceivers(String queue, Optional<AmqpFault> fault) {
        set(attachRefusals, queue, fault);
    }

    public void refuseMessages(String queue, Optional<AmqpFault> fault) {
        set(sendRefusals, queue, fault);
    }

    public void duplicateNextMessage(String queue) {
        duplicateNext.add(EntityPath.of(queue));
    }

    boolean refusesTokens() {
        return refuseTokens;
    }

    Optional<AmqpFault> receiverRefusal(String path) {
        return Optional.ofNullable(attachRefusals.get(path));
    }

    Optional<AmqpFault> messageRefusal(String path) {
        return Optional.ofNullable(sendRefusals.get(path));
    }

    /** Whether the message just received shall be stored twice; true once. */
    boolean takeDuplicate(String path) {
        return duplicateNext.remove(path);
    }

    private static void set(Map<String, AmqpFault> faults, String queue, Optional<AmqpFault> fault) {
        String path = EntityPath.of(queue);
        fault.ifPresentOrElse(value -> faults.put(path, value), () -> faults.remove(path));
    }
}
