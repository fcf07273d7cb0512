package dev.writeback.packaging;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All commands as one page of the manual, section 1; man(7). */
final class ManualPage {
    private final StringBuilder text = new StringBuilder();

    private ManualPage() {}

    static String of(CommandLine commands, String version, LocalDate date) {
        ManualPage page = new ManualPage();
        page.whole(commands.getCommandSpec(), version, date);
        return page.text.toString();
    }

    private void whole(CommandSpec root, String version, LocalDate date) {
        String name = root.name();
        request(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 " + quoted(date.toString()) + " "
                + quoted(name + " " + version) + " " + quoted("User Commands"));
        section("NAME");
        plain(name + " - " + sentence(root).replaceFirst("\\.$", ""));
        section("SYNOPSIS");
        request(".B " + name);
        plain("COMMAND [OPTION]...");
        section("DESCRIPTION");
        plain(sentence(root));
        options(root, true);
        section("COMMANDS");
        leaves(root).forEach(this::command);
        section("EXIT STATUS");
        root.usageMessage().exitCodeList().forEach((code, meaning) -> term("\\fB" + escaped(code) + "\\fR", meaning));
        section("FILES");
        term("\\fI/etc/writeback/agent.yaml\\fR", "the configuration; writeback config schema describes every key");
        term("\\fI/var/lib/writeback\\fR", "the agent's state: journal, keys, trust");
        term("\\fI/etc/default/writeback\\fR", "environment of the service");
        section("ENVIRONMENT");
        term("\\fBJAVA_HOME\\fR", "the Java runtime, where the package brings none; else the java of the PATH");
        term("\\fBWRITEBACK_JAVA_OPTS\\fR", "more flags of the Java runtime, separated by blanks");
        section("SEE ALSO");
        plain("systemctl(1), systemd.exec(5), systemd-creds(1)");
    }

    /** The commands that do something, those with commands of their own left out. */
    private static List<CommandSpec> leaves(CommandSpec spec) {
        List<CommandSpec> leaves = new ArrayList<>();
        for (CommandLine line : new LinkedHashSet<>(spec.subcommands().values())) {
            CommandSpec command = line.getCommandSpec();
            if (command.usageMessage().hidden()) {
                continue;
            }
            List<CommandSpec> below = leaves(command);
            leaves.addAll(below.isEmpty() ? List.of(command) : below);
        }
        return leaves;
    }

    private void command(CommandSpec spec) {
        request(".SS " + quoted(spec.qualifiedName() + arguments(spec)));
        plain(sentence(spec));
        options(spec, false);
    }

    private static String arguments(CommandSpec spec) {
        Stream<String> needed = spec.options().stream()
                .filter(option -> option.required() && !inherited(option))
                .map(option -> " " + option.longestName() + " " + option.paramLabel());
        Stream<String> more = spec.options().stream().anyMatch(option -> !option.required() && !inherited(option))
                ? Stream.of(" [OPTION]...")
                : Stream.empty();
        Stream<String> operands = spec.positionalParameters().stream().map(operand -> " " + operand.paramLabel());
        return Stream.of(needed, more, operands).flatMap(each -> each).collect(Collectors.joining());
    }

    /** @param common whether of all options only those that every command has */
    private void options(CommandSpec spec, boolean common) {
        spec.options().stream()
                .filter(option -> !option.hidden() && (common || !inherited(option)))
                .forEach(option -> term(named(option), described(option)));
    }

    private static boolean inherited(OptionSpec option) {
        return option.inherited() || Stream.of(option.names()).anyMatch(List.of("--help", "--version")::contains);
    }

    private static String named(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        boolean takesValue = option.arity().max() > 0;
        return takesValue ? names + " \\fI" + escaped(option.paramLabel()) + "\\fR" : names;
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("%n", " ").replace("%%", "%");
    }

    private static String sentence(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description())
                .replace("%n", " ")
                .replace("%%", "%");
    }

    private void section(String title) {
        request(".SH " + quoted(title));
    }

    private void term(String formatted, String description) {
        request(".TP");
        request(formatted);
        plain(description.isBlank() ? "(no more to say)" : description);
    }

    private void request(String line) {
        text.append(line).append('\n');
    }

    private void plain(String paragraph) {
        String escaped = escaped(paragraph);
        // A line that begins with one of these would be a request.
        text.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    private static String quoted(String argument) {
        return "\"" + escaped(argument).replace("\"", "\\(dq") + "\"";
    }

    private static String escaped(String plain) {
        return plain.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    }
}
