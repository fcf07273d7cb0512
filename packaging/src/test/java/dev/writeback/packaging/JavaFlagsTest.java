package dev.writeback.packaging;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent runs on the same flags of the Java runtime wherever it is installed; what differs has its reason here. */
class JavaFlagsTest {
    /** A file that starts the agent, with the flags that it has for itself, by name, and why. */
    enum Start {
        LINUX(
                "layout/bin/writeback",
                Map.of(
                        "-XshowSettings:properties", "asks a runtime for its version, and does not start the agent",
                        "-XX:SharedArchiveFile", "deb and rpm make it at their installation; zip and image have none",
                        "-Djna.tmpdir", "the cache of systemd's service, from which libraries may be executed",
                        "-Dorg.sqlite.tmpdir", "the same",
                        "-Djava.io.tmpdir", "the folder of systemd's service in memory",
                        "-XX:ErrorFile", "the same")),
        WINDOWS_SERVICE(
                "windows/service.arguments",
                Map.of(
                        "-Xrs", "a user who logs off is no reason for a service to end",
                        "-Dfile.encoding", "Java 17 writes the log in the code page of Windows; elsewhere it is UTF-8",
                        "-Djava.io.tmpdir", "the one folder for this that the account may write in",
                        "-XX:ErrorFile", "a folder that the account may write in")),
        WINDOWS_COMMANDS(
                "windows/bin/writeback.cmd",
                Map.of("-Dwriteback.config", "Windows has no place for it that is the same on every machine")),
        CONTAINER(
                "container/java.arguments",
                Map.of(
                        "-XX:ErrorFile", "the one place that may be written and is no volume",
                        "-Djna.boot.library.path", "native libraries are in the image",
                        "-Djna.nounpack", "the same",
                        "-Dorg.sqlite.lib.path", "the same",
                        "-Dorg.sqlite.lib.name", "the same",
                        "-Djava.library.path", "the same"));

        private static final Pattern FLAG = Pattern.compile("(?<![\\w-])-[XD][^\\s\";]+");

        private final Path file;
        private final Map<String, String> reasons;

        Start(String file, Map<String, String> reasons) {
            this.file = Path.of("src/main").resolve(file);
            this.reasons = reasons;
        }

        Set<String> flags() throws IOException {
            try (Stream<String> lines = Files.lines(file)) {
                String code = lines.filter(line -> !line.strip().startsWith("#"))
                        .filter(line -> !line.startsWith("rem "))
                        .collect(joining("\n"));
                return FLAG.matcher(code).results().map(MatchResult::group).collect(toCollection(TreeSet::new));
            }
        }

        Set<String> sharedFlags() throws IOException {
            Set<String> shared = flags();
            shared.removeIf(flag -> reasons.containsKey(name(flag)));
            return shared;
        }

        private static String name(String flag) {
            return flag.replaceFirst("=.*", "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isStartedWithTheFlagsOfAllOthers(Start start) throws IOException {
        assertThat(start.sharedFlags()).isEqualTo(Start.LINUX.sharedFlags());
    }

    @ParameterizedTest
    @EnumSource
    void hasEachFlagForWhichAReasonIsGiven(Start start) throws IOException {
        assertThat(start.flags()).extracting(Start::name).containsAll(start.reasons.keySet());
    }

    @Test
    void theSharedFlagsKeepTheMemoryOfTheProcessFromOthersAndFromDisks() throws IOException {
        assertThat(Start.LINUX.sharedFlags())
                .contains(
                        "-XX:+DisableAttachMechanism",
                        "-XX:-UsePerfData",
                        "-XX:-HeapDumpOnOutOfMemoryError",
                        "-XX:-CreateCoredumpOnCrash");
    }
}
