package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Operation;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 2: of all names in the registry of RFC 7518 and its successors only the pinned one passes, in each layer. */
class AlgorithmTableTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final String REGISTRY =
            "HS256 HS384 HS512 RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512 none"
                    + " RSA1_5 RSA-OAEP RSA-OAEP-256 A128KW A192KW A256KW dir ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW"
                    + " ECDH-ES+A256KW A128GCMKW A192GCMKW A256GCMKW PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW"
                    + " A128CBC-HS256 A192CBC-HS384 A256CBC-HS512 A128GCM A192GCM A256GCM EdDSA Ed25519 Ed448 RS1 RSA-OAEP-384"
                    + " RSA-OAEP-512 A128CBC A192CBC A256CBC A128CTR A192CTR A256CTR HS1 ES256K ML-DSA-44 ML-DSA-65 ML-DSA-87"
                    + " ESP256 ESP384 ESP512 HPKE-0 HPKE-0-KE HPKE-1 HPKE-2 HPKE-3 HPKE-4 HPKE-7";

    static Stream<String> registry() {
        return Arrays.stream(REGISTRY.split(" "));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void onlyEs256Signs(String alg) {
        assertThat(passes(forge -> forge.message.jwsHeader = h -> h.replace("ES256", alg)))
                .isEqualTo(alg.equals("ES256"));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void onlyThePinnedNameManagesThePackagesKey(String alg) {
        assertThat(passes(forge -> forge.message.jwe.recipientHeader(0, h -> h.put("alg", alg))))
                .isEqualTo(alg.equals("ECDH-ES+A256KW"));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void onlyA256GcmEncryptsThePackage(String enc) {
        assertThat(passes(forge -> forge.message.jwe.header = h -> h.replace("A256GCM", enc)))
                .isEqualTo(enc.equals("A256GCM"));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void onlyThePinnedNameManagesTheSecretsKey(String alg) {
        assertThat(passes(forge -> forge.secret.recipientHeader(0, h -> h.put("alg", alg))))
                .isEqualTo(alg.equals("ECDH-ES+A256KW"));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void onlyA256GcmEncryptsTheSecret(String enc) {
        assertThat(passes(forge -> forge.secret.header = h -> h.replace("A256GCM", enc)))
                .isEqualTo(enc.equals("A256GCM"));
    }

    private interface Bend {
        void on(RequestForge forge);
    }

    private static boolean passes(Bend bend) {
        SecureRandom random = new SecureRandom();
        RequestForge forge = new RequestForge(KEYS, Operation.RESET, RequestIds.next(random), random);
        bend.on(forge);
        KeyRing own = KEYS.ringOf("hq-1");
        EnvelopeOpener opener = new EnvelopeOpener(
                () -> own, KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));
        return opener.open(new RawEnvelope(forge.body())) instanceof Opening.Verified verified
                && opener.unseal(verified.request()) instanceof Unsealing.Opened;
    }
}
