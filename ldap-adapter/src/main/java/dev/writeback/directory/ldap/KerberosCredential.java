package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.inspection.BindTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a principal. The ticket that they bring is kept until shortly before its end, or until a server refuses it,
 * or the file changes.
 */
final class KerberosCredential implements Credential {
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final String principal;
    private final Path keytab;
    private final Clock clock;
    private byte[] contentOfTicket = new byte[0];
    private @Nullable Subject holder;

    KerberosCredential(ServiceBind.WithKerberos bind, Clock clock) {
        this.principal = bind.account();
        this.keytab = bind.keytab();
        this.clock = clock;
        KerberosRealms.add(bind.realm(), bind.kdcs());
    }

    @Override
    public Attempt attempt() throws LDAPException {
        try {
            return new WithKeytab(Files.readAllBytes(keytab));
        } catch (IOException e) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR,
                    "the keytab " + keytab + " cannot be read: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private final class WithKeytab implements Attempt {
        private final byte[] content;

        WithKeytab(byte[] content) {
            this.content = content;
        }

        @Override
        public byte[] content() {
            return content;
        }

        @Override
        public void bindOn(LDAPConnection connection, Duration responseTimeout)
                throws AccountRefusedException, LDAPException {
            Subject known = holder;
            if (known == null || !Arrays.equals(contentOfTicket, content) || !isLive(known)) {
                holder = null;
                known = KeytabLogin.login(principal, keytab);
                keep(known, content);
            }
            try {
                connection.bind(new GssapiBindRequest(known, responseTimeout));
            } catch (LDAPException e) {
                // The ticket may be of an account that has changed since; the next one is fresh.
                holder = null;
                if (e instanceof LDAPBindException && e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    throw refused(e);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** A refused ticket is not a wrong password: no directory counts it. */
    private static AccountRefusedException refused(LDAPException e) {
        BindTrouble trouble = BindTrouble.ofDiagnostic(e.getDiagnosticMessage());
        return new AccountRefusedException(
                trouble.isCounted() ? BindTrouble.RESTRICTED : trouble, String.valueOf(e.getMessage()), e);
    }

    private void keep(Subject fresh, byte[] content) {
        Arrays.fill(contentOfTicket, (byte) 0);
        contentOfTicket = content.clone();
        holder = fresh;
    }

    private boolean isLive(Subject subject) {
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                .anyMatch(ticket -> ticket.getEndTime() != null
                        && clock.instant()
                                .plus(MARGIN)
                                .isBefore(ticket.getEndTime().toInstant()));
    }
}
