package dev.writeback.it.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A fault between a process and the kernel: a library from {@code faults/NAME.c} that the process is started with. */
final class Preloaded {
    private Preloaded() {}

    /** Compiles it; the environment that loads it into a process. */
    static Map<String, String> environment(String name, Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(name + ".c");
        Path library = folder.resolve(name + ".so");
        try (InputStream in = Preloaded.class.getResourceAsStream("/faults/" + name + ".c")) {
            Files.copy(in, source);
        }
        Process compiler = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start();
        if (!compiler.waitFor(20, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw new IllegalStateException("gcc does not compile " + source);
        }
        return Map.of("LD_PRELOAD", library.toString());
    }
}
