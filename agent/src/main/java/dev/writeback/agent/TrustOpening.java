package dev.writeback.agent;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.CloudKeys;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.lifecycle.Shutdown;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.agent.trust.NotEnrolledException;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Opens the agent's keys and what it knows of the cloud's. */
final class TrustOpening {
    private TrustOpening() {}

    static AgentTrust open(AgentConfig config, Clock clock, SecureRandom random, Shutdown shutdown)
            throws StartException {
        KeyStorage storage = ConfiguredKeys.storage(config, random);
        shutdown.before("keys", storage);
        try {
            Path state = PrivateFile.directory(config.agent().stateDirectory());
            return AgentTrust.open(storage, state, cloudKeys(config), clock);
        } catch (KeyStorageException e) {
            throw StartException.misconfigured(ConfiguredKeys.name(config), e);
        } catch (NotEnrolledException e) {
            throw StartException.misconfigured("cloud.keys", e);
        } catch (SecretUnavailableException e) {
            throw StartException.misconfigured(ConfiguredKeys.pinName(config), e);
        } catch (IOException | DamagedFileException e) {
            throw StartException.misconfigured("agent.stateDirectory", e);
        }
    }

    private static Optional<KeyRing> cloudKeys(AgentConfig config) throws StartException {
        if (config.cloud().keys().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CloudKeys.read(config.cloud().keys().get()));
        } catch (KeyStorageException e) {
            throw StartException.misconfigured("cloud.keys", e);
        }
    }
}
