package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultDescriptorTest {
    private static final Sid DOMAIN = Sid.parse("S-1-5-21-1-2-3");
    private static final String CHANGE = "ab721a53-1e2f-11d0-9819-00aa0040529b";

    private static List<AccessControlEntry> entries(String sddl) {
        return DefaultDescriptor.entries(sddl, DOMAIN);
    }

    @Test
    void readsTheFormOfTheSchema() {
        List<AccessControlEntry> entries = entries("O:DAG:DAD:PAI(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)(A;;RPLCLORC;;;PS)"
                + "(OA;;CR;" + CHANGE + ";;WD)(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)"
                + "(D;;GA;;;XX)S:(AU;SAFA;WDWOSDWPCCDCSW;;;WD)");

        assertThat(entries)
                .extracting(entry -> entry.trustee().toString())
                .containsExactly("S-1-1-0", "S-1-5-21-1-2-3-512", "S-1-1-0", "S-1-5-32-560");
        assertThat(entries.get(0).allows()).as("denials come first").isFalse();
        assertThat(entries.get(1).mask()).isEqualTo(0x120);
        assertThat(entries.get(2).objectType()).hasToString("Optional[" + CHANGE + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "O:DA",
                "D:(A;;CR;;;WD",
                "D:(A;;CR;;WD)",
                "D:(A;;CR;;;WD)x(A;;CR;;;AU)",
                "D:(XA;;CR;;;WD;(a == 1))"
            })
    void refusesAnotherForm(String sddl) {
        assertThatThrownBy(() -> entries(sddl)).isInstanceOf(IllegalArgumentException.class);
    }
}
