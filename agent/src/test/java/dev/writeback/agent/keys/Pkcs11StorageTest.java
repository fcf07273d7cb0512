package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.config.KeySettings;
import dev.writeback.agent.config.SecretReferences;
import dev.writeback.agent.config.TokenName;
import dev.writeback.agent.keys.token.PinState;
import dev.writeback.agent.keys.token.Token;
import dev.writeback.agent.keys.token.TokenLibrary;
import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.crypto.KeyUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Pkcs11StorageTest extends KeyStorageContract {
    @RegisterExtension
    static final SoftHsm HSM = new SoftHsm();

    private static final byte[] INPUT = {1, 2, 3};

    private KeySettings.Pkcs11 token;

    @BeforeEach
    void initialise() {
        token = HSM.newToken();
    }

    @Override
    KeyStorage open(String agent) {
        return new Pkcs11Storage(token, agent);
    }

    private KeyStorage with(String pin) {
        return new Pkcs11Storage(
                new KeySettings.Pkcs11(token.library(), token.token(), SecretReferences.of(pin)), "hq-1");
    }

    @Test
    void privateKeysNeverLeaveTheToken() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            AgentKeys.generate(storage, NOW);
            for (KeyRecord key : storage.load().all()) {
                assertThat(key.privateKey().orElseThrow())
                        .isNotInstanceOf(ECPrivateKey.class)
                        .satisfies(hidden -> assertThat(hidden.getEncoded()).isNull());
                assertThat(key.toString()).endsWith("with private key in a token]");
            }
        }

        // What the token says itself.
        String listing = HSM.listing(token);
        assertThat(listing.lines().filter(line -> line.startsWith("Private Key Object")))
                .hasSize(2);
        assertThat(listing.lines().filter(line -> line.contains("Access:")).filter(line -> line.contains("extract")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("sensitive, always sensitive, never extractable, local"));
        assertThat(listing.lines().filter(line -> line.contains("Usage:")))
                .contains("  Usage:      sign, derive")
                .noneMatch(line -> line.contains("unwrap"));
    }

    @Test
    void nothingOfADestroyedKeyIsLeftAndLoadedRecordsStopWorking() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            KeyRecord key = storage.generate(KeyUse.SIG, NOW, END);
            assertThat(HSM.listing(token)).contains(key.id().value());

            storage.destroy(key.id());

            assertThat(HSM.listing(token)).doesNotContain("Private Key Object").doesNotContain("Certificate Object");
            assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> Es256.sign(key, INPUT));
        }
    }

    @Test
    void leavesAloneWhatIsNotOurs() throws Exception {
        HSM.pkcs11Tool(
                token,
                "--login",
                "--pin",
                SoftHsm.PIN,
                "--keypairgen",
                "--key-type",
                "EC:secp256r1",
                "--label",
                "theirs");
        try (KeyStorage storage = open("hq-1")) {
            KeyRecord ours = storage.generate(KeyUse.SIG, NOW, END);
            assertThat(storage.load().all()).extracting(KeyRecord::id).containsExactly(ours.id());

            storage.destroy(ours.id());
        }
        assertThat(HSM.listing(token)).contains("theirs");
    }

    @Test
    void wrongPinIsSentOnceAndNeverAgain() throws Exception {
        try (KeyStorage storage = with("canary-4321")) {
            assertThatThrownBy(storage::load)
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageStartingWith(
                            token.token() + " of " + token.library() + ": found a token that refuses the PIN")
                    .hasMessageContaining("pkcs11-tool --module " + token.library() + " --token-label '")
                    .hasMessageNotContainingAny("canary");
            HSM.listing(token);
            assertThat(pinState()).isEqualTo(PinState.READY);

            assertThatThrownBy(storage::load).hasMessageContaining("refuses the PIN");
            assertThatThrownBy(() -> storage.generate(KeyUse.ENC, NOW, END)).hasMessageContaining("refuses the PIN");
            assertThat(pinState()).as("nothing was sent").isEqualTo(PinState.READY);
        }
    }

    @Test
    void noPinIsSentWhereAWrongOneWasTriedBefore() throws Exception {
        try (KeyStorage storage = with("canary-4321")) {
            assertThatThrownBy(storage::load).isInstanceOf(KeyStorageException.class);
        }
        assertThat(pinState()).isEqualTo(PinState.MISTAKEN);

        try (KeyStorage storage = open("hq-1")) {
            assertThatThrownBy(storage::load)
                    .hasMessageContaining("a wrong PIN was tried since the last good log-in; none was sent")
                    .hasMessageContaining("--login --list-objects");
            assertThat(pinState()).as("the right one was not sent either").isEqualTo(PinState.MISTAKEN);

            HSM.listing(token);

            assertThat(storage.load().all()).isEmpty();
        }
    }

    private PinState pinState() throws Exception {
        return TokenLibrary.load(SoftHsm.library()).tokens().stream()
                .filter(present -> token.token().equals(new TokenName.Label(present.label())))
                .map(Token::pin)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void logInThatWasLostIsMadeAnew() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            KeyRecord before = storage.generate(KeyUse.SIG, NOW, END);

            HSM.logOut(token);

            assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> Es256.sign(before, INPUT));
            assertWorksAfterLoading(storage, before);
        }
    }

    @Test
    void tokenThatWasPulledOutIsFoundAgain() throws Exception {
        try (KeyStorage storage = open("hq-1")) {
            KeyRecord before = storage.generate(KeyUse.SIG, NOW, END);

            HSM.pullOutAndPlugIn(token);

            assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> Es256.sign(before, INPUT));
            assertWorksAfterLoading(storage, before);
        }
    }

    private static void assertWorksAfterLoading(KeyStorage storage, KeyRecord before) throws KeyStorageException {
        KeyRecord after = storage.load().find(before.id(), KeyUse.SIG).orElseThrow();
        assertThat(Es256.verify(before, INPUT, Es256.sign(after, INPUT))).isTrue();
    }

    @Test
    void saysWhichTokensThereAre() {
        try (KeyStorage storage = new Pkcs11Storage(HSM.token("another", SoftHsm.PIN), "hq-1")) {
            assertThatThrownBy(storage::load)
                    .hasMessageStartingWith("the token 'another' of ")
                    .hasMessageContaining("found only the token")
                    .hasMessageContaining(((TokenName.Label) token.token()).label());
        }
    }

    @Test
    void refusesTwoTokensOfOneLabel() throws Exception {
        KeySettings.Pkcs11 first = HSM.token("twin", SoftHsm.PIN);
        try (KeyStorage storage = new Pkcs11Storage(first, "hq-1")) {
            assertThatThrownBy(storage::load)
                    .hasMessageEndingWith("accepted: one token of that label, or keys.pkcs11.slot");
        }
        long slot = TokenLibrary.load(SoftHsm.library()).tokens().stream()
                .filter(present -> present.label().equals("twin"))
                .findFirst()
                .orElseThrow()
                .slot();
        KeySettings.Pkcs11 bySlot =
                new KeySettings.Pkcs11(first.library(), new TokenName.Slot(Math.toIntExact(slot)), first.pin());
        try (KeyStorage storage = new Pkcs11Storage(bySlot, "hq-1")) {
            assertThat(storage.load().all()).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoLibrary() throws Exception {
        Path file = Files.createTempFile("not-a-library", ".so");
        KeySettings.Pkcs11 wrong = new KeySettings.Pkcs11(file, token.token(), token.pin());
        try (KeyStorage storage = new Pkcs11Storage(wrong, "hq-1")) {
            assertThatThrownBy(storage::load)
                    .isInstanceOf(KeyStorageException.class)
                    .hasMessageContaining("found what is no PKCS#11 library of this machine's kind");
        } finally {
            Files.delete(file);
        }
    }
}
