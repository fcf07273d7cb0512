package dev.writeback.it.fault;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * A cell of the matrix.
 *
 * @param name what happens
 * @param told what the user may be told
 * @param reason what the ack has to say beside it
 * @param strike sends a reset, does the harm, and returns when it is felt
 * @param repair ends the fault
 */
record Fault(String name, Set<Outcome> told, Optional<Reason> reason, Strike strike, Repair repair) {
    interface Strike {
        Attempt at(FaultSite site) throws Exception;
    }

    interface Repair {
        void of(FaultSite site) throws Exception;
    }

    static Fault of(String name, Outcome told, Strike strike, Repair repair) {
        return new Fault(name, Set.of(told), Optional.empty(), strike, repair);
    }

    static Fault of(String name, Outcome told, Reason reason, Strike strike, Repair repair) {
        return new Fault(name, Set.of(told), Optional.of(reason), strike, repair);
    }

    @Override
    public String toString() {
        return name;
    }
}
