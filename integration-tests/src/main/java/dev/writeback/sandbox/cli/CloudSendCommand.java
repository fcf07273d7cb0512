package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.cloud.PasswordFile;
import dev.writeback.sandbox.cloud.RollCall;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code writeback cloud send}. */
@Command(
        name = "send",
        description = "Seals, signs and sends requests, waits, verifies the acks and prints them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:an ack was verified for every request, whatever its outcome",
            "1:a request got no ack in time, or the relay did not take it",
            "2:wrong usage",
            "78:the configuration is wrong"
        })
final class CloudSendCommand implements Callable<Integer> {
    /** So long an agent may take to answer, before it is left out. */
    private static final Duration ROLL = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final Console console = new Console();

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "cloud.yaml")
    private Path config = Path.of("cloud.yaml");

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            description = "The new password; one trailing line end is dropped; - is the standard input")
    private @Nullable String newPasswordFile;

    @Option(
            names = "--old-password-file",
            paramLabel = "FILE",
            description = "The current password, for change; as above")
    private @Nullable String oldPasswordFile;

    @Option(names = "--count", paramLabel = "N", description = "How many requests, all alike (default: 1)")
    private int count = 1;

    @Option(names = "--concurrency", paramLabel = "C", description = "How many are open at a time (default: 1)")
    private int concurrency = 1;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long to wait for each ack (default: until the request is closed, exp and twice the skew)")
    private @Nullable Integer timeout;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException, ConfigException, CommandException {
        require(count > 0 && concurrency > 0, "--count and --concurrency are at least 1");
        require(timeout == null || timeout > 0, "--timeout is at least 1");
        ServerNoise.silence();
        try {
            Draft draft = request.draft();
            try (Passwords passwords = passwords(draft.operation());
                    CloudClient client = connect()) {
                callRoll(client);
                SendRun run = new SendRun(
                        client,
                        () -> client.seal(draft, passwords.next(), passwords.current()),
                        Optional.ofNullable(timeout).map(Duration::ofSeconds),
                        output.isJson(),
                        console);
                return run.send(count, concurrency) ? ExitCodes.DONE : ExitCodes.FAILED;
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (CloudException | RelayException e) {
            throw CommandException.misconfigured(String.valueOf(e.getMessage()), e);
        }
    }

    /** With several agents, a request goes to those that run under one policy. */
    private void callRoll(CloudClient client) throws InterruptedException, CommandException {
        if (client.agentKeys().agents().size() < 2) {
            return;
        }
        RollCall roll = client.callRoll(ROLL);
        if (roll.admitted().isEmpty()) {
            throw CommandException.failed(
                    roll.answered().isEmpty()
                            ? "none of the agents answered within " + ROLL.toSeconds() + " s"
                            : "the agents run under different policies: " + new TreeSet<>(roll.refused())
                                    + "; accepted: the same operations, limits and scope in each agent.yaml");
        }
        if (!roll.refused().isEmpty()) {
            console.err().println("left out, for their policy is another: " + new TreeSet<>(roll.refused()));
            console.err().flush();
        }
    }

    private CloudClient connect() throws ConfigException, CloudException, RelayException {
        CloudConfig loaded = new CloudConfigLoader(System::getenv).load(config);
        return CloudClient.connect(loaded, Clock.systemUTC(), new SecureRandom());
    }

    /** The passwords of all requests of this run. */
    private record Passwords(Optional<Secret> next, Optional<Secret> current) implements AutoCloseable {
        @Override
        public void close() {
            next.ifPresent(Secret::close);
            current.ifPresent(Secret::close);
        }
    }

    private Passwords passwords(Operation operation) throws IOException {
        require(
                operation.carriesSecret() == (newPasswordFile != null),
                operation.carriesSecret()
                        ? operation.wireName() + " needs --new-password-file"
                        : operation.wireName() + " has no password: leave out --new-password-file");
        require(
                (operation == Operation.CHANGE) == (oldPasswordFile != null),
                operation == Operation.CHANGE
                        ? "change needs --old-password-file"
                        : "--old-password-file goes with change alone");
        require(
                newPasswordFile == null
                        || !newPasswordFile.equals(PasswordFile.STANDARD_INPUT)
                        || !newPasswordFile.equals(oldPasswordFile),
                "only one of the two passwords can come from the standard input");
        Optional<Secret> next = read(newPasswordFile);
        try {
            return new Passwords(next, read(oldPasswordFile));
        } catch (IOException e) {
            next.ifPresent(Secret::close);
            throw e;
        }
    }

    private static Optional<Secret> read(@Nullable String file) throws IOException {
        return file == null ? Optional.empty() : Optional.of(PasswordFile.read(file, System.in));
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
