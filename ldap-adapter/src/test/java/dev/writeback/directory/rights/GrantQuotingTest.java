package dev.writeback.directory.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a name holds, a shell makes exactly that name of it again: 2,000 names of the worst characters, in the real
 * {@code sh}, and in models of how cmd.exe with the C runtime, and PowerShell, read a quoted word.
 */
final class GrantQuotingTest {
    private static final long SEED = 20_261_130;
    private static final String[] WORST = {
        "\"", "'", "`", "$", ";", "&", "|", "<", ">", "(", ")", "{", "}", "[", "]", "*", "?", "!", "%", "^", "~", "#",
        "@", "\\", "/", ",", "+", "=", ":", " ", "  ", "\t", "\n", "\r", "-", "--", "_", ".", "$(id)", "`id`", "%PATH%",
        "$env:x", "${x}", "\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d", "\u00a0", "\u202e", "\u0000",
        "\u0085", "a", "Z", "7", "ä", "ß", "Ж", "日本", "\u05e9", "🙂", "e\u0301"
    };

    private static List<String> names() {
        Random random = new Random(SEED);
        return IntStream.range(0, 2000).mapToObj(each -> name(random)).toList();
    }

    private static String name(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i <= random.nextInt(8); i++) {
            value.append(WORST[random.nextInt(WORST.length)]);
        }
        return "OU=" + escaped(value.toString(), random) + ",DC=corp,DC=test";
    }

    /** By a backslash or by hexadecimal pairs, as a configuration may have it (RFC 4514, section 2.4). */
    private static String escaped(String value, Random random) {
        StringBuilder text = new StringBuilder();
        value.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character)) {
                text.appendCodePoint(character);
            } else if (character == ' ' || "\"#+,;<=>\\".indexOf(character) >= 0 && random.nextBoolean()) {
                text.append('\\').appendCodePoint(character);
            } else {
                for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    text.append(String.format("\\%02x", each));
                }
            }
        });
        return text.toString();
    }

    /** As the SDK reads it, which the adapter works with. */
    @Test
    void keepsTheName() throws Exception {
        for (String name : names()) {
            assertThat(new RDN(DnText.of(name).toString().split(",")[0]).getByteArrayAttributeValues())
                    .as(name)
                    .isEqualTo(new DN(name).getRDN().getByteArrayAttributeValues());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OU = Staff , DC = corp|OU=Staff,DC=corp",
                "CN=a+SN=b;DC=corp|CN=a+SN=b,DC=corp",
                "CN=\"a, b\",DC=corp|CN=a\\2C b,DC=corp",
                "CN=#04024869,DC=corp|CN=#04024869,DC=corp",
                "CN=B\\c3\\bcro,DC=corp|CN=B\\C3\\BCro,DC=corp",
                "CN=a\\20,DC=corp|CN=a\\ ,DC=corp",
                "CN=\\ a\\ ,DC=corp|CN=\\ a\\ ,DC=corp"
            })
    void takesEveryWayToWriteAName(String name, String written) {
        assertThat(DnText.of(name)).hasToString(written);
    }

    @Test
    void isReadableForPeople() {
        assertThat(DnText.of("CN=B\\c3\\bcro \\23,DC=corp").readable()).isEqualTo("CN=Büro \\23,DC=corp");
    }

    @Test
    void leavesNothingInAnObjectsNameThatAnyShellCouldTakeForSomethingElse() {
        assertThat(names())
                .allSatisfy(name -> assertThat(DnText.of(name).toString())
                        .matches("[A-Za-z0-9 =,+._\\\\-]+")
                        .endsWith(",DC=corp,DC=test"));
    }

    @Test
    void isReadBackByTheShell() throws Exception {
        List<String> wanted = new ArrayList<>();
        StringBuilder script = new StringBuilder();
        for (String name : names()) {
            wanted.add(DnText.of(name).toString());
            script.append("printf '%s\\0' ")
                    .append(SambaToolForm.quoted(DnText.of(name).toString()))
                    .append('\n');
        }
        for (String worst : accountNames()) {
            wanted.add(worst);
            script.append("printf '%s\\0' ").append(SambaToolForm.quoted(worst)).append('\n');
        }

        assertThat(outputOf(script.toString())).isEqualTo(wanted);
    }

    private static List<String> outputOf(String script) throws Exception {
        Process shell = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread feeder = new Thread(() -> {
            try (var in = shell.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        feeder.start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shell.getInputStream().transferTo(out);
        feeder.join();
        assertThat(shell.waitFor()).isZero();
        return List.of(out.toString(StandardCharsets.UTF_8).split("\0"));
    }

    /** Names of accounts cannot be escaped, so they are quoted as they are. */
    private static List<String> accountNames() {
        Random random = new Random(SEED);
        return Stream.generate(() -> IntStream.rangeClosed(0, random.nextInt(6))
                        .mapToObj(each -> WORST[random.nextInt(WORST.length)])
                        .reduce("x", String::concat)
                        .replace("\u0000", ""))
                .limit(2000)
                .toList();
    }

    @Test
    void isReadBackByPowerShell() {
        for (String name : accountNames()) {
            assertThat(asPowerShellReads(PowerShellForm.quoted(name))).isEqualTo(name);
        }
    }

    /** A verbatim string literal: any of five quotes ends it, two of them in a row stand for one. */
    private static String asPowerShellReads(String literal) {
        String quotes = "'\u2018\u2019\u201a\u201b";
        assertThat(literal).startsWith("'");
        StringBuilder value = new StringBuilder();
        int at = 1;
        while (true) {
            char character = literal.charAt(at);
            if (quotes.indexOf(character) < 0) {
                value.append(character);
                at++;
            } else if (at + 1 < literal.length() && quotes.indexOf(literal.charAt(at + 1)) >= 0) {
                value.append(character);
                at += 2;
            } else {
                assertThat(at).as("the end of the literal").isEqualTo(literal.length() - 1);
                return value.toString();
            }
        }
    }

    @Test
    void isReadBackByCmdAndTheRuntimeOrRefused() {
        List<String> refused = new ArrayList<>();
        for (String name : Stream.concat(
                        names().stream().map(each -> DnText.of(each).toString()), accountNames().stream())
                .toList()) {
            try {
                String line = "dsacls " + DsaclsForm.quoted(name);
                assertThat(line).doesNotContain("%", "!", "\n", "\r");
                assertThat(asTheRuntimeReads(line)).isEqualTo(name);
            } catch (IllegalArgumentException e) {
                refused.add(name);
            }
        }
        assertThat(refused).allMatch(name -> name.matches("(?s).*[\"%!\\x00-\\x1f].*"));
        assertThat(refused)
                .doesNotContainAnyElementsOf(
                        names().stream().map(each -> DnText.of(each).toString()).toList());
    }

    /** The second word, as CommandLineToArgvW reads it. */
    private static String asTheRuntimeReads(String line) {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        int backslashes = 0;
        for (int at = line.indexOf(' ') + 1; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '\\') {
                backslashes++;
                continue;
            }
            if (character == '"') {
                word.append("\\".repeat(backslashes / 2));
                if (backslashes % 2 == 1) {
                    word.append('"');
                } else {
                    quoted = !quoted;
                }
            } else {
                word.append("\\".repeat(backslashes));
                assertThat(quoted).isTrue();
                word.append(character);
            }
            backslashes = 0;
        }
        assertThat(quoted).isFalse();
        return word.append("\\".repeat(backslashes)).toString();
    }

    @Test
    void writesNoLineThatANameHasAdded() {
        for (String name : names()) {
            GrantPlan plan = GrantPlan.of(Set.of(Right.RESET_PASSWORD), List.of(name));
            Trustee sid = Trustee.parse("S-1-5-21-1-2-3-4");
            assertThat(GrantForm.DSACLS.write(sid, plan).lines()).hasSize(2);
            assertThat(GrantForm.SAMBA_TOOL.write(sid, plan).lines()).hasSize(4);
        }
    }
}
