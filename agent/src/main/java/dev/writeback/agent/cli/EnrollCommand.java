package dev.writeback.agent.cli;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback enroll}: makes this machine an agent, once. */
@Command(
        name = "enroll",
        description = {
            "Enrols this machine with the cloud, once, by a one-time code of the cloud's administrator.",
            "The code is asked for when it is not given. It lives 15 minutes, is used up by the enrolment, and"
                    + " authenticates both sides: what travels cannot be exchanged on the way."
        })
final class EnrollCommand implements Callable<Integer> {
    private static final int LONGEST_CODE = 256;

    private final EnrolmentRun run;

    @Option(
            names = "--code",
            arity = "0..1",
            interactive = true,
            echo = false,
            prompt = "Enrolment code: ",
            paramLabel = "CODE",
            description = "The code; without a value it is asked for, with - it is read from standard input.")
    private char @Nullable [] code;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    EnrollCommand(EnrolmentRun run) {
        this.run = run;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, KeyStorageException {
        try (Secret typed = typed()) {
            EnrolmentRun.Enrolled enrolled = run.enrol(config.file(), typed, this::say);
            if (output.isJson()) {
                console.out().println(json(enrolled));
                console.out().flush();
            } else {
                say("Start the agent: writeback run --config " + config.file());
            }
            return ExitCodes.DONE;
        }
    }

    private Secret typed() throws CommandException {
        char @Nullable [] given = code == null ? asked() : code;
        if (given == null || (given.length == 1 && given[0] == '-')) {
            return fromStandardInput();
        }
        try {
            return encoded(given);
        } finally {
            Arrays.fill(given, ' ');
        }
    }

    /** Typed unseen; null where nobody sits at a terminal. */
    private static char @Nullable [] asked() {
        java.io.@Nullable Console terminal = System.console();
        return terminal == null ? null : terminal.readPassword("Enrolment code: ");
    }

    private static Secret encoded(char[] given) {
        byte[] ascii = new byte[given.length];
        for (int i = 0; i < given.length; i++) {
            ascii[i] = (byte) (given[i] < 128 ? given[i] : '?');
        }
        return Secret.takeOwnershipOf(ascii);
    }

    private static Secret fromStandardInput() throws CommandException {
        byte[] buffer = new byte[LONGEST_CODE];
        try {
            InputStream in = System.in;
            int length = 0;
            int read = in.read();
            while (read >= 0 && read != '\n' && length < buffer.length) {
                buffer[length++] = (byte) read;
                read = in.read();
            }
            return Secret.takeOwnershipOf(Arrays.copyOf(buffer, length));
        } catch (IOException e) {
            throw CommandException.failed("the code cannot be read from standard input", e);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private void say(String text) {
        if (!output.isJson()) {
            console.out().println(text);
            console.out().flush();
        }
    }

    private static String json(EnrolmentRun.Enrolled enrolled) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("agent", enrolled.agent());
            json.writeBooleanField("enrolled", true);
            json.writeStringField("fingerprint", enrolled.fingerprint().toString());
            json.writeEndObject();
        });
    }
}
