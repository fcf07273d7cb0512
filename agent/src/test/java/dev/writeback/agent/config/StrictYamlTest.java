package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictYamlTest {
    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @Test
    void refusesTheSameKeyTwice() {
        Problem problem = only(ConfigFiles.MINIMAL.replace("id: hq-1", "id: hq-1, id: hq-2"));

        assertThat(problem).hasToString("agent.id (line 1): found the same key a second time; accepted: each key once");
    }

    @Test
    void refusesAnchorsAliasesAndTags() {
        assertThat(only("agent: &a {id: hq-1}\ncloud: {}\n").found()).isEqualTo("a YAML anchor (&name)");
        assertThat(only("cloud: {}\nagent: *Tr0ub4dor-canary\n"))
                .hasToString("the file (line 2): found a YAML alias (*name); accepted: plain YAML without it");
        assertThat(only("agent: !!java.net.URL [\"http://x\"]\n").found()).isEqualTo("a YAML tag (!name)");
        assertThat(only("agent: !Tr0ub4dor-canary\n").found()).isEqualTo("a YAML tag (!name)");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(only("agent: {}\n---\ncloud: {}\n").found()).contains("another document");
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertThat(only("").found()).isEqualTo("no keys at the top");
        assertThat(only("- agent\n").found()).isEqualTo("no keys at the top");
        assertThat(only("Tr0ub4dor-canary").found()).isEqualTo("no keys at the top");
    }

    @Test
    void syntaxErrorsNameTheLineAndDoNotQuoteTheFile() {
        Problem problem = only("agent: {id: hq-1}\nkeys: {password: \"Tr0ub4dor-canary}\n");

        assertThat(problem.line()).hasValue(3);
        assertThat(problem.found()).startsWith("what is not YAML");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(only("a: " + "[".repeat(1000) + "]".repeat(1000)).accepted()).contains("16 deep");
    }

    @Test
    void refusesMoreThanTheLargestSize() {
        assertThat(only("# " + "x".repeat(StrictYaml.LARGEST) + "\n").found()).contains("262144 bytes");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Files.write(files.path("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});

        assertThat(problemsOf("latin1.yaml").get(0).found()).isEqualTo("bytes that are not UTF-8");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(only("agent: \"\u0007\"\n").found()).startsWith("what is not YAML");
    }

    @Test
    void saysWhenThereIsNoFile() {
        assertThat(problemsOf("gone.yaml"))
                .hasToString("[the file: found no such file; accepted: an existing file; name it with --config]");
        assertThat(problemsOf(".").get(0).found()).isEqualTo("a file that cannot be read");
    }

    @Test
    void readsPastAByteOrderMark() throws ConfigException {
        assertThat(files.load("\uFEFF" + ConfigFiles.MINIMAL).agent().id()).isEqualTo("hq-1");
    }

    @Test
    void refusesKeysThatAreNoText() {
        assertThat(only(ConfigFiles.MINIMAL + "[a, b]: 1\n").found()).isEqualTo("a key that is not a text");
    }

    @Test
    void showsNoControlCharacterOfAnUnknownKey() {
        assertThat(only(ConfigFiles.MINIMAL + "\"\\e[31mred\": 1\n").key()).isEqualTo("?[31mred");
    }

    private Problem only(String yaml) {
        List<Problem> problems = files.problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private List<Problem> problemsOf(String name) {
        try {
            files.loader().load(files.path(name));
        } catch (ConfigException e) {
            return e.problems();
        }
        throw new AssertionError("the configuration is accepted");
    }
}
