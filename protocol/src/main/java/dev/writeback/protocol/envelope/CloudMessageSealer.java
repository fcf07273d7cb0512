package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.TenantSwitches;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The cloud's side of config messages, of its word on an agent's keys and of its answer to a ping: signed by a
 * request-signing key, sealed to the newest key of one agent (PWB/1, sections 4 and 7). Thread-safe.
 */
public final class CloudMessageSealer {
    private final KeyRecord signingKey;
    private final DirectiveSeal seal;

    /**
     * @param signingKey a request-signing key with its private half
     */
    public CloudMessageSealer(KeyRecord signingKey, String issuer, String audience, Clock clock, SecureRandom random) {
        this.signingKey = signingKey;
        this.seal = new DirectiveSeal(issuer, audience, clock, random);
    }

    /**
     * The switches of the group, for one agent; all its agents get the same.
     *
     * @param agentKeys confirmed public keys, those of {@code agent} among them
     * @throws IllegalArgumentException when the agent has no live key for encryption
     */
    public SealedMessage switches(TenantSwitches switches, String agent, KeyRing agentKeys) {
        return seal.seal(SwitchClaims.TYP, signingKey, agent, agentKeys, claims -> SwitchClaims.add(switches, claims));
    }

    /**
     * The answer to a heartbeat that asks for one.
     *
     * @param agent who sent it
     * @param agentKeys as for {@link #switches}
     * @throws IllegalArgumentException when the agent has no live key for encryption
     */
    public SealedMessage echo(Echo echo, String agent, KeyRing agentKeys) {
        return seal.seal(EchoClaims.TYP, signingKey, agent, agentKeys, claims -> EchoClaims.add(echo, claims));
    }

    /**
     * Confirms the complete set of one agent's keys.
     *
     * @param keys all keys of that agent that are good from now on
     * @param agentKeys as for {@link #switches}
     * @throws IllegalArgumentException when a key is not the agent's, or the agent has no live key for encryption
     */
    public SealedMessage confirmation(Epoch epoch, KeyRing keys, String agent, KeyRing agentKeys) {
        return aboutKeys(epoch, KeyClaims.Act.CONFIRM, keys, agent, agentKeys);
    }

    /**
     * Ends keys of one agent at once.
     *
     * @param keys those that end, and no others
     * @param agentKeys as for {@link #switches}
     * @throws IllegalArgumentException when a key is not the agent's, or the agent has no live key for encryption
     */
    public SealedMessage revocation(Epoch epoch, KeyRing keys, String agent, KeyRing agentKeys) {
        return aboutKeys(epoch, KeyClaims.Act.REVOKE, keys, agent, agentKeys);
    }

    private SealedMessage aboutKeys(Epoch epoch, KeyClaims.Act act, KeyRing keys, String agent, KeyRing agentKeys) {
        if (keys.ofAgent(agent).all().size() != keys.all().size()) {
            throw new IllegalArgumentException("a key is not one of " + agent);
        }
        return seal.seal(
                KeyClaims.TYP, signingKey, agent, agentKeys, claims -> KeyClaims.add(epoch, act, keys, claims));
    }
}
