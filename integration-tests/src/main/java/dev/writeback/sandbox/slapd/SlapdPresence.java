package dev.writeback.sandbox.slapd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a {@link SlapdServer} can run on this machine. */
public final class SlapdPresence {
    static final Path BINARY = Path.of("/usr/sbin/slapd");

    private static final List<Path> NEEDED =
            List.of(BINARY, Path.of("/usr/lib/ldap/ppolicy.so"), Path.of("/etc/ldap/schema/inetorgperson.schema"));

    private SlapdPresence() {}

    /** Why it cannot run; empty when it can. */
    public static Optional<String> obstacle() {
        List<Path> missing =
                NEEDED.stream().filter(file -> !Files.isReadable(file)).toList();
        boolean signals = Stream.of("/bin/kill", "/usr/bin/kill").anyMatch(kill -> Files.isExecutable(Path.of(kill)));
        if (!missing.isEmpty()) {
            return Optional.of(missing + " are missing (package: slapd)");
        }
        return signals ? Optional.empty() : Optional.of("the command kill is missing (package: procps)");
    }
}
