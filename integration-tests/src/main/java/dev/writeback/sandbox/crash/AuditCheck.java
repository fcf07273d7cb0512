package dev.writeback.sandbox.crash;

import dev.writeback.agent.audit.AuditReport;
import dev.writeback.agent.audit.AuditVerification;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.sandbox.cloud.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Holds the acks that came against the agent's audit: whole after every kill, and no ack without its record. */
final class AuditCheck {
    private final Path audit;
    private final KeyRing keys;

    /**
     * @param keys the agent's public keys, a JWK set
     */
    AuditCheck(Path audit, Path keys) throws IOException {
        this.audit = audit;
        try {
            this.keys = JwkSets.readPublic(Files.readAllBytes(keys));
        } catch (JwkException e) {
            throw new IllegalStateException("the site's own key set", e);
        }
    }

    void check(CrashPlan plan, List<Sent> all, Findings findings) throws IOException {
        AuditReport report = AuditVerification.of(audit, keys, true);
        report.findings().forEach(found -> findings.violated(Violation.UNAUDITED, plan + ": " + found));
        List<String> records = Files.readAllLines(audit);
        for (Sent sent : all) {
            if (sent.reply().join() instanceof Reply.Acknowledged && !isIn(records, sent)) {
                findings.violated(
                        Violation.UNAUDITED,
                        plan + ": no record of the ack of " + sent.request().id());
            }
        }
    }

    private static boolean isIn(List<String> records, Sent sent) {
        String id = "\"requestId\":\"" + sent.request().id().value() + "\"";
        return records.stream().anyMatch(line -> line.contains(id) && line.contains("\"outcome\":"));
    }
}
