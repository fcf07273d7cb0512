package dev.writeback.agent.keys;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether the key files that a configuration names hold keys that an agent can work with. */
public final class ConfiguredKeys {
    private ConfiguredKeys() {}

    /** The agent's own keys, with their private halves. */
    public static KeyRing ofAgent(AgentConfig config) throws KeyFileException {
        try (Secret pin = config.keys().password().read()) {
            return new AgentKeyStore(config.keys().store())
                    .read(pin, config.agent().id());
        }
    }

    /** All that is wrong with the key files, each under the full key that names the file. */
    public static List<Problem> problems(AgentConfig config, Instant now) {
        List<Problem> problems = new ArrayList<>();
        try {
            expectLive("keys.store", ofAgent(config), now, problems);
        } catch (KeyFileException e) {
            problems.add(problem("keys.store", e.found(), e.accepted()));
        } catch (SecretUnavailableException e) {
            problems.add(problem("keys.passwordFile", String.valueOf(e.getMessage()), "the PIN of the store"));
        }
        try {
            expectLive("cloud.keys", CloudKeys.read(config.cloud().keys()), now, problems);
        } catch (KeyFileException e) {
            problems.add(problem("cloud.keys", e.found(), e.accepted()));
        }
        return List.copyOf(problems);
    }

    private static void expectLive(String name, KeyRing keys, Instant now, List<Problem> problems) {
        for (KeyUse use : KeyUse.values()) {
            if (keys.newestLive(use, now).isEmpty()) {
                problems.add(
                        problem(name, "no live key with use " + use.wireName(), "a key with nbf <= " + now + " < exp"));
            }
        }
    }

    private static Problem problem(String key, String found, String accepted) {
        return new Problem(key, OptionalInt.empty(), found, accepted);
    }
}
