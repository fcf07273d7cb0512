package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.writeback.directory.AccountRef;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifierTest {
    private static final String GUID = "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10";
    private static final String GUID_BYTES = "6a2e0f5b1e8d554a8a611c3f6f3f7a10";

    @Test
    void storesTheFirstThreeFieldsOfAGuidLittleEndian() {
        assertThat(Guid.toBytes(UUID.fromString(GUID))).isEqualTo(HexFormat.of().parseHex(GUID_BYTES));
        assertThat(Guid.fromBytes(HexFormat.of().parseHex(GUID_BYTES))).isEqualTo(UUID.fromString(GUID));
        UUID high = UUID.fromString("ffeeddcc-bbaa-9988-ffff-ffffffffffff");
        assertThat(Guid.fromBytes(Guid.toBytes(high))).isEqualTo(high);
    }

    @Test
    void readsASidAsADomainControllerStoresIt() {
        byte[] stored = Base64.getDecoder().decode("AQUAAAAAAAUVAAAAYOW+CJs7bVcVv9yUUQQAAA==");

        Sid sid = Sid.fromBytes(stored);

        assertThat(sid).hasToString("S-1-5-21-146728288-1466776475-2497494805-1105");
        assertThat(sid.rid()).isEqualTo(1105);
        assertThat(sid.isOfDomain()).isTrue();
        assertThat(Sid.parse(sid.toString()).toBytes()).isEqualTo(stored);
        assertThat(Sid.parse("S-1-5-32-544").isBuiltIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "S-1-5", "S-2-5-21-1", "S-1-5-21-4294967296", "S-1-5-21-x", "S-1-5-21-1)(cn=*", "s-1-5-21-1"
            })
    void refusesWhatIsNoSid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sid.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0105000000000005150000", "02010000000000052000000020020000", "0110000000000005"})
    void refusesBytesThatAreNoSid(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sid.fromBytes(HexFormat.of().parseHex(hex)));
    }

    @Test
    void comparesIdentifiersAsBytes() {
        assertThat(AccountSearch.filter(new AccountRef.ByGuid(UUID.fromString(GUID)))
                        .getAssertionValueBytes())
                .isEqualTo(HexFormat.of().parseHex(GUID_BYTES));
        assertThat(AccountSearch.filter(new AccountRef.ByUserPrincipalName("a*)(cn=\\2a"))
                        .getAssertionValue())
                .isEqualTo("a*)(cn=\\2a");
    }
}
