package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ModifyRequest;
import org.apache.directory.server.core.api.CoreSession;

/** Tells when a modify was applied and is not yet answered. Thread-safe. */
final class AppliedSignal {
    private volatile Runnable listener = () -> {};

    void listen(Runnable called) {
        listener = called;
    }

    /** Modifies, and tells; what is refused is not told. */
    void modify(CoreSession session, ModifyRequest request) throws LdapException {
        session.modify(request);
        listener.run();
    }
}
