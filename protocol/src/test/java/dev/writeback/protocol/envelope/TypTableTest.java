package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Section 4: each place takes the kinds of message that belong there, whoever signed the others. */
class TypTableTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final List<String> TYPS = List.of(
            "pwb-req+jwt",
            "pwb-ack+jwt",
            "pwb-hb+jwt",
            "pwb-keys+jwt",
            "pwb-cfg+jwt",
            "pwb-echo+jwt",
            "pwb-enroll+jwt",
            "pwb-enroll-confirm+jwt",
            "pwb-pop+jwt",
            "JWT",
            "application/pwb-req+jwt",
            "PWB-REQ+JWT",
            "");
    private final SecureRandom random = new SecureRandom();

    /** Which kinds pass the check of {@code typ} there, signed by that key. */
    private List<String> passing(KeyRecord signer, KeyRecord recipient, Predicate<byte[]> refusesTyp) {
        List<String> passing = new ArrayList<>();
        for (String typ : TYPS) {
            Map<String, Object> claims = RequestForge.members("v", 1);
            byte[] body = new MessageForge(claims, typ, signer, new JweForge(List.of(recipient), random)).body();
            if (!refusesTyp.test(body)) {
                passing.add(typ);
            }
        }
        return passing;
    }

    @Test
    void anAgentTakesRequestsKeysConfigAndEchoes() {
        EnvelopeOpener opener = new EnvelopeOpener(
                () -> KEYS.ringOf("hq-1"), KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));

        assertThat(passing(
                        KEYS.cloud("signing"),
                        KEYS.agent("hq-1", "enc"),
                        body -> opener.open(new RawEnvelope(body)).equals(new Opening.Dropped(Rejection.JWS_TYP))))
                .containsExactly("pwb-req+jwt", "pwb-keys+jwt", "pwb-cfg+jwt", "pwb-echo+jwt");
    }

    @Test
    void theRootSignsKeysAlone() {
        EnvelopeOpener opener = new EnvelopeOpener(
                () -> KEYS.ringOf("hq-1"), KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));

        assertThat(passing(
                        KEYS.cloud("root"),
                        KEYS.agent("hq-1", "enc"),
                        body -> List.of(
                                        new Opening.Dropped(Rejection.JWS_TYP),
                                        new Opening.Dropped(Rejection.SIGNER_UNKNOWN))
                                .contains(opener.open(new RawEnvelope(body)))))
                .containsExactly("pwb-keys+jwt");
    }

    @Test
    void theCloudTakesAcksHeartbeatsAndKeys() {
        ReplyOpener opener = new ReplyOpener(
                () -> KeyRing.of(KEYS.cloud("ack")), KEYS::agentsPublic, Parties.AUDIENCE, Parties.at(Parties.NOW));

        assertThat(passing(
                        KEYS.agent("hq-1", "sig"),
                        KEYS.cloud("ack"),
                        body -> opener.open(body, id -> Optional.empty())
                                .equals(new ReplyOpening.Rejected(Rejection.JWS_TYP))))
                .containsExactly("pwb-ack+jwt", "pwb-hb+jwt", "pwb-keys+jwt");
    }

    @Test
    void aClientThatWaitsForAcksTakesAcksAlone() {
        AckOpener opener = new AckOpener(
                KeyRing.of(KEYS.cloud("ack")), KEYS::agentsPublic, Parties.AUDIENCE, Parties.at(Parties.NOW));

        assertThat(passing(
                        KEYS.agent("hq-1", "sig"),
                        KEYS.cloud("ack"),
                        body -> opener.open(body, id -> Optional.empty())
                                .equals(new AckOpening.Rejected(Rejection.JWS_TYP))))
                .containsExactly("pwb-ack+jwt");
    }
}
