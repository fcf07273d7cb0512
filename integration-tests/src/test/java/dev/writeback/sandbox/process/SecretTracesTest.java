package dev.writeback.sandbox.process;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTracesTest {
    private static final String SECRET = "Geheim-ß-4711!";

    private static List<String> traces(byte[] found) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("before ".getBytes(UTF_8));
        text.writeBytes(found);
        text.writeBytes(" after".getBytes(UTF_8));
        return SecretTraces.in(text.toByteArray(), List.of(SECRET.getBytes(UTF_8)));
    }

    @Test
    void findsTheSecretInEachCharacterSet() {
        assertThat(traces(SECRET.getBytes(UTF_8))).contains("UTF-8");
        assertThat(traces(SECRET.getBytes(UTF_16LE))).contains("UTF-16LE");
    }

    @Test
    void findsHexadecimalInEitherCase() {
        String hex = HexFormat.of().formatHex(SECRET.getBytes(UTF_16LE));
        assertThat(traces(hex.getBytes(UTF_8))).contains("hex of UTF-16LE");
        assertThat(traces(hex.toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8)))
                .contains("hex of UTF-16LE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "xyz"})
    void findsBase64WhateverStandsBeforeTheSecret(String before) {
        byte[] encoded = Base64.getEncoder().encode((before + SECRET + "?").getBytes(UTF_8));
        assertThat(traces(encoded)).anyMatch(form -> form.startsWith("base64 of UTF-8"));
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(traces("Geheim".getBytes(UTF_8))).isEmpty();
    }
}
