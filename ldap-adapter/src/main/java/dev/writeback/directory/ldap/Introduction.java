package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a new connection of a pool before anything else: StartTLS where it is not TLS already, then the bind.
 * The pool itself binds nothing, since it would do so on as many connections at a time as it opens.
 */
final class Introduction implements PostConnectProcessor {
    private final @Nullable StartTLSPostConnectProcessor startTls;
    private final ServiceAccount account;
    private final Duration limit;

    Introduction(@Nullable StartTLSPostConnectProcessor startTls, ServiceAccount account, Duration limit) {
        this.startTls = startTls;
        this.account = account;
        this.limit = limit;
    }

    @Override
    public void processPreAuthenticatedConnection(LDAPConnection connection) throws LDAPException {
        if (startTls != null) {
            try {
                startTls.processPreAuthenticatedConnection(connection);
            } catch (LDAPException e) {
                throw ConnectTrouble.ofStartTls(e);
            }
        }
        try {
            account.bind(connection, limit);
        } catch (ClassCastException e) {
            // So the SDK meets the answer to another kind of request.
            throw new LDAPException(ResultCode.DECODING_ERROR, "the server answered what it was not asked", e);
        }
    }

    @Override
    public void processPostAuthenticatedConnection(LDAPConnection connection) {}
}
