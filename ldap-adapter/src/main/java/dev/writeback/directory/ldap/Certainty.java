package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.Set;

/** What the result code of a write tells by itself, on any directory. */
public enum Certainty {
    APPLIED,
    /** No answer, or none that can be trusted: the write may have been applied, or may be applied later. */
    UNKNOWN,
    /** This server does not write now; nothing was written. */
    NOT_NOW,
    /** The server says no; nothing was written. */
    REFUSED;

    private static final Set<ResultCode> NO_ANSWER = Set.of(
            ResultCode.SERVER_DOWN,
            ResultCode.CONNECT_ERROR,
            ResultCode.TIMEOUT,
            ResultCode.LOCAL_ERROR,
            ResultCode.DECODING_ERROR,
            ResultCode.TIME_LIMIT_EXCEEDED,
            ResultCode.CANCELED,
            ResultCode.TOO_LATE);

    private static final Set<ResultCode> ELSEWHERE =
            Set.of(ResultCode.BUSY, ResultCode.UNAVAILABLE, ResultCode.REFERRAL);

    public static Certainty of(ResultCode code) {
        if (code.equals(ResultCode.SUCCESS)) {
            return APPLIED;
        }
        if (NO_ANSWER.contains(code)) {
            return UNKNOWN;
        }
        return ELSEWHERE.contains(code) ? NOT_NOW : REFUSED;
    }
}
