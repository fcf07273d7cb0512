package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.DeskSettings;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.enrolment.DeskAddress;
import dev.writeback.agent.enrolment.DeskUnreachableException;
import dev.writeback.agent.enrolment.Enrolment;
import dev.writeback.agent.enrolment.EnrolmentResult;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.enrolment.EnrolmentCode;
import dev.writeback.protocol.enrolment.Fingerprint;
import dev.writeback.protocol.enrolment.MalformedCodeException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
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

    private final AgentConfigLoader loader;
    private final String version;
    private final Clock clock;

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

    EnrollCommand(AgentConfigLoader loader, String version, Clock clock) {
        this.loader = loader;
        this.version = version;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, KeyStorageException {
        AgentConfig loaded = loader.loadForEnrolment(config.file());
        DeskSettings desk = loaded.cloud()
                .desk()
                .orElseThrow(() -> CommandException.failed(
                        config.file() + ": cloud.url: found nothing; accepted: the https address where the cloud enrols"
                                + " agents"));
        try (Secret typed = typed();
                EnrolmentCode parsed = EnrolmentCode.parse(typed);
                KeyStorage storage = ConfiguredKeys.storage(loaded, new SecureRandom())) {
            Enrolment enrolment = new Enrolment(
                    site(loaded),
                    new DeskAddress(desk.url(), desk.caFile(), desk.proxy().map(EnrollCommand::resolved)),
                    storage,
                    clock,
                    new SecureRandom());
            return told(loaded, enrolment.run(parsed, this::show));
        } catch (MalformedCodeException | DeskUnreachableException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandException.failed("what the cloud said cannot be kept: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress proxy) {
        return new InetSocketAddress(proxy.getHostString(), proxy.getPort());
    }

    private Enrolment.Site site(AgentConfig loaded) throws CommandException, IOException {
        ServiceBusSettings relay = loaded.relay().serviceBus();
        Path connection = relay.connection()
                .writable()
                .orElseThrow(() -> CommandException.failed("relay.serviceBus.connectionFile: found "
                        + relay.connection() + ", which this command cannot" + " write; accepted: a file"));
        return new Enrolment.Site(
                loaded.cloud().issuer(),
                loaded.cloud().audience(),
                hostName(),
                version,
                relay.requests(),
                relay.replies(),
                connection,
                Files.createDirectories(loaded.agent().stateDirectory()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
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

    private void show(Fingerprint fingerprint) {
        if (!output.isJson()) {
            console.out().println("The cloud shows the same six words, or something is between you and it:");
            console.out().println();
            console.out().println("    " + fingerprint);
            console.out().println();
            console.out().flush();
        }
    }

    private Integer told(AgentConfig loaded, EnrolmentResult result) throws CommandException {
        if (result instanceof EnrolmentResult.Refused refused) {
            throw CommandException.failed("not enrolled: found " + refused.found() + "; " + refused.advice());
        }
        Fingerprint fingerprint = ((EnrolmentResult.Enrolled) result).fingerprint();
        if (output.isJson()) {
            console.out().println(JsonText.of(json -> {
                json.writeStartObject();
                json.writeStringField("agent", loaded.agent().id());
                json.writeBooleanField("enrolled", true);
                json.writeStringField("fingerprint", fingerprint.toString());
                json.writeEndObject();
            }));
        } else {
            console.out()
                    .println("Enrolled as " + loaded.agent().id() + ". Start the agent: writeback run --config "
                            + config.file());
        }
        console.out().flush();
        return ExitCodes.DONE;
    }
}
