package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.message.Epoch;
import java.util.function.Supplier;

/** What the agent makes of the cloud's answer to its request. */
public sealed interface ChallengeOpening {

    /**
     * The answer is from whoever gave the administrator the code.
     *
     * @param trust to be pinned
     * @param cloudKeys epoch of the key set in it: {@code kepoch}
     * @param relay where the queues are; the caller closes it
     * @param fingerprint to be compared with the cloud's
     * @param confirmation makes the body of {@code POST /enroll/confirm}, {@code application/jose}, anew at each call
     */
    record Accepted(
            CloudTrust trust,
            Epoch cloudKeys,
            RelayAccess relay,
            Fingerprint fingerprint,
            Supplier<byte[]> confirmation)
            implements ChallengeOpening {}

    /** Whoever answered does not know the code: something on the way swapped keys, or it is another cloud. */
    record NotTheCloud() implements ChallengeOpening {}

    /** The answer is not one, or its key set is not the root's. */
    record Unreadable(Rejection why) implements ChallengeOpening {}
}
