package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;

/**
 * What {@code pwdAccountLockedTime} says (draft-behera-ldap-password-policy-10, section 5.3.3). It is asked by a Compare:
 * a Search shows an attribute that is hidden and one that is absent alike.
 */
enum Lockout {
    NONE,
    /** Since some time; the lock may have run out. */
    LOCKED,
    /** By an administrator, who alone may end it. */
    FOR_GOOD,
    /** The service account may not know. */
    HIDDEN;

    static final String ATTRIBUTE = "pwdAccountLockedTime";
    static final String YEAR_ZERO = "0000";

    private static final String FOR_GOOD_VALUE = "000001010000Z";

    static Lockout of(LDAPConnection connection, PersonEntry entry) throws LDAPException {
        // ApacheDS cannot compare the value that it is locked for good with.
        if (entry.isLockedForGood()) {
            return FOR_GOOD;
        }
        return of(connection, new CompareRequest(entry.dn(), ATTRIBUTE, FOR_GOOD_VALUE));
    }

    /** As it is now; waits no longer than that. */
    static Lockout of(LDAPConnection connection, String dn, Duration patience) throws LDAPException {
        CompareRequest request = new CompareRequest(dn, ATTRIBUTE, FOR_GOOD_VALUE);
        request.setResponseTimeoutMillis(patience.toMillis());
        return of(connection, request);
    }

    private static Lockout of(LDAPConnection connection, CompareRequest request) throws LDAPException {
        ResultCode answer = compare(connection, request);
        if (answer.equals(ResultCode.COMPARE_TRUE)) {
            return FOR_GOOD;
        }
        if (answer.equals(ResultCode.COMPARE_FALSE)) {
            return LOCKED;
        }
        return answer.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS) ? HIDDEN : NONE;
    }

    /** Whether an attribute that a Search did not show is really absent. */
    static boolean isAbsent(LDAPConnection connection, String dn, String attribute, String anyValue)
            throws LDAPException {
        ResultCode answer = compare(connection, new CompareRequest(dn, attribute, anyValue));
        return answer.equals(ResultCode.NO_SUCH_ATTRIBUTE) || answer.equals(ResultCode.UNDEFINED_ATTRIBUTE_TYPE);
    }

    private static ResultCode compare(LDAPConnection connection, CompareRequest request) throws LDAPException {
        try {
            return connection.compare(request).getResultCode();
        } catch (LDAPException e) {
            ResultCode code = e.getResultCode();
            boolean answered = code.equals(ResultCode.NO_SUCH_ATTRIBUTE)
                    || code.equals(ResultCode.UNDEFINED_ATTRIBUTE_TYPE)
                    || code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
            if (answered) {
                return code;
            }
            throw e;
        }
    }
}
