package dev.writeback.directory.inspection;

import dev.writeback.directory.AccountRef;
import dev.writeback.directory.rights.Preflight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One connection to one server. The steps are taken in the order of the methods; each needs those before it to have
 * succeeded. Not thread-safe.
 */
public interface ServerVisit extends AutoCloseable {
    TlsView tls();

    /** Host clock minus server clock, in whole seconds, before anybody is bound; empty where the server does not tell. */
    Optional<Duration> clockOffset();

    /** Binds as the service account, once. */
    BindView bind();

    ServerView server();

    /** The {@code objectSid} that we are bound as; empty where there is none or the server does not tell. */
    Optional<String> ownSid();

    /** What the service account may do in those parts; empty where clients cannot find that out. */
    Optional<Preflight> rights(List<String> parts);

    /** One account, with all that decides whether and how it can be written to. */
    AccountSight account(AccountRef ref);

    @Override
    void close();
}
