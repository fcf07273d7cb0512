package dev.writeback.sandbox.directory;

import java.util.List;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;

/** A result other than success, with the exact diagnostic text that goes over the wire. */
final class Refusal extends LdapOperationException {
    private static final long serialVersionUID = 1L;

    private final String diagnostic;
    private final transient List<Modification> bookkeeping;

    Refusal(ResultCodeEnum code, String diagnostic) {
        this(code, diagnostic, List.of());
    }

    private Refusal(ResultCodeEnum code, String diagnostic, List<Modification> bookkeeping) {
        super(code, diagnostic);
        this.diagnostic = diagnostic;
        this.bookkeeping = List.copyOf(bookkeeping);
    }

    /** The same refusal, where the attempt itself leaves a trace on the account. */
    Refusal leaving(List<Modification> traces) {
        return new Refusal(getResultCode(), diagnostic, traces);
    }

    /** The text for the wire. */
    String diagnostic() {
        return diagnostic;
    }

    /** What is written although the request is refused: the counting of failed attempts. */
    List<Modification> bookkeeping() {
        return bookkeeping;
    }

    static Refusal noSuchObject(String name) {
        return new Refusal(ResultCodeEnum.NO_SUCH_OBJECT, "00002030: No such Base DN: " + name);
    }

    static Refusal unauthenticated() {
        return new Refusal(ResultCodeEnum.OPERATIONS_ERROR, "00002020: Operation unavailable without authentication");
    }

    /** A control access right is missing; Samba gives no error number here. */
    static Refusal noControlAccess() {
        return new Refusal(
                ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS,
                "error in module acl: insufficient access rights during LDB_MODIFY (50)");
    }

    static Refusal noWriteProperty(String dn) {
        return new Refusal(
                ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS,
                "00002098: Object " + dn + " has no write property access\n");
    }

    static Refusal changeForbidden() {
        return new Refusal(
                ResultCodeEnum.CONSTRAINT_VIOLATION,
                "error in module acl: Constraint violation during LDB_MODIFY (19)");
    }

    static Refusal changeWhileLocked() {
        return new Refusal(
                ResultCodeEnum.CONSTRAINT_VIOLATION, "00000775: Password change not permitted, account locked out!");
    }

    static Refusal wrongOldPassword() {
        return restriction("00000056", "The old password specified doesn't match!");
    }

    static Refusal policy(String reason) {
        return restriction("0000052D", reason);
    }

    private static Refusal restriction(String number, String reason) {
        return new Refusal(
                ResultCodeEnum.CONSTRAINT_VIOLATION,
                number + ": Constraint violation - check_password_restrictions: " + reason);
    }

    static Refusal unwilling(String diagnostic) {
        return new Refusal(ResultCodeEnum.UNWILLING_TO_PERFORM, diagnostic);
    }

    /** A refused bind; {@code data} is the NT status in hexadecimal that clients parse. */
    static Refusal logon(String data) {
        return new Refusal(
                ResultCodeEnum.INVALID_CREDENTIALS,
                "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data " + data + ", v1db1");
    }
}
