package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.WritebackRequest;
import dev.writeback.protocol.secret.Secret;
import java.util.Optional;

/** A verified request with its passwords in the clear. Whoever holds it closes it, which zeroes them. */
public final class OpenedRequest implements AutoCloseable {
    private final VerifiedRequest verified;
    private final Optional<Secret> newPassword;
    private final Optional<Secret> currentPassword;

    OpenedRequest(VerifiedRequest verified, Optional<Secret> newPassword, Optional<Secret> currentPassword) {
        this.verified = verified;
        this.newPassword = newPassword;
        this.currentPassword = currentPassword;
    }

    public VerifiedRequest verified() {
        return verified;
    }

    public WritebackRequest request() {
        return verified.request();
    }

    /** UTF-8 of what the user typed; present for reset, change and validate. Still owned by this object. */
    public Optional<Secret> newPassword() {
        return newPassword;
    }

    /** UTF-8 of what the user typed; present for change. Still owned by this object. */
    public Optional<Secret> currentPassword() {
        return currentPassword;
    }

    @Override
    public void close() {
        newPassword.ifPresent(Secret::close);
        currentPassword.ifPresent(Secret::close);
    }

    @Override
    public String toString() {
        return "OpenedRequest[" + verified + " with secrets redacted]";
    }
}
