package dev.writeback.agent.keys;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The keys that a configuration names, and whether an agent can work with them. */
public final class ConfiguredKeys {
    private ConfiguredKeys() {}

    /** Where the agent keeps its own keys. Nothing is looked at yet. */
    public static KeyStorage storage(AgentConfig config, SecureRandom random) {
        return new Pkcs12Storage(
                config.keys().store(), config.agent().id(), config.keys().password()::read, random);
    }

    /**
     * The agent's own keys, with their private halves.
     *
     * @return at least one
     */
    public static KeyRing load(KeyStorage storage) throws KeyStorageException {
        KeyRing keys = storage.load();
        if (keys.all().isEmpty()) {
            throw new KeyStorageException(storage, "no keys", "keys of this agent");
        }
        return keys;
    }

    /** All that is wrong with the key files, each under the full key that names the file. */
    public static List<Problem> problems(AgentConfig config, Instant now) {
        List<Problem> problems = new ArrayList<>();
        try (KeyStorage storage = storage(config, new SecureRandom())) {
            expectLive("keys.store", load(storage), now, problems);
        } catch (KeyStorageException e) {
            problems.add(problem("keys.store", e.found(), e.accepted()));
        } catch (SecretUnavailableException e) {
            problems.add(problem("keys.passwordFile", String.valueOf(e.getMessage()), "the PIN of the store"));
        }
        if (config.cloud().keys().isEmpty()) {
            return List.copyOf(problems);
        }
        try {
            expectLive("cloud.keys", CloudKeys.read(config.cloud().keys().get()), now, problems);
        } catch (KeyStorageException e) {
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
