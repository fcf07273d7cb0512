package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sealed plaintext of PWB/1, section 4: {@code {"ctx":..,"new":..,"old":..,"pad":..}}, byte for byte in that form. Read
 * and written by hand, because a JSON library would leave the passwords in strings that nobody can zero.
 */
final class SecretText {
    private static final int[] LENGTHS = {512, 1024, 2048, 4096};
    private static final int CONTEXT_LENGTH = 43;

    private static final byte[] CTX = ascii("{\"ctx\":\"");
    private static final byte[] NEW = ascii("\",\"new\":\"");
    private static final byte[] OLD = ascii("\",\"old\":\"");
    private static final byte[] PAD = ascii("\",\"pad\":\"");
    private static final byte[] END = ascii("\"}");

    private final byte[] text;
    private int at;

    private SecretText(byte[] text) {
        this.text = text;
    }

    /** The passwords; whoever gets them closes them. */
    record Passwords(Secret newPassword, Optional<Secret> currentPassword) {}

    /**
     * Reads the text and leaves it as it is: the caller zeroes it.
     *
     * @param context the expected value of {@code ctx}
     * @param hasOld whether the operation needs {@code old}
     */
    static Passwords read(byte[] text, byte[] context, boolean hasOld) throws RejectedException {
        return new SecretText(text).read(context, hasOld);
    }

    private Passwords read(byte[] context, boolean hasOld) throws RejectedException {
        expect(CTX);
        int contextAt = at;
        int contextEnd = value();
        expect(NEW);
        int newAt = at;
        int newEnd = value();
        boolean oldPresent = startsWith(OLD);
        int oldAt = oldPresent ? at + OLD.length : at;
        at = oldAt;
        int oldEnd = oldPresent ? value() : oldAt;
        expect(PAD);
        int padAt = at;
        at = text.length - END.length;
        require(at >= padAt, Rejection.SECRET_TEXT_FORM);
        expect(END);
        for (int i = padAt; i < text.length - END.length; i++) {
            require(text[i] == '0', Rejection.SECRET_TEXT_FORM);
        }
        require(text.length == length(padAt + END.length), Rejection.SECRET_TEXT_LENGTH);
        require(oldPresent == hasOld, Rejection.SECRET_OLD_PRESENCE);
        require(
                MessageDigest.isEqual(Arrays.copyOfRange(text, contextAt, contextEnd), context),
                Rejection.SECRET_CONTEXT);
        Secret newPassword = password(newAt, newEnd);
        try {
            return new Passwords(newPassword, hasOld ? Optional.of(password(oldAt, oldEnd)) : Optional.empty());
        } catch (RejectedException e) {
            newPassword.close();
            throw e;
        }
    }

    private Secret password(int from, int to) throws RejectedException {
        byte[] bytes =
                Base64Url.decode(text, from, to).orElseThrow(() -> new RejectedException(Rejection.PASSWORD_BASE64URL));
        Secret password = Secret.takeOwnershipOf(bytes);
        Optional<Rejection> fault = password.map(PasswordForm::fault);
        if (fault.isPresent()) {
            password.close();
            throw new RejectedException(fault.orElseThrow());
        }
        return password;
    }

    private void expect(byte[] literal) throws RejectedException {
        require(startsWith(literal), Rejection.SECRET_TEXT_FORM);
        at += literal.length;
    }

    private boolean startsWith(byte[] literal) {
        return at + literal.length <= text.length
                && Arrays.equals(text, at, at + literal.length, literal, 0, literal.length);
    }

    /** Moves to the closing quote and returns its place; anything but a character of base64url ends the value too. */
    private int value() {
        while (at < text.length && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The smallest of the four lengths that fits, or -1. */
    private static int length(int needed) {
        return Arrays.stream(LENGTHS)
                .filter(length -> length >= needed)
                .findFirst()
                .orElse(-1);
    }

    /** Writes the text; the caller zeroes it. */
    static byte[] write(byte[] context, Secret newPassword, Optional<Secret> currentPassword) {
        byte[] encodedNew = encode(newPassword);
        byte[] encodedOld = currentPassword.map(SecretText::encode).orElse(new byte[0]);
        int needed = CTX.length
                + CONTEXT_LENGTH
                + NEW.length
                + encodedNew.length
                + PAD.length
                + END.length
                + (currentPassword.isPresent() ? OLD.length + encodedOld.length : 0);
        byte[] text = new byte[length(needed)];
        Arrays.fill(text, (byte) '0');
        int at = put(text, 0, CTX);
        at = put(text, at, context);
        at = put(text, at, NEW);
        at = put(text, at, encodedNew);
        if (currentPassword.isPresent()) {
            at = put(text, at, OLD);
            at = put(text, at, encodedOld);
        }
        put(text, at, PAD);
        put(text, text.length - END.length, END);
        Arrays.fill(encodedNew, (byte) 0);
        Arrays.fill(encodedOld, (byte) 0);
        return text;
    }

    private static byte[] encode(Secret password) {
        return password.map(bytes -> {
            PasswordForm.fault(bytes).ifPresent(fault -> {
                throw new IllegalArgumentException("a password is 1 to " + Limits.PASSWORD_UNITS
                        + " UTF-16 units in well-formed UTF-8 without NUL: " + fault.label());
            });
            return Base64Url.encodeToBytes(bytes);
        });
    }

    private static int put(byte[] text, int at, byte[] part) {
        System.arraycopy(part, 0, text, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String literal) {
        return literal.getBytes(StandardCharsets.US_ASCII);
    }
}
