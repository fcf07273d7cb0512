package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.inspection.BindTrouble;
import java.time.Duration;

/**
 * The client certificate of the TLS handshake, taken up by SASL EXTERNAL (RFC 4513, section 5.2.3) where the handshake
 * alone has not bound the connection: Active Directory does that on its TLS port, and refuses EXTERNAL there (MS-ADTS
 * 5.1.1.2).
 */
final class CertificateCredential implements Credential {
    /** The beginning of a SID S-1-5-21-..., an account of a domain (MS-DTYP 2.4.2.2). */
    private static final byte[] OF_DOMAIN = {0, 0, 0, 0, 0, 5, 21, 0, 0, 0};

    private final ClientKey key;

    CertificateCredential(ClientKey key) {
        this.key = key;
    }

    @Override
    public Attempt attempt() throws LDAPException {
        return new WithCertificate(key.content());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record WithCertificate(byte[] content) implements Attempt {
        @Override
        public void bindOn(LDAPConnection connection, Duration responseTimeout)
                throws AccountRefusedException, LDAPException {
            if (isBound(connection)) {
                return;
            }
            EXTERNALBindRequest request = new EXTERNALBindRequest("");
            request.setResponseTimeoutMillis(responseTimeout.toMillis());
            try {
                connection.bind(request);
            } catch (LDAPBindException e) {
                if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    throw new AccountRefusedException(BindTrouble.CERTIFICATE, String.valueOf(e.getMessage()), e);
                }
                throw e;
            }
        }

        /** Whether the server, asked who we are, names an account of a domain. */
        private static boolean isBound(LDAPConnection connection) throws LDAPException {
            SearchResultEntry root = connection.getEntry("", "tokenGroups");
            byte[] first = root == null ? null : root.getAttributeValueBytes("tokenGroups");
            if (first == null || first.length < 2 + OF_DOMAIN.length) {
                return false;
            }
            for (int i = 0; i < OF_DOMAIN.length; i++) {
                if (first[2 + i] != OF_DOMAIN[i]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() {}
    }
}
