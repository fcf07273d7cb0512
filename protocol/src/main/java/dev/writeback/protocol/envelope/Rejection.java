package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Reason;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a message was not accepted: one constant for each distinct cause, for our own log and counters. The outside sees
 * less: nothing at all, or one of the two constant reasons of {@link #answer()}.
 */
public enum Rejection {
    // Step 1.
    PACKAGE_TOO_LARGE(1),

    // Step 2: the package as text, and its form.
    PACKAGE_NOT_UTF8(2),
    PACKAGE_BYTE_ORDER_MARK(2),
    PACKAGE_SYNTAX(2),
    PACKAGE_TRAILING_TEXT(2),
    PACKAGE_TOO_DEEP(2),
    PACKAGE_DUPLICATE_MEMBER(2),
    PACKAGE_LONE_SURROGATE(2),
    PACKAGE_NUMBER(2),
    PACKAGE_NOT_AN_OBJECT(2),
    PACKAGE_MEMBERS(2),
    PACKAGE_BASE64URL(2),
    PACKAGE_IV(2),
    PACKAGE_TAG(2),
    PACKAGE_RECIPIENT_COUNT(2),
    PACKAGE_RECIPIENT_MEMBERS(2),
    PACKAGE_ENCRYPTED_KEY(2),
    PACKAGE_HEADER_TOO_LARGE(2),
    PACKAGE_HEADER_TEXT(2),
    PACKAGE_HEADER_MEMBERS(2),
    PACKAGE_HEADER_PLACEMENT(2),
    PACKAGE_TYP(2),
    PACKAGE_CTY(2),
    PACKAGE_ENC(2),
    PACKAGE_ALG(2),
    PACKAGE_KID(2),
    PACKAGE_DUPLICATE_KID(2),
    PACKAGE_EPK(2),

    // Step 3. A request without a kid of ours is not rejected but released; a reply has one recipient, the cloud.
    PACKAGE_ALG_NOT_OF_RECORD(3),
    REPLY_RECIPIENT_COUNT(3),
    REPLY_NOT_FOR_US(3),

    // Step 4.
    PACKAGE_EPK_OFF_CURVE(4),
    PACKAGE_UNWRAP(4),
    PACKAGE_AUTHENTICATION(4),

    // Step 5.
    JWS_FORM(5),
    JWS_BASE64URL(5),
    JWS_HEADER_TOO_LARGE(5),
    JWS_HEADER_TEXT(5),
    JWS_HEADER_MEMBERS(5),
    JWS_ALG(5),
    JWS_TYP(5),
    SIGNER_UNKNOWN(5),
    SIGNER_NOT_LIVE(5),
    SIGNATURE_LENGTH(5),
    SIGNATURE_RANGE(5),

    // Step 6.
    SIGNATURE_WRONG(6),

    // Step 7, before the message is provably meant for us.
    CLAIMS_TOO_LARGE(7),
    CLAIMS_NOT_UTF8(7),
    CLAIMS_BYTE_ORDER_MARK(7),
    CLAIMS_SYNTAX(7),
    CLAIMS_TRAILING_TEXT(7),
    CLAIMS_TOO_DEEP(7),
    CLAIMS_DUPLICATE_MEMBER(7),
    CLAIMS_LONE_SURROGATE(7),
    CLAIMS_NUMBER(7),
    CLAIMS_NOT_AN_OBJECT(7),
    ISSUER(7),
    AUDIENCE(7),
    MESSAGE_ID(7),

    // Step 7, from there on.
    VERSION(7, Reason.BAD_REQUEST),
    TIME_FORM(7, Reason.BAD_REQUEST),
    ISSUED_IN_THE_FUTURE(7, Reason.BAD_REQUEST),
    NOT_YET_VALID(7, Reason.BAD_REQUEST),
    LIVES_TOO_LONG(7, Reason.BAD_REQUEST),
    EXPIRES_BEFORE_ISSUE(7, Reason.BAD_REQUEST),
    VALID_BEFORE_ISSUE(7, Reason.BAD_REQUEST),
    VALID_AFTER_EXPIRY(7, Reason.BAD_REQUEST),
    UNKNOWN_MEMBER(7, Reason.BAD_REQUEST),
    OPERATION(7, Reason.BAD_REQUEST),
    SUBJECT_PRESENCE(7, Reason.BAD_REQUEST),
    SUBJECT_MEMBERS(7, Reason.BAD_REQUEST),
    SUBJECT_FORMAT(7, Reason.BAD_REQUEST),
    SUBJECT_VALUE(7, Reason.BAD_REQUEST),
    INITIATOR_PRESENCE(7, Reason.BAD_REQUEST),
    INITIATOR_MEMBERS(7, Reason.BAD_REQUEST),
    INITIATOR_KIND(7, Reason.BAD_REQUEST),
    INITIATOR_BY(7, Reason.BAD_REQUEST),
    OPTIONS_PRESENCE(7, Reason.BAD_REQUEST),
    OPTIONS_MEMBERS(7, Reason.BAD_REQUEST),
    TRACE(7, Reason.BAD_REQUEST),
    SECRET_PRESENCE(7, Reason.BAD_REQUEST),

    // Step 10: the sealed secret.
    SECRET_MEMBERS(10, Reason.BAD_SECRET),
    SECRET_BASE64URL(10, Reason.BAD_SECRET),
    SECRET_IV(10, Reason.BAD_SECRET),
    SECRET_TAG(10, Reason.BAD_SECRET),
    SECRET_RECIPIENT_COUNT(10, Reason.BAD_SECRET),
    SECRET_RECIPIENT_MEMBERS(10, Reason.BAD_SECRET),
    SECRET_ENCRYPTED_KEY(10, Reason.BAD_SECRET),
    SECRET_HEADER_TOO_LARGE(10, Reason.BAD_SECRET),
    SECRET_HEADER_TEXT(10, Reason.BAD_SECRET),
    SECRET_HEADER_MEMBERS(10, Reason.BAD_SECRET),
    SECRET_HEADER_PLACEMENT(10, Reason.BAD_SECRET),
    SECRET_TYP(10, Reason.BAD_SECRET),
    SECRET_ENC(10, Reason.BAD_SECRET),
    SECRET_ALG(10, Reason.BAD_SECRET),
    SECRET_KID(10, Reason.BAD_SECRET),
    SECRET_DUPLICATE_KID(10, Reason.BAD_SECRET),
    SECRET_EPK(10, Reason.BAD_SECRET),
    SECRET_NOT_FOR_US(10, Reason.BAD_SECRET),
    SECRET_ALG_NOT_OF_RECORD(10, Reason.BAD_SECRET),
    SECRET_EPK_OFF_CURVE(10, Reason.BAD_SECRET),
    SECRET_UNWRAP(10, Reason.BAD_SECRET),
    SECRET_AUTHENTICATION(10, Reason.BAD_SECRET),
    SECRET_TEXT_FORM(10, Reason.BAD_SECRET),
    SECRET_TEXT_LENGTH(10, Reason.BAD_SECRET),
    SECRET_OLD_PRESENCE(10, Reason.BAD_SECRET),
    SECRET_CONTEXT(10, Reason.BAD_SECRET),
    PASSWORD_BASE64URL(10, Reason.BAD_SECRET),
    PASSWORD_NOT_UTF8(10, Reason.BAD_SECRET),
    PASSWORD_LENGTH(10, Reason.BAD_SECRET),
    PASSWORD_NUL(10, Reason.BAD_SECRET),

    // What both sides check of keys, heartbeats and config (sections 4 and 7).
    DIRECTIVE_RECIPIENT_COUNT(3),
    DIRECTIVE_EXPIRED(7),
    SIGNER_NOT_ALLOWED(7),
    EPOCH(7),
    CONFIG_MEMBERS(7),
    ECHO_MEMBERS(7),
    HEARTBEAT_MEMBERS(7),
    KEYS_MEMBERS(7),
    KEYS_ACT(7),
    KEYS_SET(7),
    KEYS_OWNER(7),
    KEYS_INCOMPLETE(7),
    PROOF_FORM(7),
    PROOF_PAYLOAD(7),

    // Enrolment (section 8).
    ENROLMENT_MEMBERS(7),
    ENROLMENT_KEYS(7),
    CHALLENGE_MEMBERS(7),

    // The cloud's checks of what an agent sends (section 4).
    REPLY_ISSUER(7),
    REPLY_LIFETIME(7),
    REPLY_EXPIRED(7),
    ACK_REQUEST_UNKNOWN(7),
    ACK_DIGEST(7),
    ACK_SIGNER_WAS_NO_RECIPIENT(7),
    ACK_OPERATION(7),
    ACK_OUTCOME(7),
    ACK_REASON(7),
    ACK_MEMBERS(7),

    /** A library threw what it should not have; the message is treated like one that failed at step 4. */
    UNEXPECTED(4),
    /** The same while the secret was unsealed. */
    SECRET_UNEXPECTED(10, Reason.BAD_SECRET);

    private final int step;
    private final Optional<Reason> answer;

    Rejection(int step) {
        this.step = step;
        this.answer = Optional.empty();
    }

    Rejection(int step, Reason answer) {
        this.step = step;
        this.answer = Optional.of(answer);
    }

    /** The step of section 5 that failed; in an ack the step that does the same for it. */
    public int step() {
        return step;
    }

    /** What the sender of a request is told: a reason, or nothing at all. */
    public Optional<Reason> answer() {
        return answer;
    }

    /** The constant in lower case, for logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
