package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A one-time code, {@code CID-SECRET} (PWB/1, section 8): 8 and 26 characters of Crockford's base32. The first part names
 * the code and travels; the second is the key that both sides prove to know, and never does. Whoever holds it closes it,
 * which zeroes the second part. Not thread-safe.
 */
public final class EnrolmentCode implements AutoCloseable {
    private static final byte[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(StandardCharsets.US_ASCII);
    private static final int CID_LENGTH = 8;
    private static final int SECRET_LENGTH = 26;
    private static final byte FOREIGN = -1;

    private final String cid;
    private final Secret secret;

    private EnrolmentCode(String cid, Secret secret) {
        this.cid = cid;
        this.secret = secret;
    }

    /** A new code: 40 and 130 random bits. */
    public static EnrolmentCode generate(SecureRandom random) {
        byte[] secret = characters(SECRET_LENGTH, random);
        return new EnrolmentCode(
                new String(characters(CID_LENGTH, random), StandardCharsets.US_ASCII), Secret.takeOwnershipOf(secret));
    }

    private static byte[] characters(int count, SecureRandom random) {
        byte[] text = new byte[count];
        for (int i = 0; i < count; i++) {
            text[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return text;
    }

    /**
     * Reads what an administrator typed: ASCII, in either case, with O for 0 and I or L for 1 as Crockford allows, with
     * white space around it and with any hyphens beyond the first.
     *
     * @param typed still the caller's
     * @throws MalformedCodeException when it is no code
     */
    public static EnrolmentCode parse(Secret typed) throws MalformedCodeException {
        byte[] canonical = new byte[typed.length()];
        try {
            int length = typed.map(text -> canonical(text, canonical));
            int expected = CID_LENGTH + 1 + SECRET_LENGTH;
            if (length != expected || canonical[CID_LENGTH] != '-') {
                throw new MalformedCodeException("an enrolment code is 8 characters, a hyphen and 26 characters of 0-9"
                        + " and A-Z without I, L, O, U; check that all of it was copied");
            }
            return new EnrolmentCode(
                    new String(canonical, 0, CID_LENGTH, StandardCharsets.US_ASCII),
                    Secret.takeOwnershipOf(Arrays.copyOfRange(canonical, CID_LENGTH + 1, expected)));
        } finally {
            Arrays.fill(canonical, (byte) 0);
        }
    }

    /** Writes the canonical form and returns its length, or -1 when a character is foreign. */
    private static int canonical(byte[] text, byte[] canonical) {
        int from = 0;
        int to = text.length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        int length = 0;
        boolean hyphen = false;
        for (int i = from; i < to; i++) {
            if (text[i] == '-' && hyphen) {
                continue;
            }
            hyphen |= text[i] == '-';
            byte read = text[i] == '-' ? text[i] : character(text[i]);
            if (read == FOREIGN) {
                return FOREIGN;
            }
            canonical[length++] = read;
        }
        return length;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    private static byte character(byte typed) {
        byte capital = typed >= 'a' && typed <= 'z' ? (byte) (typed - 'a' + 'A') : typed;
        byte read = switch (capital) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> capital;
        };
        for (byte known : ALPHABET) {
            if (known == read) {
                return read;
            }
        }
        return FOREIGN;
    }

    /** The part that travels: 8 characters. */
    public String cid() {
        return cid;
    }

    /** The part that does not: 26 characters of ASCII. Still owned by this object. */
    Secret secret() {
        return secret;
    }

    /** The whole code in its canonical form, to be shown once to the administrator; the caller closes it. */
    public Secret shown() {
        byte[] text = new byte[CID_LENGTH + 1 + SECRET_LENGTH];
        System.arraycopy(cid.getBytes(StandardCharsets.US_ASCII), 0, text, 0, CID_LENGTH);
        text[CID_LENGTH] = '-';
        secret.use(bytes -> System.arraycopy(bytes, 0, text, CID_LENGTH + 1, SECRET_LENGTH));
        return Secret.takeOwnershipOf(text);
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "EnrolmentCode[" + cid + " with the secret redacted]";
    }
}
