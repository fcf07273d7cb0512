package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import dev.writeback.directory.PasswordStamp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReplicationStampTest {
    /** As a Samba AD domain controller returned it: 25 attributes, unicodePwd among them in version 2. */
    private static final byte[] REAL = real();

    private static byte[] real() {
        try (InputStream in = ReplicationStampTest.class.getResourceAsStream("/repl-property-meta-data.b64")) {
            return Base64.getMimeDecoder().decode(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsTheRowOfUnicodePwd() {
        assertThat(ReplicationStamp.parseBinary(REAL))
                .contains(new PasswordStamp(
                        Optional.of(2L),
                        Optional.of(UUID.fromString("5cccf7f7-cd07-406a-babb-5c08d6edf284")),
                        Optional.of(Instant.parse("2026-11-23T06:26:07Z"))));
    }

    @Test
    void readsNothingFromATruncatedOrForeignBlob() {
        assertThat(ReplicationStamp.parseBinary(new byte[0])).isEmpty();
        assertThat(ReplicationStamp.parseBinary(Arrays.copyOf(REAL, REAL.length - 1)))
                .isEmpty();
        byte[] otherVersion = REAL.clone();
        otherVersion[0] = 2;
        assertThat(ReplicationStamp.parseBinary(otherVersion)).isEmpty();
        byte[] tooManyRows = REAL.clone();
        Arrays.fill(tooManyRows, 8, 12, (byte) 0xFF);
        assertThat(ReplicationStamp.parseBinary(tooManyRows)).isEmpty();
    }

    @Test
    void readsTheXmlForm() {
        String row = "<DS_REPL_ATTR_META_DATA>\n\t<pszAttributeName>unicodePwd</pszAttributeName>\n"
                + "\t<dwVersion>7</dwVersion>\n"
                + "\t<ftimeLastOriginatingChange>2024-05-06T07:08:09Z</ftimeLastOriginatingChange>\n"
                + "\t<uuidLastOriginatingDsaInvocationID>0f5a64ec-5bd5-4b16-8f60-5c7a0f3a1b2c"
                + "</uuidLastOriginatingDsaInvocationID>\n"
                + "\t<usnOriginatingChange>12345</usnOriginatingChange>\n</DS_REPL_ATTR_META_DATA>\n\0";
        Entry entry = new Entry("CN=x,DC=test");
        entry.addAttribute(ReplicationStamp.XML, row.replace("unicodePwd", "displayName"), row);

        assertThat(ReplicationStamp.of(entry))
                .contains(new PasswordStamp(
                        Optional.of(7L),
                        Optional.of(UUID.fromString("0f5a64ec-5bd5-4b16-8f60-5c7a0f3a1b2c")),
                        Optional.of(Instant.parse("2024-05-06T07:08:09Z"))));
    }

    @Test
    void fallsBackToPwdLastSetWithoutAVersion() {
        Entry entry = new Entry("CN=x,DC=test");
        entry.addAttribute(ReplicationStamp.PWD_LAST_SET, "132223104000000000");

        assertThat(ReplicationStamp.of(entry))
                .contains(new PasswordStamp(
                        Optional.empty(), Optional.empty(), Optional.of(Instant.parse("2020-01-01T00:00:00Z"))));
    }

    @Test
    void takesAPwdLastSetOfZeroForNoTime() {
        Entry entry = new Entry("CN=x,DC=test");
        entry.addAttribute(ReplicationStamp.PWD_LAST_SET, "0");

        assertThat(ReplicationStamp.of(entry))
                .contains(new PasswordStamp(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void hasNoStampWhereNothingCanBeRead() {
        assertThat(ReplicationStamp.of(new Entry("CN=x,DC=test"))).isEmpty();
    }
}
