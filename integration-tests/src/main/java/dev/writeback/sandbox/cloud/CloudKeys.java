package dev.writeback.sandbox.cloud;

import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The cloud's two private keys and the agents' public ones.
 *
 * @param signing signs requests
 * @param ack opens acks
 */
record CloudKeys(KeyRecord signing, KeyRecord ack, AgentKeys agents) {
    /**
     * Reads the three files.
     *
     * @throws CloudException when one of them is not what it should be
     */
    static CloudKeys read(CloudConfig config) throws CloudException {
        return new CloudKeys(
                privateKey("signingKey", config.signingKey(), KeyUse.SIG),
                privateKey("ackKey", config.ackKey(), KeyUse.ENC),
                agentKeys(config.agents()));
    }

    private static KeyRecord privateKey(String key, Path file, KeyUse use) throws CloudException {
        KeyRecord found;
        try {
            byte[] jwk = Files.readAllBytes(file);
            try {
                found = JwkSets.readPrivate(jwk);
            } finally {
                Arrays.fill(jwk, (byte) 0);
            }
        } catch (IOException | JwkException e) {
            throw new CloudException(key + ": " + file + " is not usable: " + e.getMessage(), e);
        }
        if (found.use() != use) {
            throw new CloudException(key + ": " + file + " holds a key with use="
                    + found.use().wireName() + "; accepted: use=" + use.wireName());
        }
        return found;
    }

    private static AgentKeys agentKeys(Path file) throws CloudException {
        try {
            return new AgentKeys(file);
        } catch (IOException | JwkException e) {
            throw new CloudException("agents: " + file + " is not usable: " + e.getMessage(), e);
        }
    }
}
