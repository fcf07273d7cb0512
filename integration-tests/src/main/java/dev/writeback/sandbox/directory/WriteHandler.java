package dev.writeback.sandbox.directory;

import java.util.function.Function;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.SingleReplyRequest;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.CoreSession;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.LdapRequestHandler;

/**
 * Requests that write: who may ask at all, and AD's texts. ApacheDS's own texts would quote the request, the password with
 * it.
 */
final class WriteHandler<T extends SingleReplyRequest> extends LdapRequestHandler<T> {
    private final DomainTree tree;
    private final Function<T, Dn> anchor;
    private final Write<T> write;

    /** Sends the request on its way through the interceptors. */
    @FunctionalInterface
    interface Write<T> {
        void on(CoreSession session, T request) throws LdapException;
    }

    /** @param anchor the entry that has to exist */
    WriteHandler(DomainTree tree, Function<T, Dn> anchor, Write<T> write) {
        this.tree = tree;
        this.anchor = anchor;
        this.write = write;
    }

    @Override
    public void handle(LdapSession session, T request) {
        LdapResult result = request.getResultResponse().getLdapResult();
        try {
            if (!session.isAuthenticated()) {
                throw Refusal.unauthenticated();
            }
            Dn dn = anchor.apply(request);
            if (tree.find(dn).isEmpty()) {
                throw Refusal.noSuchObject(RequestedName.of(dn));
            }
            write.on(session.getCoreSession(), request);
            result.setResultCode(ResultCodeEnum.SUCCESS);
            result.setDiagnosticMessage("00000000: Success");
        } catch (LdapException e) {
            Refused.write(e, result);
        }
        session.getIoSession().write(request.getResultResponse());
    }
}
