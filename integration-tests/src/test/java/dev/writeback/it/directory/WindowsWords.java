package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;

/**
 * Windows' answers in place of Samba's, as they are reported from the field: result code, text, and the line end and zero
 * octet behind it. A refused password is reported in two forms, each of them for a reset and for a change.
 */
enum WindowsWords {
    /** A reset is refused as unwilling, a change as a violated constraint. */
    USUAL,
    /** The other way round; and who may not change the password is told so by a code of its own. */
    OTHER_FORM;

    /** What a Modify asks for. */
    enum Write {
        RESET,
        CHANGE,
        OTHER
    }

    private static final String END = "\n\0";
    private static final String UNWILLING = ": SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0" + END;
    private static final String NO_RIGHT = ": SecErr: DSID-031A1190, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0" + END;
    private static final String[] NO_REFERRALS = {};
    private static final String RESTRICTION = "0000052D";

    LDAPResult ofModify(LDAPResult samba, Write write) {
        String text = String.valueOf(samba.getDiagnosticMessage());
        if (text.startsWith(RESTRICTION)) {
            return restriction(samba.getMessageID(), write);
        }
        if (text.startsWith("00000056")) {
            return constraint(samba.getMessageID(), "00000056");
        }
        if (text.startsWith("00002098")) {
            return result(samba.getMessageID(), ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00002098" + NO_RIGHT);
        }
        if (text.startsWith("error in module acl")) {
            return write == Write.CHANGE && this == OTHER_FORM
                    ? result(samba.getMessageID(), ResultCode.UNWILLING_TO_PERFORM, "000008C3" + UNWILLING)
                    : result(samba.getMessageID(), ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00000005" + NO_RIGHT);
        }
        return ofAny(samba);
    }

    /** What is answered alike to every request: success says nothing, and an entry that is missing is one of a name. */
    LDAPResult ofAny(LDAPResult samba) {
        if (samba.getResultCode().equals(ResultCode.SUCCESS)) {
            return new LDAPResult(
                    samba.getMessageID(), ResultCode.SUCCESS, null, null, NO_REFERRALS, samba.getResponseControls());
        }
        if (samba.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
            String text = "0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'"
                    + Administrator.BASE + "'" + END;
            return new LDAPResult(
                    samba.getMessageID(),
                    ResultCode.NO_SUCH_OBJECT,
                    text,
                    Administrator.BASE,
                    NO_REFERRALS,
                    samba.getResponseControls());
        }
        return samba;
    }

    /** The same sub-code in other surroundings. */
    LDAPResult ofBind(LDAPResult samba) {
        return samba.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)
                ? result(
                        samba.getMessageID(),
                        ResultCode.INVALID_CREDENTIALS,
                        String.valueOf(samba.getDiagnosticMessage())
                                .replaceFirst(
                                        "(?s)^.* data ([0-9a-f]+),.*$",
                                        "8009030C: LdapErr: DSID-0C090569, "
                                                + "comment: AcceptSecurityContext error, data $1, v4563\0"))
                : samba;
    }

    /** A password that the policy does not allow, whatever the reason. */
    LDAPResult restriction(int id, Write write) {
        boolean unwilling = (write == Write.RESET) == (this == USUAL);
        return unwilling
                ? result(id, ResultCode.UNWILLING_TO_PERFORM, RESTRICTION + UNWILLING)
                : constraint(id, RESTRICTION);
    }

    /** To a control that is critical and cannot be obeyed. */
    static LDAPResult controlRefused(int id) {
        return result(
                id,
                ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
                "00000057: LdapErr: DSID-0C090CAD, comment: Error processing control, data 0, v23f0\0");
    }

    private static LDAPResult constraint(int id, String code) {
        return result(
                id,
                ResultCode.CONSTRAINT_VIOLATION,
                code + ": AtrErr: DSID-03191083, #1:\n\t0: " + code
                        + ": DSID-03191083, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)" + END);
    }

    private static LDAPResult result(int id, ResultCode code, String text) {
        return new LDAPResult(id, code, text, null, NO_REFERRALS, new Control[0]);
    }
}
