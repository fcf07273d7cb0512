package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ModifyRequest;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.LdapRequestHandler;

/** Modifies: who may ask at all, and AD's texts. ApacheDS's own texts would quote the request, the password with it. */
final class ModifyHandler extends LdapRequestHandler<ModifyRequest> {
    private final DomainTree tree;

    ModifyHandler(DomainTree tree) {
        this.tree = tree;
    }

    @Override
    public void handle(LdapSession session, ModifyRequest request) {
        LdapResult result = request.getResultResponse().getLdapResult();
        try {
            if (!session.isAuthenticated()) {
                throw Refusal.unauthenticated();
            }
            if (tree.find(request.getName()).isEmpty()) {
                throw Refusal.noSuchObject(RequestedName.of(request.getName()));
            }
            session.getCoreSession().modify(request);
            result.setResultCode(ResultCodeEnum.SUCCESS);
            result.setDiagnosticMessage("00000000: Success");
        } catch (LdapException e) {
            Refused.write(e, result);
        }
        session.getIoSession().write(request.getResultResponse());
    }
}
