package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.message.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages lay out in advance what an agent loads until it has answered a first request and a first scrape: {@code -Dclasses.write=true}
 * writes the list of it anew.
 */
class StartupClassesIT {
    private static final Path LIST = Path.of("../packaging/src/main/linux/startup.classes");

    /** A class that the list lacks is found as it always was; of many the start would feel it. */
    private static final double ENOUGH = 0.95;

    @TempDir
    Path folder;

    @Test
    void packages_know_what_a_start_loads() throws Exception {
        // Given
        Path loaded = folder.resolve("loaded");
        try (AgentSite world = AgentSite.start(
                folder.resolve("site"),
                Conditions.USUAL.withEnvironment(Map.of("JDK_JAVA_OPTIONS", "-XX:DumpLoadedClassList=" + loaded)))) {
            assertThat(world.answer(world.reset("u01", "Fresh-Startup-Passw0rd!"))
                            .outcome())
                    .isEqualTo(Outcome.OK);
            assertThat(world.http.metrics()).contains("writeback_relay_up 1");
            // When
            world.agent().terminate();
            assertThat(world.agent().awaitExit(Duration.ofSeconds(30))).hasValue(143);
        }
        Set<String> needed = names(loaded);
        if (Boolean.getBoolean("classes.write")) {
            Files.write(LIST, needed);
        }

        // Then
        Set<String> listed = names(LIST);
        assertThat(share(needed, listed))
                .as("make it anew with -Dclasses.write=true; not in the list: %s", without(needed, listed))
                .isGreaterThan(ENOUGH);
        assertThat(share(listed, needed))
                .as("make it anew with -Dclasses.write=true; no longer loaded: %s", without(listed, needed))
                .isGreaterThan(ENOUGH);
    }

    /** What a runtime makes while it runs is nothing that another could find. */
    private static Set<String> names(Path list) throws IOException {
        try (var lines = Files.lines(list)) {
            return lines.filter(line -> !line.isEmpty() && "#@".indexOf(line.charAt(0)) < 0)
                    .map(line -> line.replaceFirst(" .*", ""))
                    .filter(name -> !name.matches(
                            ".*(LambdaForm|\\$\\$Lambda\\$|\\$Proxy\\d|Species_|GeneratedConstructorAccessor).*"))
                    .filter(name -> !name.startsWith("dev/writeback/sandbox/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static double share(Set<String> names, Set<String> of) {
        return 1 - (double) without(names, of).size() / names.size();
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }
}
