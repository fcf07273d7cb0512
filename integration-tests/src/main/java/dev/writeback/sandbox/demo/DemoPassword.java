package dev.writeback.sandbox.demo;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** A password of the demonstration: worthless outside it, and looked for in all that the agent leaves behind. */
final class DemoPassword {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int RANDOM_LETTERS = 16;

    private final byte[] utf8;

    private DemoPassword(byte[] utf8) {
        this.utf8 = utf8;
    }

    static DemoPassword of(byte[] utf8) {
        return new DemoPassword(utf8.clone());
    }

    /** Random letters, and around them three characters, one of them outside ASCII. */
    private static DemoPassword random(SecureRandom random, int letters) {
        StringBuilder text = new StringBuilder("Zü");
        for (int i = 0; i < letters; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return of(text.append("!").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A copy that the caller owns. */
    Secret secret() {
        return Secret.copyOf(utf8);
    }

    byte[] utf8() {
        return utf8.clone();
    }

    @Override
    public String toString() {
        return "DemoPassword[redacted]";
    }

    /** The passwords of one run, so that a leak can be looked for. Not thread-safe. */
    static final class Book {
        private final SecureRandom random;
        private final List<DemoPassword> all = new ArrayList<>();

        Book(SecureRandom random) {
            this.random = random;
        }

        /** A new random password. */
        DemoPassword fresh() {
            return keep(random(random, RANDOM_LETTERS));
        }

        /** One that is random too, and shorter than any usual policy accepts. */
        DemoPassword tooShort() {
            return keep(random(random, 3));
        }

        DemoPassword keep(DemoPassword password) {
            all.add(password);
            return password;
        }

        List<byte[]> all() {
            return all.stream().map(DemoPassword::utf8).toList();
        }
    }
}
