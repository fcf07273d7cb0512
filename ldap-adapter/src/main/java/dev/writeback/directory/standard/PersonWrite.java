package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Fence;
import dev.writeback.directory.ldap.Lease;

/**
 * The one write of an operation, sent once if the fence is still open; its result is always a value.
 *
 * @param controls what asks for the reason of a refusal
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PersonWrite(String server, Fence fence, Control[] controls) {
    private interface Sending {
        LDAPResult send() throws LDAPException;
    }

    /** Password Modify as the service account. */
    DirectoryOutcome reset(Lease lease, String dn, PasswordOctets password) {
        try (PasswordModify modify = PasswordModify.reset(dn, password)) {
            return onLease(
                    lease,
                    WriteAnswer.Kind.RESET,
                    ExtendedResult.class,
                    () -> lease.connection().processExtendedOperation(modify.request(controls)));
        }
    }

    /** A Modify, since Password Modify can set nothing beside the password. */
    DirectoryOutcome resetAndForceChange(Lease lease, String dn, PasswordOctets password) {
        ModifyRequest request = new ModifyRequest(
                dn,
                new Modification[] {
                    new Modification(ModificationType.REPLACE, "userPassword", password.value()),
                    new Modification(ModificationType.REPLACE, "pwdReset", "TRUE")
                },
                controls);
        return onLease(
                lease,
                WriteAnswer.Kind.RESET,
                LDAPResult.class,
                () -> lease.connection().modify(request));
    }

    /** A delete, not a replace by nothing: only after a delete does OpenLDAP forget the failures too. */
    DirectoryOutcome unlock(Lease lease, String dn) {
        ModifyRequest request = new ModifyRequest(
                dn, new Modification[] {new Modification(ModificationType.DELETE, Lockout.ATTRIBUTE)}, controls);
        return onLease(
                lease,
                WriteAnswer.Kind.UNLOCK,
                LDAPResult.class,
                () -> lease.connection().modify(request));
    }

    /** Password Modify as the user, on a connection that is bound as the user. */
    DirectoryOutcome change(LDAPConnection own, String dn, PasswordOctets current, PasswordOctets password) {
        try (PasswordModify modify = PasswordModify.change(dn, current, password)) {
            return sent(
                    WriteAnswer.Kind.CHANGE,
                    ExtendedResult.class,
                    () -> own.processExtendedOperation(modify.request(controls)));
        }
    }

    private DirectoryOutcome onLease(
            Lease lease, WriteAnswer.Kind kind, Class<? extends LDAPResult> answer, Sending sending) {
        DirectoryOutcome outcome = sent(kind, answer, sending);
        if (outcome instanceof DirectoryOutcome.Unknown) {
            lease.markBroken();
        }
        return outcome;
    }

    private DirectoryOutcome sent(WriteAnswer.Kind kind, Class<? extends LDAPResult> answer, Sending sending) {
        if (!fence.isOpen()) {
            return new DirectoryOutcome.Unavailable(server, "not sent: no time is left to see the write end");
        }
        try {
            LDAPResult result = sending.send();
            // The SDK would take a success of another kind, such as a search's, for one of this request.
            return result.getClass().equals(answer) ? WriteAnswer.of(server, kind, result) : nonsense();
        } catch (ClassCastException e) {
            return nonsense();
        } catch (LDAPException e) {
            return WriteAnswer.of(server, kind, e);
        }
    }

    private DirectoryOutcome nonsense() {
        return new DirectoryOutcome.Unknown(server, "the server answered what it was not asked");
    }
}
