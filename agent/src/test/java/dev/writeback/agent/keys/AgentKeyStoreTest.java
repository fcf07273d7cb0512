package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.crypto.KeyCertificates;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentKeyStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Path file;
    private AgentKeyStore store;

    @BeforeEach
    void place() {
        file = directory.resolve("agent-keys.p12");
        store = new AgentKeyStore(file);
    }

    @Test
    void keepsKeysWithUseAgentAndTimes() throws Exception {
        KeyRing keys = AgentKeys.generate("hq-1", NOW, random);
        store.write(keys, pin("1234"));

        KeyRing read = store.read(pin("1234"), "hq-1");

        assertThat(read.all()).hasSize(2);
        for (KeyRecord key : keys.all()) {
            KeyRecord same = read.find(key.id(), key.use()).orElseThrow();
            assertThat(same.agent()).contains("hq-1");
            assertThat(same.notBefore()).isEqualTo(NOW);
            assertThat(same.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(180)));
            assertThat(same.privateKey().orElseThrow().getEncoded())
                    .isEqualTo(key.privateKey().orElseThrow().getEncoded());
        }
    }

    @Test
    void freshKeysAreOneOfEachUse() {
        assertThat(AgentKeys.generate("hq-1", NOW, random).all())
                .extracting(KeyRecord::use)
                .containsExactly(KeyUse.ENC, KeyUse.SIG);
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndNoDraftStays() throws Exception {
        Files.writeString(file, "something that was there before");

        store.write(AgentKeys.generate("hq-1", NOW, random), pin("1234"));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void pinIsPrintableAscii() throws Exception {
        KeyRing keys = AgentKeys.generate("hq-1", NOW, random);
        for (String other : List.of("p\u00efn", "tab\t", "line\n", "\u007f")) {
            assertThatThrownBy(() -> store.write(keys, pin(other)))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessage(file
                            + ": found a PIN with other characters; accepted: a PIN of printable ASCII characters");
        }

        store.write(keys, pin(" ~!\"'"));

        assertThat(store.read(pin(" ~!\"'"), "hq-1").all()).hasSize(2);
    }

    @Test
    void encryptsWithPbes2AndAes256() throws Exception {
        store.write(AgentKeys.generate("hq-1", NOW, random), pin("1234"));

        // DER of 1.2.840.113549.1.5.13 (PBES2) and 2.16.840.1.101.3.4.1.42 (AES-256-CBC).
        String hex = java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
        assertThat(hex).contains("06092a864886f70d01050d").contains("060960864801650304012a");
    }

    @Test
    void saysThatThePinIsWrong() throws Exception {
        store.write(AgentKeys.generate("hq-1", NOW, random), pin("1234"));

        assertThatThrownBy(() -> store.read(pin("canary-4321"), "hq-1"))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(file
                        + ": found a store that the PIN does not open; accepted: the PIN that it was written with");
    }

    @Test
    void refusesKeysOfAnotherAgentAndAnEmptyStore() throws Exception {
        store.write(AgentKeys.generate("hq-2", NOW, random), pin("1234"));
        assertThatThrownBy(() -> store.read(pin("1234"), "hq-1"))
                .hasMessageEndingWith("found keys of [hq-2]; accepted: keys of hq-1");

        store.write(KeyRing.empty(), pin("1234"));
        assertThatThrownBy(() -> store.read(pin("1234"), "hq-1")).hasMessageContaining("keys of nobody");
    }

    @Test
    void refusesWhatIsNoStore() throws Exception {
        assertThatThrownBy(() -> store.read(pin("1234"), "hq-1")).hasMessageContaining("found no such file");
        Files.writeString(file, "not PKCS#12");
        assertThatThrownBy(() -> store.read(pin("1234"), "hq-1"))
                .hasMessageContaining("what is not a readable PKCS#12");
    }

    @Test
    void refusesACertificateOfAnotherKey() throws Exception {
        KeyRecord one = key();
        KeyRecord other = key();
        writeForeign(one, KeyCertificates.selfSigned(other));

        assertThatThrownBy(() -> store.read(pin("1234"), "hq-1"))
                .hasMessageContaining("with the certificate of another key");
    }

    @Test
    void saysWhenTheFileCannotBeWritten() {
        AgentKeyStore nowhere = new AgentKeyStore(directory.resolve("gone/agent-keys.p12"));

        assertThatThrownBy(() -> nowhere.write(KeyRing.empty(), pin("1234")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("cannot be written");
    }

    private KeyRecord key() {
        return Keys.generate(KeyUse.SIG, Optional.of("hq-1"), NOW, NOW.plusSeconds(60), random);
    }

    private void writeForeign(KeyRecord key, Certificate certificate) throws Exception {
        KeyStore foreign = KeyStore.getInstance("PKCS12");
        foreign.load(null, null);
        foreign.setKeyEntry(
                "sig",
                key.privateKey().orElseThrow(),
                "1234".toCharArray(),
                List.of(certificate).toArray(Certificate[]::new));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        foreign.store(content, "1234".toCharArray());
        Files.write(file, content.toByteArray());
    }

    private static Secret pin(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
