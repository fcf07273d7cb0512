package dev.writeback.it.keys;

import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.secret.Secret;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** A process that makes and destroys keys until it is killed, and says what it has done. */
final class KeyWriter {
    static final String AGENT = "hq-1";
    static final String PIN = "canary-1234";

    private KeyWriter() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        try (KeyStorage storage = storage(Path.of(arguments[0]))) {
            Instant now = Instant.now();
            while (true) {
                KeyRecord made = storage.generate(KeyUse.ENC, now, now.plus(Duration.ofDays(1)));
                say(out, "made " + made.id());
                say(out, "destroying " + made.id());
                storage.destroy(made.id());
                say(out, "destroyed " + made.id());
                say(
                        out,
                        "made "
                                + storage.generate(KeyUse.SIG, now, now.plus(Duration.ofDays(1)))
                                        .id());
            }
        }
    }

    static KeyStorage storage(Path file) {
        return new Pkcs12Storage(
                file, AGENT, () -> Secret.takeOwnershipOf(PIN.getBytes(StandardCharsets.UTF_8)), new SecureRandom());
    }

    private static void say(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }
}
