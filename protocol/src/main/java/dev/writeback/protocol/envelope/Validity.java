package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** The times of a message (PWB/1, section 3). */
record Validity(Instant issuedAt, Instant expiresAt) {
    /** How far two clocks may be apart. */
    static final Duration SKEW = Duration.ofSeconds(60);
    /** Longest life of a message, and the exact one of an agent's. */
    static final Duration LONGEST = Duration.ofSeconds(300);

    /** Form and relations of {@code iat}, {@code nbf} and {@code exp} of a request. */
    static Validity ofRequest(JsonObject claims, Instant now) throws RejectedException {
        Validity validity = read(claims, now);
        Instant notBefore = time(claims, "nbf");
        require(!notBefore.isAfter(now.plus(SKEW)), Rejection.NOT_YET_VALID);
        require(!notBefore.isBefore(validity.issuedAt), Rejection.VALID_BEFORE_ISSUE);
        require(notBefore.isBefore(validity.expiresAt), Rejection.VALID_AFTER_EXPIRY);
        return validity;
    }

    /** The same of every other message, which has no {@code nbf}. */
    static Validity ofOther(JsonObject claims, Instant now) throws RejectedException {
        require(!claims.has("nbf"), Rejection.TIME_FORM);
        return read(claims, now);
    }

    /** The same of what an agent sends, which lives exactly 300 s. */
    static Validity ofReply(JsonObject claims, Instant now) throws RejectedException {
        Validity validity = ofOther(claims, now);
        require(validity.expiresAt.equals(validity.issuedAt.plus(LONGEST)), Rejection.REPLY_LIFETIME);
        return validity;
    }

    private static Validity read(JsonObject claims, Instant now) throws RejectedException {
        Instant issuedAt = time(claims, "iat");
        Instant expiresAt = time(claims, "exp");
        require(!issuedAt.isAfter(now.plus(SKEW)), Rejection.ISSUED_IN_THE_FUTURE);
        require(expiresAt.isAfter(issuedAt), Rejection.EXPIRES_BEFORE_ISSUE);
        require(!expiresAt.isAfter(issuedAt.plus(LONGEST)), Rejection.LIVES_TOO_LONG);
        return new Validity(issuedAt, expiresAt);
    }

    private static Instant time(JsonObject claims, String name) throws RejectedException {
        return claims.integer(name)
                .map(Instant::ofEpochSecond)
                .orElseThrow(() -> new RejectedException(Rejection.TIME_FORM));
    }

    boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiresAt.plus(SKEW));
    }
}
