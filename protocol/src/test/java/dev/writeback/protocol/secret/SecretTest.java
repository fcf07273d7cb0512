package dev.writeback.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void closingZeroesTheArrayItOwns() {
        byte[] bytes = {1, 2, 3};
        Secret secret = Secret.takeOwnershipOf(bytes);

        secret.close();
        secret.close();

        assertThat(bytes).containsOnly(0);
    }

    @Test
    void aCopyLeavesTheCallersArrayAlone() {
        byte[] bytes = {1, 2, 3};
        byte[][] lent = new byte[1][];
        Secret secret = Secret.copyOf(bytes);
        secret.use(inside -> lent[0] = inside);

        secret.close();

        assertThat(bytes).containsExactly(1, 2, 3);
        assertThat(lent[0]).containsOnly(0).hasSize(3);
    }

    @Test
    void aClosedSecretLendsNothing() {
        Secret secret = Secret.takeOwnershipOf(new byte[] {1});
        secret.close();

        assertThatIllegalStateException().isThrownBy(() -> secret.use(bytes -> {}));
        assertThatIllegalStateException().isThrownBy(() -> secret.map(bytes -> bytes.length));
    }

    @Test
    void itsTextTellsNothing() {
        assertThat(Secret.copyOf("hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasToString("Secret[redacted]");
    }
}
