package dev.writeback.agent.keys;

import java.security.Security;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How this Java runtime writes PKCS#12. By default as {@link Pkcs12Storage} says; but system and security properties can weaken
 * that for the whole process, down to RC2 and SHA-1.
 */
final class Pkcs12Strength {
    private static final Predicate<String> AES_256 =
            Pattern.compile("PBEWithHmacSHA(256|384|512)AndAES_256").asMatchPredicate();
    private static final Predicate<String> HMAC_SHA_2 =
            Pattern.compile("HmacPBESHA(256|384|512)").asMatchPredicate();
    private static final Predicate<String> ROUNDS =
            Pattern.compile("[1-9][0-9]{4,8}").asMatchPredicate();

    private static final Map<String, Predicate<String>> ACCEPTED = new TreeMap<>(Map.of(
            "keystore.pkcs12.legacy", value -> false,
            "keystore.pkcs12.certProtectionAlgorithm", AES_256,
            "keystore.pkcs12.keyProtectionAlgorithm", AES_256,
            "keystore.pkcs12.macAlgorithm", HMAC_SHA_2,
            "keystore.pkcs12.certPbeIterationCount", ROUNDS,
            "keystore.pkcs12.keyPbeIterationCount", ROUNDS,
            "keystore.pkcs12.macIterationCount", ROUNDS));

    private Pkcs12Strength() {}

    /** The first property that weakens it. */
    static Optional<String> weakenedBy() {
        return ACCEPTED.entrySet().stream()
                .filter(property -> !accepts(property.getKey(), property.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean accepts(String name, Predicate<String> accepted) {
        @Nullable String set = System.getProperty(name);
        @Nullable String value = set == null ? Security.getProperty(name) : set;
        return value == null || accepted.test(value);
    }
}
