package dev.writeback.protocol.message;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An agent's sign of life: the claims of {@code pwb-hb+jwt} of PWB/1, section 4, without those that the sealer adds.
 *
 * @param counter {@code ctr}: 1, 2, 3, ..., across restarts
 * @param previous {@code prev}: digest of the previous heartbeat's JWS; the empty text exactly for {@code counter} 1
 * @param version of the agent, 1 to 64 UTF-16 units
 * @param keys the agent's live keys that the cloud has confirmed, as far as the agent knows; each once, at most 16
 * @param backlog requests received and not yet settled
 * @param offsetMillis host clock minus directory clock; empty while no directory answers
 * @param config {@code cfg}: epoch of the switches in force, 0 for none
 * @param cloudKeys {@code kepoch}: epoch of the cloud's key set in force, 0 for none
 * @param configRefused {@code cfgRefused}: the epoch of the last switches that were refused, 0 when they showed none;
 *     empty again once switches are in force that came after them
 * @param policy {@code pol}: the digest of the local policy in force, as in acks
 * @param echo what the cloud shall send back at once; empty in all heartbeats but those of a ping
 */
public record Heartbeat(
        long counter,
        String previous,
        String version,
        State state,
        List<ShownKey> keys,
        long backlog,
        List<DirectoryHealth> directories,
        Optional<Long> offsetMillis,
        Epoch config,
        Epoch cloudKeys,
        Optional<Epoch> configRefused,
        Optional<String> policy,
        Optional<Echo> echo) {
    /** The most keys that one message names. */
    public static final int MOST_KEYS = 16;

    private static final int LONGEST_VERSION = 64;
    private static final int LONGEST_NAME = 256;

    /** Whether the agent can serve: the claim {@code state}. */
    public enum State {
        READY,
        DEGRADED,
        NOT_READY,
        DRAINING,
        STANDBY;

        /** The name on the wire: the constant in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a directory or one of its servers can be used. */
    public enum Health {
        UP,
        DEGRADED,
        DOWN;

        /** The name on the wire: the constant in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One key of the agent.
     *
     * @param expiresAt {@code exp}, whole seconds
     */
    public record ShownKey(KeyId id, KeyUse use, Instant expiresAt) {}

    /**
     * One directory.
     *
     * @param name as the agent's file calls it, 1 to 256 UTF-16 units
     */
    public record DirectoryHealth(String name, Health state, List<ServerHealth> servers) {
        public DirectoryHealth {
            requireText("the name of a directory", name, LONGEST_NAME);
            servers = List.copyOf(servers);
        }
    }

    /**
     * One server of a directory.
     *
     * @param host 1 to 256 UTF-16 units
     */
    public record ServerHealth(String host, Health state) {
        public ServerHealth {
            requireText("the host of a server", host, LONGEST_NAME);
        }
    }

    /**
     * @throws IllegalArgumentException when a part is out of the range named above
     */
    public Heartbeat {
        if (counter < 1 || counter > Epoch.LARGEST || backlog < 0 || backlog > Epoch.LARGEST) {
            throw new IllegalArgumentException("a heartbeat counts from 1, its backlog from 0, both up to 2^53-1");
        }
        if (counter == 1 ? !previous.isEmpty() : !Digest.isValid(previous)) {
            throw new IllegalArgumentException("prev is empty in the first heartbeat, and a digest in every other");
        }
        requireText("the version", version, LONGEST_VERSION);
        Set<KeyId> ids = new HashSet<>();
        if (keys.size() > MOST_KEYS || !keys.stream().allMatch(key -> ids.add(key.id()))) {
            throw new IllegalArgumentException("a heartbeat shows at most " + MOST_KEYS + " keys, each once");
        }
        if (offsetMillis
                .filter(millis -> millis > Epoch.LARGEST || millis < -Epoch.LARGEST)
                .isPresent()) {
            throw new IllegalArgumentException("offset is within +-(2^53-1)");
        }
        if (policy.filter(digest -> !Digest.isValid(digest)).isPresent()) {
            throw new IllegalArgumentException("a policy's digest is the base64url of a SHA-256");
        }
        keys = List.copyOf(keys);
        directories = List.copyOf(directories);
    }

    private static void requireText(String what, String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            throw new IllegalArgumentException(what + " has 1 to " + longest + " characters");
        }
    }
}
