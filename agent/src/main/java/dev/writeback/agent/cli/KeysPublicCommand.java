package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.crypto.JwkSets;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback keys public}. */
@Command(name = "public", description = "Prints the agent's public keys as a JWK set, for the cloud.")
final class KeysPublicCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    /** Taken like everywhere; a JWK set is JSON in either form. */
    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    KeysPublicCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, KeyStorageException {
        try (KeyStorage storage = ConfiguredKeys.storage(loader.loadForALook(config.file()), new SecureRandom())) {
            PrintWriter out = console.out();
            out.println(new String(JwkSets.writePublic(ConfiguredKeys.load(storage)), StandardCharsets.UTF_8).strip());
            out.flush();
        }
        return ExitCodes.DONE;
    }
}
