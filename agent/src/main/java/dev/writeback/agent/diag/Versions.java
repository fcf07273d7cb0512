package dev.writeback.agent.diag;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What runs here: the agent, Java, the operating system, and the libraries by the names of their files. */
public final class Versions {
    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    private Versions() {}

    /** One line for each. */
    public static String text(String agent) {
        StringBuilder text = new StringBuilder();
        text.append("writeback ").append(agent).append('\n');
        line(text, "java", "java.runtime.version", "java.vendor", "java.vm.name");
        line(text, "os", "os.name", "os.version", "os.arch");
        release(text);
        Runtime runtime = Runtime.getRuntime();
        text.append("processors ").append(runtime.availableProcessors()).append('\n');
        text.append("\njars\n").append(jars());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String... properties) {
        text.append(name);
        for (String property : properties) {
            text.append(' ').append(System.getProperty(property, "unknown"));
        }
        text.append('\n');
    }

    private static void release(StringBuilder text) {
        try {
            List<String> names = Files.readAllLines(OS_RELEASE).stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .toList();
            names.forEach(name ->
                    text.append("distribution ").append(name.substring(12)).append('\n'));
        } catch (IOException e) {
            text.append("distribution unknown\n");
        }
    }

    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Versions::fileName)
                .filter(name -> name.endsWith(".jar"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String fileName(String entry) {
        try {
            Path name = Path.of(entry).getFileName();
            return name == null ? "" : name.toString();
        } catch (InvalidPathException e) {
            return "";
        }
    }
}
