package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.HmacSha256;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.envelope.EnrolmentRequest;
import dev.writeback.protocol.secret.Secret;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A code from its issue to its end, which zeroes its secret. Not thread-safe. */
final class IssuedCode {
    private static final int WRONG_ATTEMPTS = 5;
    private static final int MOST_REQUESTS = 64;

    private final Secret secret;
    private final Instant expiresAt;
    private final Set<String> taken = new HashSet<>();
    private Optional<DeskAnswer.Why> end = Optional.empty();
    private Optional<Applicant> applicant = Optional.empty();
    private int wrong;

    /**
     * @param secret becomes this object's
     */
    IssuedCode(Secret secret, Instant expiresAt) {
        this.secret = secret;
        this.expiresAt = expiresAt;
    }

    /** Who showed this code last, and what it was asked. */
    record Applicant(EnrolmentRequest request, byte[] challenge, EnrolledAgent agent) {
        boolean isAskedFor(byte[] answer) {
            return MessageDigest.isEqual(challenge, answer);
        }

        boolean signsWith(KeyId signer) {
            return request.sig().id().equals(signer);
        }
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Optional<Applicant> applicant() {
        return applicant;
    }

    /** Why it is good no more. */
    Optional<DeskAnswer.Why> end(Instant now) {
        if (end.isEmpty() && !now.isBefore(expiresAt)) {
            finish(DeskAnswer.Why.CODE_EXPIRED);
        }
        return end;
    }

    boolean proves(byte[] meant, byte[] mac) {
        return HmacSha256.matches(secret, meant, mac);
    }

    byte[] prove(byte[] meant) {
        return HmacSha256.of(secret, meant);
    }

    /** Counts a wrong attempt; the last one ends the code. */
    void miss() {
        wrong++;
        if (wrong >= WRONG_ATTEMPTS) {
            finish(DeskAnswer.Why.CODE_DESTROYED);
        }
    }

    /** Why a request with that {@code jti} cannot be taken now. */
    Optional<DeskAnswer.Why> take(String id) {
        if (taken.size() >= MOST_REQUESTS) {
            return Optional.of(DeskAnswer.Why.TOO_MANY);
        }
        return taken.add(id) ? Optional.empty() : Optional.of(DeskAnswer.Why.REPLAYED);
    }

    void ask(Applicant next) {
        applicant = Optional.of(next);
    }

    void finish(DeskAnswer.Why why) {
        end = Optional.of(why);
        secret.close();
    }
}
