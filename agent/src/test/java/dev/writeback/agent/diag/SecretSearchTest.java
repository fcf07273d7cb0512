package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                Base64.getEncoder().encode(("x" + SECRET + "yz").getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encode(("xx" + SECRET).getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encode(("\"" + SECRET + "\"").getBytes(StandardCharsets.UTF_16LE)),
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

    private static final String AWKWARD = "a\"b\\c/d'e&f<g>h i\tj+k%l\u00e9m\ud83d\ude00n";

    static Stream<String> escaped() {
        return Stream.of(
                AWKWARD,
                // JSON, with as few escapes as can be, with as many, and once more in a JSON text
                "a\\\"b\\\\c/d'e&f<g>h i\\tj+k%l\u00e9m\ud83d\ude00n",
                "a\\u0022b\\u005Cc\\/d\\u0027e\\u0026f\\u003cg\\u003eh\\u0020i\\u0009j\\u002bk\\u0025l\\u00E9m\\ud83d\\uDE00n",
                "a\\\\\\\"b\\\\\\\\c/d'e&f<g>h i\\\\tj+k%l\\\\u00e9m\\\\ud83d\\\\ude00n",
                // YAML in double and in single quotes
                "a\\\"b\\\\c\\/d'e&f<g>h\\x20i\\tj+k%l\\u00e9m\\U0001F600n",
                "a\"b\\c/d''e&f<g>h i\tj+k%l\u00e9m\ud83d\ude00n",
                // C, systemd
                "a\\042b\\134c/d\\'e&f<g>h\\x20i\\011j+k%l\\xc3\\xa9m\\360\\237\\230\\200n",
                // CSV
                "a\"\"b\\c/d'e&f<g>h i\tj+k%l\u00e9m\ud83d\ude00n",
                // percent, in a path and in a form
                "a%22b%5cc%2Fd'e%26f%3Cg%3Eh%20i%09j+k%25l%C3%A9m%F0%9F%98%80n",
                "a%22b%5Cc%2fd%27e%26f%3Cg%3Eh+i%09j%2Bk%25l%C3%A9m%F0%9F%98%80n",
                // XML, HTML
                "a&quot;b\\c/d&apos;e&amp;f&lt;g&gt;h i\tj+k%l&#233;m&#x1F600;n",
                "a&#34;b&#92;c&#x2f;d&#039;e&#38;f&#60;g&#62;h&#32;i&#9;j+k%l&#xE9;m&#128512;n");
    }

    @ParameterizedTest
    @MethodSource("escaped")
    void findsASecretThatIsEscaped(String written) {
        learn(AWKWARD);

        assertThat(search.finds(("before \\ % & " + written + " after").getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(search.finds(written.replace('j', 'J').getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void findsAnEscapedKeyInBase64() {
        learn("a2V5+Zm9y/dGVzdHM=");

        assertThat(search.finds("k=a2V5%2BZm9y%2FdGVzdHM%3D&".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(search.finds("{\"k\":\"a2V5\\u002bZm9y\\/dGVzdHM=\"}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void findsALetterBeyondAsciiAsLatin1HasItAndARecording() {
        learn("Gl\u00fchw\u00fcrmchen");

        assertThat(search.finds("Gl\u00fchw\u00fcrmchen".getBytes(StandardCharsets.ISO_8859_1)))
                .isTrue();
        assertThat(search.finds(
                        new byte[] {'G', 'l', (byte) 0xfc, 1, 'h', 'w', (byte) 0xfc, 1, 'r', 'm', 'c', 'h', 'e', 'n'}))
                .isTrue();
    }

    @Test
    void takesNoQuestionMarksForASecretThatLatin1CannotWrite() {
        learn("\u4e2d\u56fd\u4e2d\u56fd\u4e2d\u56fd");

        assertThat(search.finds("what is this?????? a question".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    /** A recording keeps a text in a form of its own. */
    @Test
    void findsASecretInARecording(@TempDir Path directory) throws Exception {
        String secret = "Gl\u00fchw\u00fcrmchen-\u4e16-1";
        learn(secret);
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            Said event = new Said();
            event.what = secret;
            event.commit();
            recording.stop();
            recording.dump(file);
        }

        assertThat(search.finds(Files.readAllBytes(file))).isTrue();
    }

    @Name("test.Said")
    static final class Said extends Event {
        String what;
    }

    @Test
    void anythingMayBeBrokenInWhatIsSearched() {
        learn(SECRET);

        for (String content : List.of(
                "\\",
                "\\u",
                "\\u12",
                "\\ud83d\\u0041",
                "\\ud83d",
                "\\U00110000",
                "\\x4",
                "\\777",
                "%",
                "%4",
                "%zz",
                "&",
                "&;",
                "&#;",
                "&#x;",
                "&#xffffffff;",
                "&#99999999999;",
                "&unknown;",
                "''",
                "\"")) {
            assertThat(search.finds((content + SECRET).getBytes(StandardCharsets.UTF_8)))
                    .as(content)
                    .isTrue();
            assertThat(search.finds((SECRET.substring(1) + content).getBytes(StandardCharsets.UTF_8)))
                    .as(content)
                    .isFalse();
        }
    }

    @Test
    void saysThatItDoesNotSearchForAShortOne() {
        assertThat(learn("short")).isFalse();
        assertThat(learn("longer")).isTrue();
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

    private boolean learn(String secret) {
        try (Secret bytes = Secret.takeOwnershipOf(secret.getBytes(StandardCharsets.UTF_8))) {
            return search.add(bytes);
        }
    }
}
