package dev.writeback.sandbox.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Binary forms, against octets that a Samba AD domain controller returned. */
class WireFormsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final UUID INVOCATION = UUID.fromString("975cfe49-62e0-4740-8145-7ceb4bb27482");

    /** One stamp: attribute 0x9005A, version 2, at 13439888310 s, origin INVOCATION, both sequence numbers 4067. */
    private static final String METADATA = "01000000000000000100000000000000"
            + "5a00090002000000b66b14210300000049fe5c97e062404781457ceb4bb27482e30f000000000000e30f000000000000";

    @Test
    void countsAWriteInTheReplicationMetadata() {
        ReplicationMetadata read = ReplicationMetadata.parse(HEX.parseHex(METADATA));
        assertThat(HEX.formatHex(read.octets())).isEqualTo(METADATA);

        ReplicationMetadata written = read.stamped(
                Set.of(ReplicationMetadata.UNICODE_PWD), Instant.ofEpochSecond(1_795_414_711), INVOCATION, 4070);

        assertThat(HEX.formatHex(written.octets()))
                .isEqualTo(METADATA.replace("5a00090002", "5a00090003")
                        .replace("b66b1421", "b76b1421")
                        .replace("e30f", "e60f"));
    }

    @Test
    void storesTheFirstThreeFieldsOfAGuidBackwards() {
        assertThat(HEX.formatHex(ObjectGuid.octets(INVOCATION))).isEqualTo("49fe5c97e062404781457ceb4bb27482");
        assertThat(ObjectGuid.parse(ObjectGuid.octets(INVOCATION))).isEqualTo(INVOCATION);
    }

    @Test
    void encodesASecurityIdentifier() {
        ObjectSid sid =
                ObjectSid.parse("S-1-5-21-1012538673-595624157-1239470095").child(1105);

        assertThat(HEX.formatHex(sid.octets()))
                .isEqualTo("010500000000000515000000311d5a3cdd80802 30fd0e04951040000".replace(" ", ""));
    }

    @Test
    void replacesAReferenceAndKeepsTheRestOfTheMessage() {
        byte[] search = HEX.parseHex("301a020101"
                + "6315" + "0407" + HEX.formatHex("<GUID=>".getBytes(StandardCharsets.US_ASCII))
                + "0a01000a0100020100020100");

        byte[] rewritten = Ber.withResolvedName(search, name -> name.equals("<GUID=>") ? "DC=test" : "");

        assertThat(HEX.formatHex(rewritten))
                .isEqualTo("301a020101" + "6315" + "0407"
                        + HEX.formatHex("DC=test".getBytes(StandardCharsets.US_ASCII))
                        + "0a01000a0100020100020100");
    }

    @Test
    void framesAMessageThatArrivesInPieces() {
        assertThat(Ber.messageLength(ByteBuffer.wrap(new byte[] {0x30}))).isEqualTo(-1);
        assertThat(Ber.messageLength(ByteBuffer.wrap(new byte[] {0x30, (byte) 0x82, 1})))
                .isEqualTo(-1);
        assertThat(Ber.messageLength(ByteBuffer.wrap(new byte[] {0x30, (byte) 0x82, 1, 0})))
                .isEqualTo(260);
    }
}
