package dev.writeback.agent.keys;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.KeySettings;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.dpapi.WindowsDataProtection;
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
        String agent = config.agent().id();
        if (config.keys() instanceof KeySettings.Pkcs11 token) {
            return new Pkcs11Storage(token, agent);
        }
        if (config.keys() instanceof KeySettings.Dpapi dpapi) {
            PinSource pin = new ProtectedPin(
                    dpapi.pin(), dpapi.store(), new WindowsDataProtection(dpapi.forWholeMachine()), random);
            return new Pkcs12Storage(dpapi.store(), agent, pin, random);
        }
        KeySettings.Pkcs12 file = (KeySettings.Pkcs12) config.keys();
        return new Pkcs12Storage(file.store(), agent, file.password()::read, random);
    }

    /** The full key of the configuration that names the storage. */
    public static String name(AgentConfig config) {
        return config.keys() instanceof KeySettings.Pkcs12
                ? "keys.store"
                : config.keys().key();
    }

    /** The full key of the configuration that names what opens the storage. */
    public static String pinName(AgentConfig config) {
        return config.keys() instanceof KeySettings.Pkcs12
                ? "keys.passwordFile"
                : config.keys().key() + ".pinFile";
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
            expectLive(name(config), load(storage), now, problems);
        } catch (KeyStorageException e) {
            problems.add(problem(name(config), e.found(), e.accepted()));
        } catch (SecretUnavailableException e) {
            problems.add(problem(pinName(config), String.valueOf(e.getMessage()), "the PIN of the store"));
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
