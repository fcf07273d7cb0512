package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the cloud's side refuses to send, and whom it sends to. */
class SealingRefusalTest {
    private final Parties parties = new Parties(2);
    private final Draft reset = Draft.reset(Parties.SUBJECT, Initiator.self());

    @Test
    void refusesAPasswordThatDoesNotFitTheOperation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer().seal(reset, Optional.empty(), Optional.empty(), parties.agents));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer()
                        .seal(Draft.ping(), Optional.of(Parties.secret("x")), Optional.empty(), parties.agents));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer()
                        .seal(
                                reset,
                                Optional.of(Parties.secret("x")),
                                Optional.of(Parties.secret("y")),
                                parties.agents));
    }

    @Test
    void refusesAPasswordOfWrongFormWithoutQuotingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer()
                        .seal(reset, Optional.of(Parties.secret("hunter2\0")), Optional.empty(), parties.agents))
                .withMessageContaining("password_nul")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusesToSealToNobodyAndToMoreThanSixteen() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> parties.sealer().seal(Draft.ping(), Optional.empty(), Optional.empty(), KeyRing.empty()))
                .withMessageContaining("1 to 16 recipients, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer()
                        .seal(Draft.ping(), Optional.empty(), Optional.empty(), new Parties(17).agents.toPublic()))
                .withMessageContaining("not 17");
    }

    @Test
    void sealsToTheNewestLiveKeyOfEachAgentAlone() {
        KeyRecord newer = key("hq-1", Duration.ofHours(-1));
        KeyRecord notYet = key("hq-1", Duration.ofSeconds(1));

        List<KeyRecord> recipients =
                RequestSealer.recipients(parties.agents.with(newer).with(notYet), Parties.NOW);

        assertThat(recipients).extracting(key -> key.agent().orElseThrow()).containsExactly("hq-1", "hq-2");
        assertThat(recipients.get(0).id()).isEqualTo(newer.id());
    }

    private KeyRecord key(String agent, Duration fromNow) {
        return Keys.generate(
                KeyUse.ENC,
                Optional.of(agent),
                Parties.NOW.plus(fromNow),
                Parties.NOW.plus(Duration.ofDays(180)),
                parties.random);
    }

    @Test
    void theTierThatSignsNeedsNoPassword() {
        RequestId id = RequestIds.next(parties.random);
        List<KeyRecord> recipients = RequestSealer.recipients(parties.agents, Parties.NOW);
        SealedSecret blob = new SecretSealer(parties.random)
                .seal(
                        new SecretContext(Parties.AUDIENCE, id, Operation.RESET, Parties.SUBJECT),
                        Parties.secret(Parties.NEW),
                        Optional.empty(),
                        recipients);

        SealedRequest sealed = parties.sealer().sign(reset, id, blob, parties.agents.toPublic());

        EnvelopeOpener opener = parties.opener("hq-2", Parties.NOW);
        VerifiedRequest verified = RoundTripTest.verified(opener.open(new RawEnvelope(sealed.body())));
        try (OpenedRequest opened = RoundTripTest.opened(opener.unseal(verified))) {
            assertThat(Parties.text(opened.newPassword())).isEqualTo(Parties.NEW);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parties.sealer().sign(reset, id, blob, new Parties(2).agents.toPublic()));
    }

    @Test
    void draftsCannotContradictThemselves() {
        assertThatIllegalArgumentException().isThrownBy(() -> Draft.ping().andUnlock());
        assertThatIllegalArgumentException().isThrownBy(() -> reset.withLifetime(Duration.ofSeconds(301)));
        assertThatIllegalArgumentException().isThrownBy(() -> reset.withLifetime(Duration.ofMillis(1500)));
        assertThatIllegalArgumentException().isThrownBy(() -> reset.withLifetime(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> reset.withTrace("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Draft.reset(Parties.SUBJECT, Initiator.admin("a".repeat(257))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Draft.of(Operation.UNLOCK, Optional.empty(), Optional.empty()));
    }

    @Test
    void anAgentWithoutLiveKeysSealsNoAck() {
        AckSealer sealer = new AckSealer(
                "hq-1",
                Parties.AUDIENCE,
                KeyRing::empty,
                () -> parties.cloudPublic,
                Parties.at(Parties.NOW),
                parties.random);

        assertThatIllegalStateException().isThrownBy(() -> sealer.seal(null)).withMessageContaining("signing key");
    }

    /** A private key that no provider can use, like one of a token that was pulled out. */
    private record LostKey() implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "";
        }

        @Override
        @SuppressWarnings("NullAway") // what the contract of Key asks for
        public byte[] getEncoded() {
            return null;
        }
    }

    /** The same key in a token that was pulled out. */
    static KeyRecord lost(KeyRecord key) {
        return KeyRecord.inToken(
                key.publicKey(),
                new LostKey(),
                Security.getProvider("SunEC"),
                key.use(),
                key.agent(),
                key.notBefore(),
                key.expiresAt());
    }

    @Test
    void aKeyOfOursThatIsGoneIsNoFaultOfTheMessage() {
        KeyRecord whole = parties.agents
                .ofAgent("hq-1")
                .newestLive(KeyUse.ENC, Parties.NOW)
                .orElseThrow();
        KeyRing lost = KeyRing.of(lost(whole));
        EnvelopeOpener opener = new EnvelopeOpener(
                () -> lost, parties::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));
        RawEnvelope raw = new RawEnvelope(parties.seal(Draft.ping()).body());

        assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> opener.open(raw));
    }

    @Test
    void closingARequestZeroesItsPasswords() {
        EnvelopeOpener opener = parties.opener("hq-1", Parties.NOW);
        SealedRequest sealed = parties.seal(Parties.draft(Operation.CHANGE));
        OpenedRequest opened = RoundTripTest.opened(
                opener.unseal(RoundTripTest.verified(opener.open(new RawEnvelope(sealed.body())))));
        Secret secret = opened.newPassword().orElseThrow();
        byte[][] kept = new byte[2][];
        secret.use(bytes -> kept[0] = bytes);
        opened.currentPassword().orElseThrow().use(bytes -> kept[1] = bytes);
        assertThat(new String(kept[1], StandardCharsets.UTF_8)).isEqualTo(Parties.OLD);

        opened.close();

        assertThat(kept[0]).containsOnly(0);
        assertThat(kept[1]).containsOnly(0);
        assertThat(opened.toString()).doesNotContain(Parties.NEW, Parties.OLD);
    }
}
