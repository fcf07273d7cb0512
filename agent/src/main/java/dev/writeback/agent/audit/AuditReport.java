package dev.writeback.agent.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the verification of an audit found.
 *
 * @param files that were read, oldest first
 * @param records in them
 * @param first the number of the first record; 0 when there is none
 * @param last the number of the last
 * @param signed the newest checkpoint whose signature is the agent's
 * @param unsigned records after it, which only the chain and the head prove
 * @param unknownSigners keys of checkpoints that are not at hand; a later signature covers what they signed
 * @param headSeen whether the head was there to compare with
 * @param findings empty for a whole audit
 */
public record AuditReport(
        List<Path> files,
        long records,
        long first,
        long last,
        Optional<Signed> signed,
        long unsigned,
        List<String> unknownSigners,
        boolean headSeen,
        List<AuditFinding> findings) {

    /** Up to where a signature proves the audit. */
    public record Signed(long record, Instant time, String kid) {}

    public AuditReport {
        files = List.copyOf(files);
        unknownSigners = List.copyOf(unknownSigners);
        findings = List.copyOf(findings);
    }

    /** Whether it is as the agent wrote it. */
    public boolean isWhole() {
        return findings.isEmpty();
    }
}
