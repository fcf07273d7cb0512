package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.RequestId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** Makes values of {@code jti}: random UUIDs (RFC 9562, version 4). */
public final class RequestIds {
    private static final int BYTES = 16;

    private RequestIds() {}

    public static RequestId next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new RequestId(new UUID(halves.getLong(), halves.getLong()).toString());
    }
}
