package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.KeyId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Six words that an administrator compares on both sides: the first 66 bits of a digest over the three keys that enrolment
 * binds together, each 11 bits a word of the English list of BIP-39 (PWB/1, section 8).
 *
 * @param words six words in small letters
 */
public record Fingerprint(List<String> words) {
    /** The list of BIP-39; where it is from and its licence stand beside it. */
    private static final List<String> LIST = list();

    private static final int WORDS = 6;
    private static final int BITS = 11;

    public Fingerprint {
        words = List.copyOf(words);
    }

    /** The words of a root key, an agent's key for encryption and its key for signing. */
    public static Fingerprint of(KeyId root, KeyId enc, KeyId sig) {
        String joined = String.join("\0", root.value(), enc.value(), sig.value());
        return of(sha256(joined.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The words of the first 66 bits, the highest bit of the first byte first. */
    static Fingerprint of(byte[] digest) {
        BigInteger bits = new BigInteger(1, digest).shiftRight(digest.length * Byte.SIZE - WORDS * BITS);
        List<String> words = new ArrayList<>();
        for (int i = WORDS - 1; i >= 0; i--) {
            words.add(LIST.get(bits.shiftRight(i * BITS).intValue() & (1 << BITS) - 1));
        }
        return new Fingerprint(words);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static List<String> list() {
        try (InputStream in = Fingerprint.class.getResourceAsStream("bip39-english.txt")) {
            byte[] text = Objects.requireNonNull(in, "the word list is missing").readAllBytes();
            return Arrays.asList(new String(text, StandardCharsets.US_ASCII).split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words with a space between them. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
