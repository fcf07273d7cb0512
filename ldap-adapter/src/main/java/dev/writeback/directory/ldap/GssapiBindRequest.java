package dev.writeback.directory.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SASLBindRequest;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * A bind with a Kerberos ticket: SASL GSSAPI (RFC 4752), mutual authentication, no security layer, since Active Directory
 * accepts none on TLS (MS-ADTS 5.1.2.2). The server's certificate is bound into it where its signature allows (RFC 5929).
 *
 * <p>Not the SDK's own request, which keeps its settings in system properties of the whole runtime.
 */
final class GssapiBindRequest extends SASLBindRequest {
    private static final long serialVersionUID = 1L;
    private static final String MECHANISM = "GSSAPI";
    /** The name that JNDI's LDAP provider and the Java runtime's mechanism share for RFC 5929 data. */
    private static final String CHANNEL_BINDING = "jdk.internal.sasl.tlschannelbinding";

    private final transient Subject holder;
    private final Duration limit;

    GssapiBindRequest(Subject holder, Duration limit) {
        super(new Control[0]);
        this.holder = holder;
        this.limit = limit;
        setResponseTimeoutMillis(limit.toMillis());
    }

    @Override
    public String getSASLMechanismName() {
        return MECHANISM;
    }

    @Override
    protected BindResult process(LDAPConnection connection, int depth) throws LDAPException {
        PrivilegedExceptionAction<BindResult> exchange = () -> exchange(connection);
        try {
            return Subject.doAs(holder, exchange);
        } catch (PrivilegedActionException e) {
            if (e.getException() instanceof LDAPException failed) {
                throw failed;
            }
            throw new LDAPException(ResultCode.LOCAL_ERROR, "Kerberos: " + reason(e), e);
        }
    }

    private BindResult exchange(LDAPConnection connection) throws SaslException, LDAPException {
        SaslClient client = Sasl.createSaslClient(
                new String[] {MECHANISM},
                null,
                "ldap",
                connection.getConnectedAddress(),
                properties(connection),
                callbacks -> {
                    throw new UnsupportedCallbackException(callbacks[0]);
                });
        try {
            byte[] token = client.evaluateChallenge(new byte[0]);
            BindResult result = send(connection, token);
            while (result.getResultCode().equals(ResultCode.SASL_BIND_IN_PROGRESS)) {
                result = send(connection, client.evaluateChallenge(challenge(result)));
            }
            if (result.getResultCode().equals(ResultCode.SUCCESS) && !client.isComplete()) {
                throw new LDAPException(
                        ResultCode.LOCAL_ERROR, "the server ended the Kerberos exchange before it had shown who it is");
            }
            return result;
        } finally {
            client.dispose();
        }
    }

    private static Map<String, Object> properties(LDAPConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Sasl.QOP, "auth");
        properties.put(Sasl.SERVER_AUTH, "true");
        ChannelBinding.of(connection).ifPresent(data -> properties.put(CHANNEL_BINDING, data));
        return properties;
    }

    private static byte[] challenge(BindResult result) {
        ASN1OctetString credentials = result.getServerSASLCredentials();
        return credentials == null ? new byte[0] : credentials.getValue();
    }

    private BindResult send(LDAPConnection connection, byte @Nullable [] token) throws LDAPException {
        ASN1OctetString credentials = token == null ? null : new ASN1OctetString(token);
        return sendBindRequest(connection, "", credentials, getControls(), limit.toMillis());
    }

    /** The innermost text has the Kerberos error; those around it say "GSS initiate failed". */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    @Override
    public BindRequest duplicate() {
        return new GssapiBindRequest(holder, limit);
    }

    @Override
    public BindRequest duplicate(Control[] controls) {
        return duplicate();
    }

    @Override
    public BindRequest getRebindRequest(String host, int port) {
        return duplicate();
    }

    @Override
    public void toString(StringBuilder buffer) {
        buffer.append("GssapiBindRequest()");
    }
}
