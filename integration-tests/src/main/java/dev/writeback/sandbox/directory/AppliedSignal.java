package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ModifyRequest;
import org.apache.directory.server.core.api.CoreSession;

/** Tells when a password was written and the client has no answer yet. Thread-safe. */
final class AppliedSignal {
    private volatile Runnable listener = () -> {};

    void listen(Runnable called) {
        listener = called;
    }

    /** Modifies, and tells; what is refused is not told. */
    void modify(CoreSession session, ModifyRequest request) throws LdapException {
        boolean password = PasswordModification.of(request.getModifications()).isPresent();
        session.modify(request);
        if (password) {
            listener.run();
        }
    }
}
