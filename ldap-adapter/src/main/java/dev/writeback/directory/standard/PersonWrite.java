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
import java.util.ArrayList;
import java.util.List;

/** The one write of an operation, sent once if the fence is still open; its result is always a value. */
record PersonWrite(String server, Fence fence, ServerOffer offer) {
    private interface Sending {
        LDAPResult send() throws LDAPException;
    }

    /** What asks for the reason of a refusal. */
    private Control[] controls() {
        return PolicyControl.asked(offer);
    }

    /** Password Modify as the service account. */
    DirectoryOutcome reset(Lease lease, String dn, PasswordOctets password) {
        try (PasswordModify modify = PasswordModify.reset(dn, password)) {
            return onLease(
                    lease,
                    WriteAnswer.Kind.RESET,
                    ExtendedResult.class,
                    () -> lease.connection().processOperation(modify.request(controls())));
        }
    }

    /** A Modify, with what Password Modify cannot set beside the password. */
    DirectoryOutcome resetByModify(Lease lease, String dn, PasswordOctets password, List<Modification> beside) {
        List<Modification> all = new ArrayList<>();
        all.add(new Modification(ModificationType.REPLACE, "userPassword", password.value()));
        all.addAll(beside);
        return modify(lease, WriteAnswer.Kind.RESET, dn, all);
    }

    DirectoryOutcome unlock(Lease lease, String dn, List<Modification> ending) {
        return modify(lease, WriteAnswer.Kind.UNLOCK, dn, ending);
    }

    private DirectoryOutcome modify(Lease lease, WriteAnswer.Kind kind, String dn, List<Modification> modifications) {
        ModifyRequest request = new ModifyRequest(dn, modifications, controls());
        return onLease(lease, kind, LDAPResult.class, () -> lease.connection().processOperation(request));
    }

    /** Password Modify as the user, on a connection that is bound as the user. */
    DirectoryOutcome change(LDAPConnection own, String dn, PasswordOctets current, PasswordOctets password) {
        try (PasswordModify modify = PasswordModify.change(dn, current, password)) {
            return sent(
                    WriteAnswer.Kind.CHANGE,
                    ExtendedResult.class,
                    () -> own.processOperation(modify.request(controls())));
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
            // The SDK would take an answer of another kind, such as a search's, for one to this request.
            boolean meant = result.getClass().equals(answer) && !PasswordModify.madeUpAnother(result);
            return meant ? WriteAnswer.of(server, offer.dialect(), kind, result) : nonsense();
        } catch (ClassCastException e) {
            return nonsense();
        } catch (LDAPException e) {
            return WriteAnswer.of(server, offer.dialect(), kind, e);
        }
    }

    private DirectoryOutcome nonsense() {
        return new DirectoryOutcome.Unknown(server, "the server answered what it was not asked");
    }
}
