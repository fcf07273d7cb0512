package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback keys list}. */
@Command(name = "list", description = "Lists the agent's keys: use, kid, life, state.")
final class KeysListCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;
    private final Clock clock;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    KeysListCommand(AgentConfigLoader loader, Clock clock) {
        this.loader = loader;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException, KeyStorageException {
        try (KeyStorage storage = ConfiguredKeys.storage(loader.loadForALook(config.file()), new SecureRandom())) {
            print(ConfiguredKeys.load(storage), clock.instant());
        }
        return ExitCodes.DONE;
    }

    private void print(KeyRing keys, Instant now) {
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(json(keys, now));
        } else {
            keys.all()
                    .forEach(key -> out.printf(
                            "%-3s  %s  %s  %s  %s%n",
                            key.use().wireName(), key.id(), key.notBefore(), key.expiresAt(), state(key, now)));
        }
        out.flush();
    }

    private static String state(KeyRecord key, Instant now) {
        if (key.isLiveAt(now)) {
            return "live";
        }
        return now.isBefore(key.notBefore()) ? "not yet" : "expired";
    }

    private static String json(KeyRing keys, Instant now) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (KeyRecord key : keys.all()) {
                json.writeStartObject();
                json.writeStringField("use", key.use().wireName());
                json.writeStringField("kid", key.id().value());
                json.writeStringField("alg", key.algorithm());
                json.writeStringField("nbf", key.notBefore().toString());
                json.writeStringField("exp", key.expiresAt().toString());
                json.writeStringField("state", state(key, now));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
