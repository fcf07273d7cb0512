package dev.writeback.sandbox.directory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** The traces of originating writes: update sequence numbers, times and replication metadata. */
final class Replication {
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'.0Z'").withZone(ZoneOffset.UTC);

    private final DomainTree tree;
    private final UUID invocationId;
    private final AtomicLong usn = new AtomicLong(4000);

    Replication(DomainTree tree, UUID invocationId) {
        this.tree = tree;
        this.invocationId = invocationId;
    }

    static String generalizedTime(Instant instant) {
        return GENERALIZED.format(instant);
    }

    UUID invocationId() {
        return invocationId;
    }

    long highestCommitted() {
        return usn.get();
    }

    /** The metadata of a fresh object on which {@code attributes} have been written once. */
    byte[] created(Set<Integer> attributes, Instant at) {
        return ReplicationMetadata.none()
                .stamped(attributes, at, invocationId, usn.incrementAndGet())
                .octets();
    }

    List<Modification> stamp(AccountEntry target, Set<Integer> attributes, Instant at) throws LdapException {
        long number = usn.incrementAndGet();
        ReplicationMetadata before = target.has("replPropertyMetaData")
                ? ReplicationMetadata.parse(
                        target.entry().get("replPropertyMetaData").get().getBytes())
                : ReplicationMetadata.none();
        return List.of(
                tree.replace("uSNChanged", Long.toString(number)),
                tree.replace("whenChanged", generalizedTime(at)),
                tree.replace(
                        "replPropertyMetaData",
                        before.stamped(attributes, at, invocationId, number).octets()));
    }
}
