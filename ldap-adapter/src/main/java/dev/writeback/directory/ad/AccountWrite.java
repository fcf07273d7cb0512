package dev.writeback.directory.ad;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Fence;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one Modify of an operation, and its sending, whose result is always a value.
 *
 * @param request holds the password's own array: it is zeroed when the password is closed
 */
record AccountWrite(WriteResult.Kind kind, ModifyRequest request) {
    private static final String UNICODE_PWD = "unicodePwd";
    private static final int ENFORCE_HISTORY = 1;

    /**
     * @param policyHints the control that makes a reset obey the password history, where the server lists one; critical,
     *     so that a server that cannot do it refuses
     */
    static AccountWrite reset(String dn, UnicodePwd password, ResetOptions options, Optional<String> policyHints) {
        List<Modification> parts = new ArrayList<>();
        parts.add(new Modification(ModificationType.REPLACE, UNICODE_PWD, password.value()));
        if (options.unlock()) {
            parts.add(new Modification(ModificationType.REPLACE, "lockoutTime", "0"));
        }
        if (options.mustChange()) {
            parts.add(new Modification(ModificationType.REPLACE, "pwdLastSet", "0"));
        }
        ModifyRequest request = new ModifyRequest(dn, parts);
        policyHints.ifPresent(oid -> request.addControl(new Control(
                oid, true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(ENFORCE_HISTORY)).encode()))));
        return new AccountWrite(WriteResult.Kind.RESET, request);
    }

    /** Delete without add would set an empty password: both are in one request. */
    static AccountWrite change(String dn, UnicodePwd current, UnicodePwd password) {
        return new AccountWrite(
                WriteResult.Kind.CHANGE,
                new ModifyRequest(
                        dn,
                        new Modification(ModificationType.DELETE, UNICODE_PWD, current.value()),
                        new Modification(ModificationType.ADD, UNICODE_PWD, password.value())));
    }

    static AccountWrite unlock(String dn) {
        return new AccountWrite(
                WriteResult.Kind.UNLOCK,
                new ModifyRequest(dn, new Modification(ModificationType.REPLACE, "lockoutTime", "0")));
    }

    /** Sends it once, if the fence is still open. */
    DirectoryOutcome sendOn(Lease lease, String server, Fence fence) {
        if (!fence.isOpen()) {
            return new DirectoryOutcome.Unavailable(server, "not sent: no time is left to see the write end");
        }
        try {
            LDAPResult result = lease.connection().modify(request);
            // The SDK would take a success of another kind, such as a search's, for one of this Modify.
            return result.getClass().equals(LDAPResult.class)
                    ? WriteResult.of(server, kind, result)
                    : nonsense(lease, server);
        } catch (ClassCastException e) {
            return nonsense(lease, server);
        } catch (LDAPException e) {
            DirectoryOutcome outcome = WriteResult.of(server, kind, e);
            if (outcome instanceof DirectoryOutcome.Unknown) {
                lease.markBroken();
            }
            return outcome;
        }
    }

    private static DirectoryOutcome nonsense(Lease lease, String server) {
        lease.markBroken();
        return new DirectoryOutcome.Unknown(server, "the server answered what it was not asked");
    }
}
