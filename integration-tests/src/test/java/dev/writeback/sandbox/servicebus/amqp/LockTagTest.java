package dev.writeback.sandbox.servicebus.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LockTagTest {
    @Test
    void writesTheBytesInTheOrderOfADotNetGuid() {
        byte[] tag = LockTag.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

        assertThat(HexFormat.of().formatHex(tag)).isEqualTo("33221100554477668899aabbccddeeff");
    }
}
