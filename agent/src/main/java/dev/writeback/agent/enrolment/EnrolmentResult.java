package dev.writeback.agent.enrolment;

import dev.writeback.protocol.enrolment.Fingerprint;

/** How an enrolment ended. */
public sealed interface EnrolmentResult {
    /**
     * The agent is enrolled, and may receive.
     *
     * @param fingerprint to be compared with the one that the cloud shows
     */
    record Enrolled(Fingerprint fingerprint) implements EnrolmentResult {}

    /**
     * The agent is not enrolled, and nothing was changed.
     *
     * @param found what was found
     * @param advice what to do
     */
    record Refused(String found, String advice) implements EnrolmentResult {}
}
