package dev.writeback.agent.replication;

import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordStamp;
import java.util.Optional;
import java.util.UUID;

/**
 * A write of a password, as replication carries it from server to server (MS-DRSR PROPERTY_META_DATA_EXT).
 *
 * @param server where it was written, as {@link Account#server()} names it
 * @param origin that server's invocationId
 * @param version the one after the version that the look-up before the write saw
 */
record WrittenPassword(UUID account, String server, UUID origin, long version) {
    /** The write that was just made to an account found like this; empty where its stamp cannot be read. */
    static Optional<WrittenPassword> to(Account account) {
        Optional<Long> before = account.password().flatMap(PasswordStamp::version);
        return account.invocation()
                .flatMap(origin -> before.map(
                        version -> new WrittenPassword(account.guid(), account.server(), origin, version + 1)));
    }

    /** Whether a server with that stamp has this write, or a later one that came on top of it. */
    boolean isIn(PasswordStamp seen) {
        long there = seen.version().orElse(0L);
        return there > version
                || there == version && seen.origin().filter(origin::equals).isPresent();
    }
}
