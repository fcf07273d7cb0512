package dev.writeback.sandbox.servicebus.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.junit.jupiter.api.Test;

class ReplyBodyTest {
    @Test
    void writesExpirationsAsAnArrayOfTimestamps() {
        ProtonBuffer out = ProtonBufferAllocator.defaultAllocator().allocate(64);

        ReplyBody.expirations(List.of(Instant.ofEpochMilli(0x0102030405060708L)))
                .writeTo(out, section -> {});

        assertThat(HexFormat.of().formatHex(MessageCodec.bytes(out)))
                .isEqualTo("005377" + "d1" + "00000023" + "00000002"
                        + "a10b" + "65787069726174696f6e73"
                        + "f0" + "0000000d" + "00000001" + "83" + "0102030405060708");
    }
}
