package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.constants.AuthenticationLevel;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.BindRequest;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.server.core.api.LdapPrincipal;
import org.apache.directory.server.core.shared.DefaultCoreSession;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.LdapRequestHandler;

/** Simple binds. ApacheDS's own road runs under its read lock, where a failed attempt could not be counted. */
final class BindHandler extends LdapRequestHandler<BindRequest> {
    private final Logon logon;

    BindHandler(Logon logon) {
        this.logon = logon;
    }

    @Override
    public void handle(LdapSession session, BindRequest request) throws Exception {
        LdapResult result = request.getResultResponse().getLdapResult();
        session.setAnonymous();
        if (!request.isSimple()) {
            result.setResultCode(ResultCodeEnum.AUTH_METHOD_NOT_SUPPORTED);
        } else if (!isAnonymous(request)) {
            authenticate(session, request, result);
        }
        session.getIoSession().write(request.getResultResponse());
    }

    private static boolean isAnonymous(BindRequest request) {
        boolean nameless = request.getName() == null || request.getName().isEmpty();
        return nameless && (request.getCredentials() == null || request.getCredentials().length == 0);
    }

    private void authenticate(LdapSession session, BindRequest request, LdapResult result) throws Exception {
        byte[] password = request.getCredentials() == null ? new byte[0] : request.getCredentials();
        try {
            AccountEntry account = logon.authenticate(request.getName(), password);
            var service = getLdapServer().getDirectoryService();
            DefaultCoreSession core = new DefaultCoreSession(
                    new LdapPrincipal(
                            service.getSchemaManager(), account.entry().getDn(), AuthenticationLevel.SIMPLE),
                    service);
            core.setIoSession(session.getIoSession());
            session.setCoreSession(core);
            session.setAuthenticated();
        } catch (LdapException e) {
            Refused.write(e, result);
        }
    }
}
