package dev.writeback.directory.ad;

import static dev.writeback.directory.ad.DescriptorBytes.ALLOW;
import static dev.writeback.directory.ad.DescriptorBytes.ALLOW_CALLBACK;
import static dev.writeback.directory.ad.DescriptorBytes.ALLOW_OBJECT;
import static dev.writeback.directory.ad.DescriptorBytes.AUDIT;
import static dev.writeback.directory.ad.DescriptorBytes.DENY;
import static dev.writeback.directory.ad.DescriptorBytes.DENY_CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SecurityDescriptorTest {
    private static final String WHO = "S-1-5-21-1-2-3-1105";
    private static final String RESET = "00299570-246d-11d0-a768-00aa006e0529";
    private static final String USER = "bf967aba-0de6-11d0-a285-00aa003049e2";

    private static DescriptorBytes example() {
        return new DescriptorBytes()
                .plain(DENY, 0x12, 0x20, "S-1-1-0")
                .ofObject(ALLOW_OBJECT, 0x0A, 0x100, RESET, USER, WHO)
                .ofObject(ALLOW_OBJECT, 0x02, 0x100, "", "", WHO)
                .plain(ALLOW, 0, 0xF01FF, WHO);
    }

    private static AccessControlEntry entry(
            boolean allows, int flags, int mask, Optional<String> type, Optional<String> inherited, String sid) {
        return new AccessControlEntry(
                allows, flags, mask, type.map(UUID::fromString), inherited.map(UUID::fromString), Sid.parse(sid));
    }

    @Test
    void readsTheEntriesInTheirOrder() {
        SecurityDescriptor read = example().read();

        assertThat(read.isProtected()).isFalse();
        assertThat(read.dacl())
                .contains(List.of(
                        entry(false, 0x12, 0x20, Optional.empty(), Optional.empty(), "S-1-1-0"),
                        entry(true, 0x0A, 0x100, Optional.of(RESET), Optional.of(USER), WHO),
                        entry(true, 0x02, 0x100, Optional.empty(), Optional.empty(), WHO),
                        entry(true, 0, 0xF01FF, Optional.empty(), Optional.empty(), WHO)));
    }

    @Test
    void seesThatNothingIsInherited() {
        assertThat(example().isProtected().read().isProtected()).isTrue();
    }

    @Test
    void leavesOutAuditsAndConditionalGrantsAndKeepsConditionalDenials() {
        SecurityDescriptor read = new DescriptorBytes()
                .plain(AUDIT, 0, 0x100, WHO)
                .plain(ALLOW_CALLBACK, 0, 0x100, WHO)
                .plain(DENY_CALLBACK, 0, 0x100, WHO)
                .read();

        assertThat(read.dacl())
                .hasValueSatisfying(entries -> assertThat(entries)
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.allows()).isFalse()));
    }

    @Test
    void tellsAnEmptyListFromNone() {
        byte[] without = example().bytes();
        without[2] = 0;

        assertThat(new DescriptorBytes().read().dacl()).contains(List.of());
        assertThat(SecurityDescriptor.fromBytes(without).dacl()).isEmpty();
    }

    @Test
    void refusesEveryDescriptorThatIsCutOff() {
        byte[] whole = example().bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SecurityDescriptor.fromBytes(part))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Offsets, sizes and counts that point elsewhere: an answer or a refusal, never another exception, never a long wait. */
    @Test
    void survivesWhateverAServerMakesUp() {
        Random random = new Random(20261123);
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = example().bytes();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            read += isRead(bytes) ? 1 : 0;
        }
        assertThat(read).isBetween(1, 199_999);
    }

    private static boolean isRead(byte[] bytes) {
        try {
            return SecurityDescriptor.fromBytes(bytes) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void survivesNoise() {
        Random random = new Random(8);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = 1;
                bytes[3] = (byte) 0x80;
            }
            assertThatCode(() -> isRead(bytes)).doesNotThrowAnyException();
        }
    }
}
