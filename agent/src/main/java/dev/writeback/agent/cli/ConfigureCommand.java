package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.configure.Answers;
import dev.writeback.agent.configure.DirectoryBrowser;
import dev.writeback.agent.configure.Item;
import dev.writeback.agent.configure.MissingAnswerException;
import dev.writeback.agent.configure.Wizard;
import dev.writeback.agent.configure.WizardEndedException;
import dev.writeback.agent.doctor.OneLine;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code writeback configure}: the wizard. Every question is also a flag. */
@Command(
        name = "configure",
        description = {
            "Sets up this machine: connects it to the cloud and to the directory, chooses OUs and features, writes the"
                    + " configuration, enrols, and runs the doctor.",
            "With --yes nothing is asked: what no flag answers is as usual, or an error that names the flag."
        })
final class ConfigureCommand implements Callable<Integer> {
    private static final int LARGEST_SECRET = 4096;

    private final AgentConfigLoader loader;
    private final DirectoryBrowser browser;
    private final EnrolmentRun enrolment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--yes", description = "Ask nothing")
    private boolean unattended;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Console console = new Console();

    private ConfigureCommand(AgentConfigLoader loader, DirectoryBrowser browser, EnrolmentRun enrolment) {
        this.loader = loader;
        this.browser = browser;
        this.enrolment = enrolment;
    }

    static CommandLine create(AgentConfigLoader loader, DirectoryBrowser browser, EnrolmentRun enrolment) {
        CommandLine line = new CommandLine(new ConfigureCommand(loader, browser, enrolment));
        for (Item item : Item.values()) {
            if (item != Item.ACCEPT) {
                line.getCommandSpec().addOption(option(item));
            }
        }
        return line;
    }

    private static OptionSpec option(Item item) {
        OptionSpec.Builder option =
                OptionSpec.builder(item.flag()).paramLabel(item.label()).description(description(item));
        return (item.isMany()
                        ? option.type(List.class).auxiliaryTypes(String.class).arity("1")
                        : option.type(String.class).arity("1"))
                .build();
    }

    private static String description(Item item) {
        return switch (item) {
            case CODE -> "A file with the enrolment code, or the code itself.";
            case BIND_PASSWORD -> "A file with the service account's password.";
            default -> item.text() + ".";
        };
    }

    @Override
    public Integer call() throws ConfigException, CommandException, KeyStorageException {
        try (Answers answers = new Answers()) {
            for (Item item : Item.values()) {
                take(item, answers);
            }
            Wizard wizard = new Wizard(config.file(), loader, browser, new SecureRandom());
            if (unattended) {
                wizard.unattended(answers, this::say);
            } else {
                wizard.atTheTerminal(answers);
            }
            say("");
            say(config.file() + " is written.");
            return enrolledAndExamined(answers);
        } catch (WizardEndedException | MissingAnswerException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandException.failed("nothing more can be written: " + e.getMessage(), e);
        }
    }

    private Integer enrolledAndExamined(Answers answers) throws ConfigException, CommandException, KeyStorageException {
        enrolment.enrol(config.file(), answers.secret(Item.CODE).orElseThrow(), this::say);
        @Nullable CommandLine doctor = line().getParent().getSubcommands().get("doctor");
        return doctor == null
                ? ExitCodes.DONE
                : doctor.execute("--config", config.file().toString());
    }

    private void take(Item item, Answers answers) throws IOException {
        OptionSpec option = line().getCommandSpec().findOption(item.flag());
        @Nullable Object given = item == Item.ACCEPT || option == null ? null : option.getValue();
        if (given == null) {
            return;
        }
        if (item.isSecret()) {
            answers.put(item, secret(item, given.toString()));
        } else if (given instanceof List<?> many) {
            answers.put(item, many.stream().map(Object::toString).toList());
        } else {
            answers.put(item, given.toString());
        }
    }

    private static Secret secret(Item item, String given) throws IOException {
        Path file = Path.of(given);
        if (!Files.isRegularFile(file)) {
            if (item != Item.CODE) {
                throw new IOException(item.flag() + ": found '" + given + "', which is no file");
            }
            return Secret.takeOwnershipOf(given.getBytes(StandardCharsets.US_ASCII));
        }
        if (Files.size(file) > LARGEST_SECRET) {
            throw new IOException(item.flag() + ": found a file of more than " + LARGEST_SECRET + " bytes");
        }
        byte[] all = Files.readAllBytes(file);
        try {
            int length = all.length;
            while (length > 0 && (all[length - 1] == '\n' || all[length - 1] == '\r')) {
                length--;
            }
            return Secret.takeOwnershipOf(Arrays.copyOf(all, length));
        } finally {
            Arrays.fill(all, (byte) 0);
        }
    }

    private void say(String text) {
        console.out().println(OneLine.printable(text));
        console.out().flush();
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
