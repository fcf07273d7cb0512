package dev.writeback.directory.ad;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.ResetOptions;
import java.util.ArrayList;
import java.util.List;

/** Sends the one Modify of an operation and turns whatever comes back into a value. */
final class AccountWriter {
    private static final String UNICODE_PWD = "unicodePwd";
    private static final int ENFORCE_HISTORY = 1;

    private AccountWriter() {}

    static DirectoryOutcome reset(
            LDAPConnection connection, ServerFacts facts, Account account, UnicodePwd password, ResetOptions options) {
        List<Modification> parts = new ArrayList<>();
        parts.add(new Modification(ModificationType.REPLACE, UNICODE_PWD, password.value()));
        if (options.unlock()) {
            parts.add(new Modification(ModificationType.REPLACE, "lockoutTime", "0"));
        }
        if (options.mustChange()) {
            parts.add(new Modification(ModificationType.REPLACE, "pwdLastSet", "0"));
        }
        ModifyRequest request = new ModifyRequest(account.dn(), parts);
        facts.policyHints().ifPresent(oid -> request.addControl(policyHints(oid)));
        return send(connection, account, WriteResult.Kind.RESET, request);
    }

    static DirectoryOutcome change(
            LDAPConnection connection, Account account, UnicodePwd current, UnicodePwd password) {
        ModifyRequest request = new ModifyRequest(
                account.dn(),
                new Modification(ModificationType.DELETE, UNICODE_PWD, current.value()),
                new Modification(ModificationType.ADD, UNICODE_PWD, password.value()));
        return send(connection, account, WriteResult.Kind.CHANGE, request);
    }

    static DirectoryOutcome unlock(LDAPConnection connection, Account account) {
        ModifyRequest request =
                new ModifyRequest(account.dn(), new Modification(ModificationType.REPLACE, "lockoutTime", "0"));
        return send(connection, account, WriteResult.Kind.UNLOCK, request);
    }

    private static DirectoryOutcome send(
            LDAPConnection connection, Account account, WriteResult.Kind kind, ModifyRequest request) {
        try {
            return WriteResult.of(account.server(), kind, connection.modify(request));
        } catch (LDAPException e) {
            DirectoryOutcome outcome = WriteResult.of(account.server(), kind, e);
            if (outcome instanceof DirectoryOutcome.Unknown) {
                // A late answer must not meet the next request on this connection.
                connection.close();
            }
            return outcome;
        }
    }

    /** Makes a reset obey the password history; critical, so that a server that cannot do it refuses. */
    private static Control policyHints(String oid) {
        return new Control(oid, true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(ENFORCE_HISTORY)).encode()));
    }
}
