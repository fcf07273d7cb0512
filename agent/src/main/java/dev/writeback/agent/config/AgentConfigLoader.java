package dev.writeback.agent.config;

import dev.writeback.agent.files.Stake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Reads {@code agent.yaml}: every key once, in the order of the file, each with what it accepts.
 *
 * <p>The methods read all keys first and hand out suppliers of records, which are called only when nothing was wrong.
 */
public final class AgentConfigLoader {
    private static final Pattern IP_ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final Environment environment;

    /** A loader that resolves {@code env:} and {@code credential:} in that environment. */
    public AgentConfigLoader(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads and checks the whole file, and whether others can read or change it or the files that it names; relative paths in
     * it start at its own directory.
     *
     * @throws ConfigException with all problems when anything is wrong
     */
    public AgentConfig load(Path file) throws ConfigException {
        return read(file).config();
    }

    /**
     * The same, with what it takes to read the file again and to compare.
     *
     * @throws ConfigException with all problems when anything is wrong
     */
    public ReadConfig read(Path file) throws ConfigException {
        MappingNode text = StrictYaml.read(file);
        Reading reading = reading(file).guarded();
        AgentConfig config = ConfigFile.read(file, text, reading, root -> config(file, root, reading));
        return new ReadConfig(this, file, config, YamlValues.of(text));
    }

    /**
     * The same for a machine that is not enrolled yet: the file with the relay's connection need not exist.
     *
     * @throws ConfigException with all problems when anything is wrong
     */
    public AgentConfig loadForEnrolment(Path file) throws ConfigException {
        return load(file, reading(file).guarded().forEnrolment());
    }

    /**
     * The same for a look at a running agent, by whoever may read the files: whose they are is not looked at.
     *
     * @throws ConfigException with all problems when anything else is wrong
     */
    public AgentConfig loadForALook(Path file) throws ConfigException {
        return load(file, reading(file));
    }

    /**
     * Where the agent that runs with that file is to be asked. Whatever else is wrong with the file is no hindrance: this
     * agent may have been started with another one.
     *
     * @throws ConfigException when the file does not say it
     */
    public Whereabouts whereabouts(Path file) throws ConfigException {
        return ConfigFile.read(file, reading(file), root -> {
            Section agent = root.section("agent", "a mapping with id and stateDirectory");
            Optional<String> id =
                    agent.optional("id").text("text", Function.identity()).filter(AgentSettings.ID::matches);
            Optional<Path> stateDirectory = agent.required("stateDirectory").directory();
            Supplier<Whereabouts.Endpoint> endpoint = HttpReader.whereabouts(root.optionalSection("http"));
            return () -> new Whereabouts(id, stateDirectory.orElseThrow(), endpoint.get());
        });
    }

    Reading reading(Path file) {
        return ConfigFile.reading(file, environment);
    }

    AgentConfig load(Path file, Reading reading) throws ConfigException {
        return ConfigFile.read(file, reading, root -> config(file, root, reading));
    }

    private static Supplier<AgentConfig> config(Path config, Section root, Reading reading) {
        Section agentSection = root.section("agent", "a mapping with id and stateDirectory");
        Value stateKey = agentSection.required("stateDirectory");
        Optional<Path> stateDirectory = stateKey.directory();
        boolean checkFileModes = agentSection.optional("checkFileModes").flag().orElse(true);
        reading.guard(stateDirectory, checkFileModes);
        reading.guard()
                .check(config, Stake.GROUP_READABLE)
                .forEach(exposure -> reading.problem(exposure.found(), exposure.accepted()));
        Supplier<AgentSettings> agent = agent(agentSection, stateDirectory, checkFileModes);
        Supplier<CloudSettings> cloud = cloud(root.section("cloud", "a mapping with issuer and audience"));
        Supplier<KeySettings> keys =
                KeysReader.read(root.section("keys", "a mapping with store and passwordFile, or pkcs11, or dpapi"));
        Supplier<RelaySettings> relay = relay(root.section("relay", "a mapping with serviceBus"));
        DirectoriesReader directoriesReader = new DirectoriesReader(root);
        Supplier<List<DirectorySettings>> directories = directoriesReader.read();
        OperationSettings operations = operations(root.optionalSection("operations"));
        LimitSettings limits = LimitsReader.read(root.optionalSection("limits"));
        AuditReader audit = new AuditReader(root.optionalSection("audit"), stateDirectory);
        Supplier<HttpSettings> http = HttpReader.read(root.optionalSection("http"));
        Supplier<Optional<CanarySettings>> canary = CanaryReader.read(root, directoriesReader.names());
        stateDirectory.ifPresent(directory -> audit.file().ifPresent(file -> stateKey.guard(directory, file)));
        root.end();
        return () -> new AgentConfig(
                agent.get(),
                cloud.get(),
                keys.get(),
                relay.get(),
                directories.get(),
                operations,
                limits,
                http.get(),
                audit.settings(),
                canary.get());
    }

    private static Supplier<AgentSettings> agent(
            Section section, Optional<Path> stateDirectory, boolean checkFileModes) {
        Optional<String> id = section.required("id").text(AgentSettings.ID);
        Optional<LogLevel> level =
                section.optional("logLevel").text("error, warn, info or debug", AgentConfigLoader::logLevel);
        Optional<Boolean> standby = section.optional("standby").flag();
        section.end();
        return () -> new AgentSettings(
                id.orElseThrow(),
                stateDirectory.orElseThrow(),
                level.orElse(LogLevel.INFO),
                standby.orElse(false),
                checkFileModes);
    }

    private static LogLevel logLevel(String text) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static Supplier<CloudSettings> cloud(Section section) {
        Optional<String> issuer = section.required("issuer").text(CloudSettings.ISSUER);
        Optional<String> audience = section.required("audience").text(CloudSettings.AUDIENCE);
        Optional<Path> keys = section.optional("keys").file("a file with the cloud's JWK set");
        Optional<URI> url = section.optional("url").text(DeskSettings.URL).map(URI::create);
        Optional<Path> caFile = section.optional("caFile").certificates();
        Optional<InetSocketAddress> proxy =
                section.optional("proxy").text(DeskSettings.PROXY).map(AgentConfigLoader::proxy);
        if (url.isEmpty()) {
            for (String alone : List.of("caFile", "proxy")) {
                section.refuse(alone, "a key that is about cloud.url, which is missing", "cloud.url beside it");
            }
        }
        section.end();
        return () -> new CloudSettings(
                issuer.orElseThrow(), audience.orElseThrow(), keys, url.map(u -> new DeskSettings(u, caFile, proxy)));
    }

    private static InetSocketAddress proxy(String text) {
        URI address = URI.create(text);
        return InetSocketAddress.createUnresolved(address.getHost(), address.getPort());
    }

    private static Supplier<RelaySettings> relay(Section section) {
        Section bus = section.section("serviceBus", "a mapping with connectionFile, requests and replies");
        Optional<SecretReference> connection = bus.secret("connectionFile").secretToCome();
        Optional<String> requests = bus.required("requests").text(ServiceBusSettings.QUEUE);
        Value repliesKey = bus.required("replies");
        Optional<String> replies = repliesKey.text(ServiceBusSettings.QUEUE);
        if (requests.isPresent() && requests.map(String::toLowerCase).equals(replies.map(String::toLowerCase))) {
            repliesKey.refuse("the queue of the requests", "a queue of its own");
        }
        Value presenceKey = bus.optional("presence");
        Optional<String> presence = presenceKey.text(ServiceBusSettings.QUEUE);
        if (presence.isPresent() && presence.map(String::toLowerCase).equals(requests.map(String::toLowerCase))) {
            presenceKey.refuse("the queue of the requests", "that of the replies, or one of its own");
        }
        bus.optional("transport").text(TextForm.of("amqp", "amqp; other transports are not yet supported"));
        bus.optional("proxy").nothing("null; a proxy is not supported by this version");
        Optional<Path> caFile = bus.optional("caFile").certificates();
        bus.end();
        section.end();
        return () -> new RelaySettings(new ServiceBusSettings(
                connection.orElseThrow(),
                requests.orElseThrow(),
                replies.orElseThrow(),
                presence.or(() -> replies).orElseThrow(),
                caFile));
    }

    private static OperationSettings operations(Section section) {
        OperationSettings usual = OperationSettings.DEFAULT;
        OperationSettings operations = new OperationSettings(
                section.optional("reset").flag().orElse(usual.reset()),
                section.optional("change").flag().orElse(usual.change()),
                section.optional("adminReset").flag().orElse(usual.adminReset()),
                section.optional("unlock").flag().orElse(usual.unlock()),
                section.optional("validate").flag().orElse(usual.validate()));
        section.end();
        return operations;
    }

    static InetAddress address(String text) {
        if (!IP_ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("not an IP address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address", e);
        }
    }
}
