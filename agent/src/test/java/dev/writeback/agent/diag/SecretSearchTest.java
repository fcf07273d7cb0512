package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretSearchTest {
    private static final String SECRET = "Gr8-gardens/at+dusk?";

    private final SecretSearch search = new SecretSearch();

    static Stream<byte[]> forms() {
        byte[] plain = SECRET.getBytes(StandardCharsets.UTF_8);
        byte[] afterwards = (SECRET + ", and more").getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                plain,
                SECRET.getBytes(StandardCharsets.UTF_16LE),
                SECRET.getBytes(StandardCharsets.UTF_16BE),
                Base64.getEncoder().encode(plain),
                Base64.getUrlEncoder().withoutPadding().encode(plain),
                Base64.getEncoder().encode(afterwards),
                HexFormat.of().formatHex(plain).getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().withUpperCase().formatHex(plain).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void findsASecretInEveryForm(byte[] form) {
        learn(SECRET);

        byte[] content = new byte[form.length + 20];
        System.arraycopy(form, 0, content, 20, form.length);

        assertThat(search.finds(content)).isTrue();
        content[20 + form.length / 4] ^= 1;
        assertThat(search.finds(content)).isFalse();
    }

    @Test
    void findsTheKeyOfAConnectionStringAlone() {
        learn("Endpoint=sb://relay.example.test/;SharedAccessKeyName=agent;SharedAccessKey=a2V5LWZvci10ZXN0cw==;X=1");

        assertThat(search.finds("the key a2V5LWZvci10ZXN0cw== was refused".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(search.finds("Endpoint=sb://relay.example.test/".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void forgetsWhenClosed() {
        learn(SECRET);
        search.close();

        assertThat(search.finds(SECRET.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    private void learn(String secret) {
        try (Secret bytes = Secret.takeOwnershipOf(secret.getBytes(StandardCharsets.UTF_8))) {
            search.add(bytes);
        }
    }
}
