package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.keys.dpapi.DataProtection;
import dev.writeback.agent.keys.dpapi.DataProtectionException;
import dev.writeback.agent.keys.dpapi.WindowsDataProtection;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A key store whose PIN the operating system keeps; the system is a stand-in here. */
class ProtectedPinTest extends KeyStorageContract {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final Machine machine = new Machine((byte) 0x5a);
    private Path file;
    private Path store;

    /** Encrypts so that another one cannot read it, and no better. */
    private record Machine(byte key) implements DataProtection {
        private static final byte MARK = 7;

        @Override
        public byte[] protect(byte[] plain) {
            byte[] encrypted = Arrays.copyOf(plain, plain.length + 1);
            encrypted[plain.length] = MARK;
            return turned(encrypted);
        }

        @Override
        public byte[] unprotect(byte[] encrypted) throws DataProtectionException {
            byte[] plain = turned(encrypted.clone());
            if (plain.length == 0 || plain[plain.length - 1] != MARK) {
                throw new DataProtectionException("that Windows refuses (0x8009000b)");
            }
            return Arrays.copyOf(plain, plain.length - 1);
        }

        private byte[] turned(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= key;
            }
            return bytes;
        }
    }

    @BeforeEach
    void place() {
        file = directory.resolve("keystore.pin.dpapi");
        store = directory.resolve("agent-keys.p12");
    }

    @Override
    KeyStorage open(String agent) {
        return on(machine, agent);
    }

    private KeyStorage on(DataProtection protection, String agent) {
        Path pin = directory.resolve("keystore.pin.dpapi");
        Path keys = directory.resolve("agent-keys.p12");
        return new Pkcs12Storage(keys, agent, new ProtectedPin(pin, keys, protection, random), random);
    }

    @Test
    void makesALongRandomPinWithTheStoreAndKeepsIt() throws Exception {
        ProtectedPin pin = new ProtectedPin(file, store, machine, random);
        try (KeyStorage storage = open("hq-1")) {
            storage.load();
            assertThat(file).as("looking makes nothing").doesNotExist();
            storage.generate(KeyUse.ENC, NOW, END);
            storage.generate(KeyUse.SIG, NOW, END);
            assertThat(storage.load().all()).hasSize(2);
        }
        byte[] encrypted = Files.readAllBytes(file);
        try (Secret first = pin.read();
                Secret again = pin.read()) {
            assertThat(first.length()).isEqualTo(43);
            first.use(one -> again.use(other -> assertThat(one).isEqualTo(other)));
            first.use(plain -> assertThat(encrypted).isNotEqualTo(plain));
        }
    }

    @Test
    void storeThatWasCopiedToAnotherMachineDoesNotOpen() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            storage.generate(KeyUse.ENC, NOW, END);
        }
        try (KeyStorage copied = on(new Machine((byte) 0x11), "hq-1")) {
            assertThatThrownBy(copied::load)
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessage(
                            file + ": found that Windows refuses (0x8009000b); accepted: a PIN that was protected on"
                                    + " this machine, for this user");
        }
    }

    @Test
    void noNewPinIsMadeForAStoreThatHasOne() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            storage.generate(KeyUse.ENC, NOW, END);
            Files.delete(file);

            assertThatThrownBy(() -> storage.generate(KeyUse.SIG, NOW, END))
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageContaining("a protected PIN that cannot be read or made");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it works there")
    void saysThatItIsForWindows() {
        try (KeyStorage storage = on(new WindowsDataProtection(true), "hq-1")) {
            assertThatThrownBy(() -> storage.generate(KeyUse.ENC, NOW, END))
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageContaining("found a system that is not Windows");
        }
        assertThat(store).doesNotExist();
    }
}
