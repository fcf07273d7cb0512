package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The audit of a real agent, damaged in ten ways, as {@code writeback audit verify} shows it. Prints the table. */
class DamagedAuditIT {
    private static final int REQUESTS = 6;

    @TempDir
    Path folder;

    /** What somebody does to the lines of the audit, and to the place that its head names. */
    @FunctionalInterface
    private interface Damage {
        List<String> to(List<String> lines);
    }

    /** @param named the kind of the first finding */
    private record Case(String what, String named, Damage damage) {}

    private record Run(int exitCode, String firstLine) {}

    @Test
    void aGoodAuditIsWholeAndEachOfTenDamagesIsNamed() throws Exception {
        try (AgentSite world = AgentSite.start(folder)) {
            for (int i = 1; i <= REQUESTS; i++) {
                world.answer(world.reset("u%02d".formatted(i), "Fresh-Passw0rd-%d!".formatted(i)));
            }
            world.agent().close();
            Path audit = folder.resolve("state").resolve("audit.jsonl");
            List<String> good = Files.readAllLines(audit);
            Path head = folder.resolve("state").resolve("audit.jsonl.head");
            String goodHead = Files.readString(head);

            say("untouched", verify(world), 0, "whole:");
            List<Case> cases = cases();
            assertThat(cases).hasSize(10);
            for (Case one : cases) {
                List<String> damaged = one.damage.to(new ArrayList<>(good));
                Files.write(audit, damaged);
                if (one.what.startsWith("remade")) {
                    Files.writeString(head, headOf(damaged));
                }
                say(one.what, verify(world), 1, one.named);
                Files.writeString(head, goodHead);
            }
        }
    }

    private static void say(String what, Run run, int exitCode, String begin) {
        System.out.printf("[audit] %-34s exit %d  %s%n", what, run.exitCode(), run.firstLine());
        assertThat(run.exitCode()).as(what).isEqualTo(exitCode);
        assertThat(run.firstLine()).as(what).startsWith(begin + " ");
    }

    private static Run verify(AgentSite world) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));
        int code = line.execute(
                "audit", "verify", "--config", world.site.agentConfig().toString());
        return new Run(code, out.toString().lines().findFirst().orElse(""));
    }

    private static List<Case> cases() {
        return List.of(
                new Case(
                        "a record changed",
                        "changed",
                        lines -> changed(lines, "\"outcome\":\"OK\"", "\"outcome\":\"REFUSED\"")),
                new Case("a record removed", "removed", lines -> without(lines, 7)),
                new Case("the first records removed", "removed", lines -> lines.subList(3, lines.size())),
                new Case("two records swapped", "reordered", lines -> {
                    Collections.swap(lines, 6, 7);
                    return lines;
                }),
                new Case("a record twice", "reordered", lines -> {
                    lines.add(7, lines.get(6));
                    return lines;
                }),
                new Case("the end cut off", "truncated", lines -> lines.subList(0, lines.size() - 2)),
                new Case("a line of something else", "unreadable", lines -> {
                    lines.add(5, "nothing to see here");
                    return lines;
                }),
                new Case("a signature changed", "changed", lines -> changed(lines, "\"sig\":\"", "\"sig\":\"A")),
                new Case("emptied", "truncated", lines -> List.of()),
                new Case("remade without the key", "forged", lines -> remade(changed(lines, "u02", "u09"))));
    }

    private static List<String> changed(List<String> lines, String from, String to) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains(from)) {
                lines.set(i, lines.get(i).replace(from, to));
                return lines;
            }
        }
        throw new AssertionError("nothing to change: " + from);
    }

    private static List<String> without(List<String> lines, int index) {
        lines.remove(index);
        return lines;
    }

    /** All hashes made anew, as anybody can. */
    private static List<String> remade(List<String> lines) {
        List<String> made = new ArrayList<>();
        String before = "A".repeat(43);
        for (String line : lines) {
            String linked = line.replaceFirst("\"prev\":\"[^\"]*\"", "\"prev\":\"" + before + "\"");
            made.add(linked);
            before = hash(linked);
        }
        return made;
    }

    private static String headOf(List<String> lines) {
        return "%020d %s%n".formatted(lines.size(), hash(lines.get(lines.size() - 1)));
    }

    private static String hash(String line) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
