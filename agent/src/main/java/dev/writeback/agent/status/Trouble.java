package dev.writeback.agent.status;

/**
 * Something that is wrong.
 *
 * @param part which part of the agent, such as {@code relay} or {@code directory corp}
 * @param what was seen
 * @param todo what an operator can do about it
 * @param runbook the section of docs/operations.md that goes on from here
 */
public record Trouble(Weight weight, String part, String what, String todo, String runbook) {
    /** How bad it is. The worst comes first. */
    public enum Weight {
        /** Requests are not served. */
        FAILURE,
        /** By somebody's will; requests are not served. */
        SWITCH,
        /** Requests are served; it wants to be looked at. */
        WARNING
    }
}
