package dev.writeback.sandbox.samba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StoredAccountTest {
    /** The NT hashes of "password" and of nothing, as they are known everywhere. */
    private static final String PASSWORD = "8846f7eaee8fb117ad06bdd830b7586c";

    private static final String NOTHING = "31d6cfe0d16ae931b73c59d7e0c089c0";

    private final StoredAccount account =
            new StoredAccount(new UUID(0, 1), 7, false, List.of(PASSWORD, NOTHING, PASSWORD, PASSWORD));

    @Test
    void knowsThePasswordInForceByItsHash() {
        assertThat(account.holds(utf8("password"))).isTrue();
        assertThat(account.holds(utf8(""))).isFalse();
        assertThat(account.holds(utf8("Password"))).isFalse();
    }

    @Test
    void remembersWhatTheHistoryKeeps() {
        assertThat(account.remembers(utf8("password"))).isTrue();
        assertThat(account.remembers(utf8(""))).isTrue();
        assertThat(account.remembers(utf8("Password"))).isFalse();
    }

    @Test
    void findsEveryWriteOfAPasswordInOrder() {
        assertThat(account.versionsAfter(3)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(account.versionsAfter(3, utf8("password"))).containsExactly(4L, 5L, 7L);
        assertThat(account.versionsAfter(4, utf8(""))).containsExactly(6L);
        assertThat(account.versionsAfter(7)).isEmpty();
        assertThat(account.versionsAfter(7, utf8("password"))).isEmpty();
    }

    @Test
    void saysSoWhenItDoesNotKnowThatMuch() {
        assertThatThrownBy(() -> account.versionsAfter(2, utf8("password")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("5 writes, and the history keeps 4 passwords");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
