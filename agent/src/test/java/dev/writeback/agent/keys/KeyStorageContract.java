package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link KeyStorage} promises. Each look is through a newly opened one: only what was kept counts. */
abstract class KeyStorageContract {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    static final Instant END = NOW.plus(Duration.ofDays(180));

    /** The same place each time, empty at first. */
    abstract KeyStorage open(String agent);

    private KeyStorage open() {
        return open("hq-1");
    }

    private KeyRing kept() throws KeyStorageException {
        try (KeyStorage storage = open()) {
            return storage.load().toPublic();
        }
    }

    @Test
    void holdsNothingAtFirst() throws Exception {
        assertThat(kept().all()).isEmpty();
    }

    @Test
    void keepsWhatItGeneratesWithUseAgentAndTimes() throws Exception {
        KeyRecord enc;
        KeyRecord sig;
        try (KeyStorage storage = open()) {
            enc = storage.generate(KeyUse.ENC, NOW, END);
            sig = storage.generate(KeyUse.SIG, NOW.plusSeconds(5), END.plusSeconds(5));
        }

        assertThat(kept().all())
                .extracting(KeyRecord::toString)
                .containsExactlyInAnyOrder(
                        enc.toPublic().toString(), sig.toPublic().toString());
        assertThat(enc.toString()).contains(" enc of hq-1 " + NOW + "/" + END);
        assertThat(sig.toString()).contains(" sig of hq-1 " + NOW.plusSeconds(5) + "/" + END.plusSeconds(5));
    }

    @Test
    void loadsKeysThatWork() throws Exception {
        byte[] input = {1, 2, 3};
        KeyRecord made;
        try (KeyStorage storage = open()) {
            made = storage.generate(KeyUse.SIG, NOW, END);
            assertThat(Es256.verify(made, input, Es256.sign(made, input))).isTrue();
        }
        try (KeyStorage storage = open()) {
            KeyRecord loaded = storage.load().find(made.id(), KeyUse.SIG).orElseThrow();
            assertThat(Es256.verify(made, input, Es256.sign(loaded, input))).isTrue();
        }
    }

    @Test
    void destroysOneKeyAndLeavesTheOthers() throws Exception {
        KeyRecord old;
        KeyRecord next;
        try (KeyStorage storage = open()) {
            old = storage.generate(KeyUse.ENC, NOW, END);
            next = storage.generate(KeyUse.ENC, NOW, END);

            storage.destroy(old.id());

            assertThat(storage.load().all()).extracting(KeyRecord::id).containsExactly(next.id());
        }
        assertThat(kept().all()).extracting(KeyRecord::id).containsExactly(next.id());
    }

    @Test
    void destroyingTwiceIsDestroyingOnce() throws Exception {
        try (KeyStorage storage = open()) {
            KeyRecord key = storage.generate(KeyUse.ENC, NOW, END);
            storage.destroy(key.id());
            storage.destroy(key.id());
        }
        assertThat(kept().all()).isEmpty();
    }

    @Test
    void refusesTheKeysOfAnotherAgent() throws Exception {
        try (KeyStorage storage = open("hq-2")) {
            storage.generate(KeyUse.ENC, NOW, END);
        }
        try (KeyStorage storage = open()) {
            assertThatThrownBy(storage::load)
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageEndingWith("found keys of [hq-2]; accepted: keys of hq-1");
            assertThatThrownBy(() -> storage.generate(KeyUse.SIG, NOW, END)).isInstanceOf(KeyStorageException.class);
        }
        try (KeyStorage storage = open("hq-2")) {
            assertThat(storage.load().all()).hasSize(1);
        }
    }

    @Test
    void twoThatAreOpenAtOnceLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (KeyStorage one = open();
                KeyStorage other = open()) {
            List<Future<KeyRecord>> made = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                made.add(threads.submit(() -> one.generate(KeyUse.ENC, NOW, END)));
                made.add(threads.submit(() -> other.generate(KeyUse.SIG, NOW, END)));
            }
            List<KeyId> ids = new ArrayList<>();
            for (Future<KeyRecord> key : made) {
                ids.add(key.get().id());
            }
            assertThat(kept().all()).extracting(KeyRecord::id).containsExactlyInAnyOrderElementsOf(ids);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void namesItsPlaceAndNoPin() {
        try (KeyStorage storage = open()) {
            assertThat(storage.toString()).isNotEmpty().doesNotContain("canary");
        }
    }
}
