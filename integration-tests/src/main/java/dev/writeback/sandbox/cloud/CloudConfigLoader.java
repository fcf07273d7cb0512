package dev.writeback.sandbox.cloud;

import dev.writeback.agent.config.CloudSettings;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.ConfigFile;
import dev.writeback.agent.config.DeskSettings;
import dev.writeback.agent.config.Environment;
import dev.writeback.agent.config.SecretReference;
import dev.writeback.agent.config.Section;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.config.Value;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code cloud.yaml} by the same strict rules as {@code agent.yaml}: every key once, in the order of the file. */
public final class CloudConfigLoader {
    private final Environment environment;

    /** A loader that resolves {@code env:} and {@code credential:} in that environment. */
    public CloudConfigLoader(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads and checks the whole file; relative paths in it start at its own directory.
     *
     * @throws ConfigException with all problems when anything is wrong
     */
    public CloudConfig load(Path file) throws ConfigException {
        return ConfigFile.read(file, environment, CloudConfigLoader::config);
    }

    private static Supplier<CloudConfig> config(Section root) {
        Optional<String> issuer = root.required("issuer").text(CloudSettings.ISSUER);
        Optional<String> audience = root.required("audience").text(CloudSettings.AUDIENCE);
        Optional<Path> signingKey = root.required("signingKey").file("a file with a private JWK, ES256");
        Optional<Path> ackKey = root.required("ackKey").file("a file with a private JWK, ECDH-ES+A256KW");
        Optional<Path> agents = root.required("agents").file("a file with the agents' public keys, a JWK set");
        Supplier<CloudConfig.ServiceBus> relay = relay(root.section("relay", "a mapping with serviceBus"));
        Supplier<Optional<CloudConfig.Desk>> desk = root.has("desk")
                ? desk(root.section("desk", "a mapping with url, caFile and tokenFile"))
                : Optional::empty;
        root.end();
        return () -> new CloudConfig(
                issuer.orElseThrow(),
                audience.orElseThrow(),
                signingKey.orElseThrow(),
                ackKey.orElseThrow(),
                agents.orElseThrow(),
                relay.get(),
                desk.get());
    }

    private static Supplier<Optional<CloudConfig.Desk>> desk(Section section) {
        Optional<URI> url = section.required("url").text(DeskSettings.URL).map(URI::create);
        Optional<Path> caFile = section.required("caFile").certificates();
        Optional<SecretReference> token = section.secret("tokenFile").secret();
        section.end();
        return () -> Optional.of(new CloudConfig.Desk(url.orElseThrow(), caFile.orElseThrow(), token.orElseThrow()));
    }

    private static Supplier<CloudConfig.ServiceBus> relay(Section relay) {
        Section bus = relay.section("serviceBus", "a mapping with connectionFile, requests and replies");
        Optional<SecretReference> connection = bus.secret("connectionFile").secret();
        Optional<String> requests = bus.required("requests").text(ServiceBusSettings.QUEUE);
        Value repliesKey = bus.required("replies");
        Optional<String> replies = repliesKey.text(ServiceBusSettings.QUEUE);
        if (requests.isPresent() && requests.map(String::toLowerCase).equals(replies.map(String::toLowerCase))) {
            repliesKey.refuse("the queue of the requests", "a queue of its own");
        }
        Optional<Path> caFile = bus.optional("caFile").certificates();
        bus.end();
        relay.end();
        return () -> new CloudConfig.ServiceBus(
                connection.orElseThrow(), requests.orElseThrow(), replies.orElseThrow(), caFile);
    }
}
