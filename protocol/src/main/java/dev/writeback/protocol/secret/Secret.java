package dev.writeback.protocol.secret;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Secret bytes with one owner: whoever holds the object closes it, and closing zeroes the bytes.
 *
 * <p>A password is held as the UTF-8 of what the user typed. The bytes are reached through {@link #use} and
 * {@link #map} only; the array passed to the callback is the secret itself, is valid during the callback alone and must
 * not be kept. Instances are not thread-safe. Java cannot guarantee erasure (the collector moves objects); this type
 * shortens the exposure.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the array itself: the caller must not touch it any more. */
    public static Secret takeOwnershipOf(byte[] bytes) {
        return new Secret(bytes);
    }

    /** Copies the array; the caller still owns, and has to zero, its own. */
    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The length in bytes. */
    public int length() {
        return bytes.length;
    }

    /**
     * Lends the bytes to {@code reader}.
     *
     * @throws IllegalStateException when the secret is closed
     */
    public void use(Consumer<byte[]> reader) {
        reader.accept(open());
    }

    /**
     * Lends the bytes to {@code reader} and returns what it makes of them.
     *
     * @throws IllegalStateException when the secret is closed
     */
    public <T> T map(Function<byte[], T> reader) {
        return reader.apply(open());
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("the secret is closed");
        }
        return bytes;
    }

    /** Zeroes the bytes; closing twice is allowed. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
