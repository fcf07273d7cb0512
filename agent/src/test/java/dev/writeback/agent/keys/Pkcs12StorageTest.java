package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.crypto.KeyCertificates;
import dev.writeback.protocol.crypto.KeyRecord;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs12StorageTest extends KeyStorageContract {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Path file;
    private KeyStorage storage;

    @BeforeEach
    void place() {
        file = directory.resolve("agent-keys.p12");
        storage = open("hq-1");
    }

    @Override
    KeyStorage open(String agent) {
        return new Pkcs12Storage(directory.resolve("agent-keys.p12"), agent, () -> secret("canary-1234"), random);
    }

    private KeyStorage with(String pin) {
        return new Pkcs12Storage(file, "hq-1", () -> secret(pin), random);
    }

    @Test
    void freshKeysAreOneOfEachUse() throws Exception {
        assertThat(AgentKeys.generate(storage, NOW).all())
                .extracting(KeyRecord::use)
                .containsExactly(KeyUse.ENC, KeyUse.SIG);
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndNoDraftStays() throws Exception {
        Files.writeString(directory.resolve(".agent-keys.p12.new"), "what a writer left that died");

        storage.generate(KeyUse.ENC, NOW, END);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactlyInAnyOrder(file, directory.resolve(".agent-keys.p12.lock"));
        }
    }

    @Test
    void replacesWhatALinkPointsTo() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = elsewhere.resolve("keys.p12");
        KeyRecord key = storage.generate(KeyUse.ENC, NOW, END);
        Files.move(file, target);
        Files.createSymbolicLink(file, target);

        storage.destroy(key.id());

        assertThat(file).isSymbolicLink();
        assertThat(storage.load().all()).isEmpty();
        assertThat(new Pkcs12Storage(target, "hq-1", () -> secret("canary-1234"), random)
                        .load()
                        .all())
                .isEmpty();
    }

    @Test
    void pinIsPrintableAscii() throws Exception {
        for (String other : List.of("p\u00efn", "tab\t", "line\n", "\u007f")) {
            assertThatThrownBy(() -> with(other).generate(KeyUse.ENC, NOW, END))
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessage(file
                            + ": found a PIN with other characters; accepted: a PIN of printable ASCII characters");
        }

        with(" ~!\"'").generate(KeyUse.ENC, NOW, END);

        assertThat(with(" ~!\"'").load().all()).hasSize(1);
    }

    @Test
    void everyPartIsEncryptedWithAes256AndTheWholeIsAuthentic() throws Exception {
        AgentKeys.generate(storage, NOW);

        PKCS12PfxPdu file = new PKCS12PfxPdu(Files.readAllBytes(this.file));

        Pfx pfx = Pfx.getInstance(file.getEncoded());
        assertThat(pfx.getMacData().getMac().getAlgorithmId().getAlgorithm())
                .isEqualTo(NISTObjectIdentifiers.id_sha256);
        assertThat(pfx.getMacData().getIterationCount().intValueExact()).isEqualTo(10_000);
        List<AlgorithmIdentifier> protections = new ArrayList<>();
        for (ContentInfo part : file.getContentInfos()) {
            if (part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                protections.add(EncryptedData.getInstance(part.getContent()).getEncryptionAlgorithm());
            } else {
                for (PKCS12SafeBag bag : new PKCS12SafeBagFactory(part).getSafeBags()) {
                    assertThat(bag.getType()).isEqualTo(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag);
                    protections.add(((PKCS8EncryptedPrivateKeyInfo) bag.getBagValue())
                            .toASN1Structure()
                            .getEncryptionAlgorithm());
                }
            }
        }
        assertThat(protections).as("two keys, and the certificates").hasSize(3).allSatisfy(protection -> {
            assertThat(protection.getAlgorithm()).isEqualTo(PKCSObjectIdentifiers.id_PBES2);
            PBES2Parameters parameters = PBES2Parameters.getInstance(protection.getParameters());
            assertThat(parameters.getEncryptionScheme().getAlgorithm()).isEqualTo(NISTObjectIdentifiers.id_aes256_CBC);
            PBKDF2Params derivation =
                    PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
            assertThat(derivation.getPrf().getAlgorithm()).isEqualTo(PKCSObjectIdentifiers.id_hmacWithSHA256);
            assertThat(derivation.getIterationCount().intValueExact()).isEqualTo(10_000);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "keystore.pkcs12.legacy, ''",
        "keystore.pkcs12.keyProtectionAlgorithm, PBEWithSHA1AndDESede",
        "keystore.pkcs12.certProtectionAlgorithm, NONE",
        "keystore.pkcs12.macAlgorithm, HmacPBESHA1",
        "keystore.pkcs12.macIterationCount, 9999",
        "keystore.pkcs12.keyPbeIterationCount, 0",
    })
    void writesNothingWhereTheRuntimeIsToldToProtectItLess(String property, String value) throws Exception {
        System.setProperty(property, value);
        try {
            assertThatThrownBy(() -> storage.generate(KeyUse.ENC, NOW, END))
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageContaining("by the property " + property);
            assertThat(file).doesNotExist();
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void takesARuntimeThatIsToldToProtectItMore() throws Exception {
        System.setProperty("keystore.pkcs12.keyPbeIterationCount", "20000");
        try {
            storage.generate(KeyUse.ENC, NOW, END);
        } finally {
            System.clearProperty("keystore.pkcs12.keyPbeIterationCount");
        }
        assertThat(storage.load().all()).hasSize(1);
    }

    @Test
    void destroyingRemovesWhatAWriterLeftThatDied() throws Exception {
        Path draft = directory.resolve(".agent-keys.p12.new");
        KeyRecord key = storage.generate(KeyUse.ENC, NOW, END);
        Files.copy(file, draft);

        storage.destroy(key.id());

        assertThat(draft).doesNotExist();
        assertThat(storage.load().all()).isEmpty();
    }

    @Test
    void saysThatThePinIsWrongAndChangesNothing() throws Exception {
        storage.generate(KeyUse.ENC, NOW, END);
        byte[] before = Files.readAllBytes(file);
        String message =
                file + ": found a store that the PIN does not open; accepted: the PIN that it was written with";

        assertThatThrownBy(() -> with("canary-4321").load()).hasMessage(message);
        assertThatThrownBy(() -> with("canary-4321").generate(KeyUse.SIG, NOW, END))
                .hasMessage(message);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNoStore() throws Exception {
        Files.writeString(file, "not PKCS#12");

        assertThatThrownBy(storage::load).hasMessageContaining("what is not a readable PKCS#12");
        assertThatThrownBy(() -> storage.generate(KeyUse.ENC, NOW, END)).isInstanceOf(KeyStorageException.class);
        assertThat(file).hasContent("not PKCS#12");
    }

    @Test
    void refusesACertificateOfAnotherKey() throws Exception {
        KeyRecord one = key();
        KeyRecord other = key();
        writeForeign(one, KeyCertificates.selfSigned(other));

        assertThatThrownBy(storage::load).hasMessageContaining("with the certificate of another key");
    }

    @Test
    void saysWhenTheDirectoryIsGone() {
        KeyStorage nowhere = new Pkcs12Storage(
                directory.resolve("gone/agent-keys.p12"), "hq-1", () -> secret("canary-1234"), random);

        assertThatThrownBy(nowhere::load)
                .isInstanceOf(KeyStorageException.class)
                .hasMessageContaining("a directory that does not exist");
        assertThatThrownBy(() -> nowhere.generate(KeyUse.ENC, NOW, END))
                .isInstanceOf(KeyStorageException.class)
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
                "canary-1234".toCharArray(),
                List.of(certificate).toArray(Certificate[]::new));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        foreign.store(content, "canary-1234".toCharArray());
        Files.write(file, content.toByteArray());
    }

    private static Secret secret(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
