package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Operation;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3, one second before and after each edge. All numbers are seconds after {@code now} = 1795344000. */
class TimeRulesTest {
    private static final VectorKeys KEYS = new VectorKeys();

    @ParameterizedTest(name = "iat {0}, nbf {1}, exp {2}: {3}")
    @CsvSource({
        // iat > now + 60
        "60, 60, 180, VERIFIED",
        "61, 61, 181, ISSUED_IN_THE_FUTURE",
        // nbf > now + 60
        "0, 60, 120, VERIFIED",
        "0, 61, 120, NOT_YET_VALID",
        // exp > iat + 300
        "0, 0, 300, VERIFIED",
        "0, 0, 301, LIVES_TOO_LONG",
        // exp <= iat
        "0, 0, 1, VERIFIED",
        "0, 0, 0, EXPIRES_BEFORE_ISSUE",
        "0, 0, -1, EXPIRES_BEFORE_ISSUE",
        // nbf < iat
        "0, -1, 120, VALID_BEFORE_ISSUE",
        "-1, 0, 120, VERIFIED",
        // nbf >= exp
        "0, 29, 30, VERIFIED",
        "0, 30, 30, VALID_AFTER_EXPIRY",
        "0, 31, 30, VALID_AFTER_EXPIRY",
        // now >= exp + 60
        "-200, -200, -59, VERIFIED",
        "-200, -200, -60, EXPIRED",
        "-200, -200, -61, EXPIRED",
        // now >= exp + 120
        "-300, -300, -119, EXPIRED",
        "-300, -300, -120, EXPIRED_WITHOUT_ACK",
        "-300, -300, -121, EXPIRED_WITHOUT_ACK",
        // a refusal by the relations comes before expiry
        "-400, -400, -99, LIVES_TOO_LONG",
        "-9007199254740991, 0, 0, LIVES_TOO_LONG",
    })
    void timesOfARequest(long iat, long nbf, long exp, String expected) {
        RequestForge forge = forge(Operation.PING);
        long now = Parties.NOW.getEpochSecond();
        forge.message.claim("iat", Math.max(now + iat, -9007199254740991L));
        forge.message.claim("nbf", now + nbf);
        forge.message.claim("exp", now + exp);

        assertThat(outcome(open(forge, Parties.NOW))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "CHANGE", "UNLOCK", "VALIDATE", "PING"})
    void anExpiredRequestSaysWhetherItMayHaveWritten(Operation operation) {
        Opening opening = open(forge(operation), Parties.NOW.plusSeconds(180));

        assertThat(opening).isInstanceOf(Opening.Expired.class);
        Opening.Expired expired = (Opening.Expired) opening;
        assertThat(expired.to().operation()).contains(operation);
        assertThat(expired.expiresAt()).isEqualTo(Parties.NOW.plusSeconds(120));
        assertThat(expired.mayHaveWritten()).isEqualTo(operation.writesPassword());
    }

    @ParameterizedTest(name = "{0} s after the ack's iat: {1}")
    @CsvSource({
        "-61, ISSUED_IN_THE_FUTURE",
        "-60, ACCEPTED",
        "0, ACCEPTED",
        "359, ACCEPTED",
        "360, REPLY_EXPIRED",
        "361, REPLY_EXPIRED"
    })
    void timesOfAnAck(long seconds, String expected) {
        byte[] body = new RefusedAcks(KEYS, new SecureRandom()).valid().body();
        Instant now = Parties.NOW.plusSeconds(1 + seconds);

        AckOpening opening = new AckOpener(
                        KeyRing.of(KEYS.cloud("ack")), KEYS::agentsPublic, Parties.AUDIENCE, Parties.at(now))
                .open(body, RefusedAcks.REQUEST);

        assertThat(
                        opening instanceof AckOpening.Rejected rejected
                                ? rejected.why().name()
                                : "ACCEPTED")
                .isEqualTo(expected);
    }

    @Test
    void keysLiveFromNotBeforeUntilExpiry() {
        var key = KEYS.cloud("signing");

        assertThat(key.isLiveAt(key.notBefore().minusSeconds(1))).isFalse();
        assertThat(key.isLiveAt(key.notBefore())).isTrue();
        assertThat(key.isLiveAt(key.expiresAt().minusSeconds(1))).isTrue();
        assertThat(key.isLiveAt(key.expiresAt())).isFalse();
    }

    private static RequestForge forge(Operation operation) {
        SecureRandom random = new SecureRandom();
        return new RequestForge(KEYS, operation, RequestIds.next(random), random);
    }

    private static Opening open(RequestForge forge, Instant now) {
        KeyRing own = KEYS.ringOf("hq-1");
        return new EnvelopeOpener(() -> own, KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(now))
                .open(new RawEnvelope(forge.body()));
    }

    private static String outcome(Opening opening) {
        if (opening instanceof Opening.Refused refused) {
            return refused.why().name();
        }
        if (opening instanceof Opening.Expired expired) {
            return expired.ackAllowed() ? "EXPIRED" : "EXPIRED_WITHOUT_ACK";
        }
        return opening instanceof Opening.Verified ? "VERIFIED" : opening.toString();
    }
}
