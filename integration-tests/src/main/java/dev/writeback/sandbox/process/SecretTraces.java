package dev.writeback.sandbox.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks for secrets in what a process has left behind, in each form that a careless line could give them. Stateless. */
public final class SecretTraces {
    private SecretTraces() {}

    /**
     * The forms in which one of the secrets stands in the text; empty when none does.
     *
     * @param secrets UTF-8, at least a few characters each
     */
    public static List<String> in(byte[] text, List<byte[]> secrets) {
        String haystack = new String(text, StandardCharsets.ISO_8859_1);
        String lower = haystack.toLowerCase(Locale.ROOT);
        return secrets.stream()
                .flatMap(secret -> forms(secret).entrySet().stream())
                .filter(form -> form.getKey().startsWith("hex")
                        ? lower.contains(form.getValue())
                        : haystack.contains(form.getValue()))
                .map(Map.Entry::getKey)
                .distinct()
                .toList();
    }

    private static Map<String, String> forms(byte[] utf8) {
        byte[] utf16 = new String(utf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
        Map<String, String> forms = new LinkedHashMap<>();
        add(forms, "UTF-8", utf8);
        add(forms, "UTF-16LE", utf16);
        return forms;
    }

    private static void add(Map<String, String> forms, String name, byte[] bytes) {
        forms.put(name, new String(bytes, StandardCharsets.ISO_8859_1));
        forms.put("hex of " + name, HexFormat.of().formatHex(bytes));
        // What stands before the secret decides which of three ways it falls into groups, and what stands after it
        // changes the last group: whole groups in all three alignments.
        for (int skip = 0; skip < 3; skip++) {
            byte[] groups = Arrays.copyOfRange(bytes, skip, skip + (bytes.length - skip) / 3 * 3);
            forms.put("base64 of " + name + " +" + skip, Base64.getEncoder().encodeToString(groups));
            forms.put(
                    "base64url of " + name + " +" + skip, Base64.getUrlEncoder().encodeToString(groups));
        }
    }
}
