package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.message.UnbindRequest;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.LdapRequestHandler;

/** An unbind is the end of the connection; ApacheDS would send it down a chain that has nothing to say about it. */
final class UnbindHandler extends LdapRequestHandler<UnbindRequest> {
    @Override
    public void handle(LdapSession session, UnbindRequest request) {
        session.getIoSession().closeOnFlush();
    }
}
