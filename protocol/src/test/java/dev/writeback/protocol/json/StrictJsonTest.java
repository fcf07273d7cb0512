package dev.writeback.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 9: what parses, and base64url. */
class StrictJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1.0}|NUMBER",
                "{\"a\":1e0}|NUMBER",
                "{\"a\":9007199254740992}|NUMBER",
                "{\"a\":-9007199254740992}|NUMBER",
                "{\"a\":99999999999999999999999999}|NUMBER",
                "{\"a\":01}|SYNTAX",
                "{\"a\":+1}|SYNTAX",
                "{\"a\":NaN}|SYNTAX",
                "{\"a\":Infinity}|SYNTAX",
                "{a:1}|SYNTAX",
                "{\"a\":1,}|SYNTAX",
                "{\"a\":[1,]}|SYNTAX",
                "{\"a\" 1}|SYNTAX",
                "{\"a\":\"\\x\"}|SYNTAX",
                "{|SYNTAX",
                "{\"a\":1}}|TRAILING_TEXT",
                "{\"a\":1} 2|TRAILING_TEXT",
                "{\"a\":1,\"a\":1}|DUPLICATE_MEMBER",
                "{\"a\":1,\"\\u0061\":1}|DUPLICATE_MEMBER",
                "{\"a\":{\"b\":1,\"b\":null}}|DUPLICATE_MEMBER",
                "{\"a\":\"\\ud800\"}|LONE_SURROGATE",
                "{\"a\":\"\\ude00\\ud83d\"}|LONE_SURROGATE",
                "{\"a\":[[[[[1]]]]],\"b\":[[[[[[1]]]]]]}|TOO_DEEP",
                "[]|NOT_AN_OBJECT",
                "null|NOT_AN_OBJECT",
                "7|NOT_AN_OBJECT"
            })
    void refusesWhatBreaksARuleOfText(String text, JsonFault.Kind kind) {
        assertThatExceptionOfType(JsonFault.class)
                .isThrownBy(() -> StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8), 1000))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    @Test
    void readsValuesAsTheyAre() throws JsonFault {
        JsonObject object = StrictJson.readObject(
                " {\"s\":\"\\ud83d\\ude00\",\"i\":-9007199254740991,\"t\":true,\"n\":null,\"o\":{\"x\":1},\"l\":[\"a\"]}\n"
                        .getBytes(StandardCharsets.UTF_8),
                200);

        assertThat(object.string("s")).contains("\ud83d\ude00");
        assertThat(object.integer("i")).contains(-9007199254740991L);
        assertThat(object.bool("t")).contains(true);
        assertThat(object.has("n")).isTrue();
        assertThat(object.string("n")).isEmpty();
        assertThat(object.object("o").orElseThrow().integer("x")).contains(1L);
        assertThat(object.strings("l")).contains(List.of("a"));
        assertThat(object.objects("l")).isEmpty();
        assertThat(object.string("i")).isEmpty();
        assertThat(object).hasToString("JsonObject[6 members]");
    }

    @Test
    void namesAreWholeCharactersToo() throws JsonFault {
        JsonObject object = StrictJson.readObject("{\"x_\\ud83d\\ude00\":1}".getBytes(StandardCharsets.UTF_8), 100);

        assertThat(object.names()).containsExactly("x_\ud83d\ude00");
        for (String half : List.of("\\ud83d", "\\ude00")) {
            assertThatExceptionOfType(JsonFault.class)
                    .isThrownBy(() ->
                            StrictJson.readObject(("{\"" + half + "\":1}").getBytes(StandardCharsets.UTF_8), 100));
        }
    }

    @Test
    void sizeIsInclusive() throws JsonFault {
        byte[] text = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(StrictJson.readObject(text, 7).integer("a")).contains(1L);
        assertThatExceptionOfType(JsonFault.class).isThrownBy(() -> StrictJson.readObject(text, 6));
    }

    @Test
    void writesWithoutWhiteSpace() {
        assertThat(new String(
                        StrictJson.write(Map.of("a", List.of(1, "\"\u00e4", true, new StrictJson.Raw("{}")))),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[1,\"\\\"\u00e4\",true,{}]}");
    }

    @Test
    void base64UrlHasOneFormForEachValue() {
        Random random = new Random(3);
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64Url.encode(bytes);
            assertThat(Base64Url.decode(text).orElseThrow()).isEqualTo(bytes);
            assertThat(Base64Url.decode(text + "=")).isEmpty();
            assertThat(Base64Url.decode(text + "\n")).isEmpty();
        }
        for (String wrong :
                Arrays.asList("A", "AB", "AAB", "A A", "AA==", "+/AA", "AAAAA", "\u20ac\u20ac", "AA\u0141A")) {
            assertThat(Base64Url.decode(wrong)).as(wrong).isEmpty();
        }
    }
}
