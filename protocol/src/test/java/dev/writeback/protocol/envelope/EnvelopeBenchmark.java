package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Timings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints operations per second of CPU time, whole messages beside the primitives they are made of, in one run. One thread,
 * three seconds of warm-up, the median of seven windows of half a second. Trust factors of 1.3, not digits.
 */
final class EnvelopeBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP = 3_000_000_000L;
    private static final long WINDOW = 500_000_000L;
    private static final int WINDOWS = 7;
    private static Object sink = "";

    private EnvelopeBenchmark() {}

    private interface Work {
        Object run();
    }

    public static void main(String[] arguments) {
        Parties parties = new Parties(2);
        KeyRecord encryption = parties.agents.ofAgent("hq-1").all().get(0);
        byte[] kilobyte = new byte[1024];
        ContentKey key = ContentKey.generate(parties.random);
        ContentKey.Wrapped wrapped = key.wrapFor(encryption, parties.random);
        ContentKey.Sealed content = key.seal(kilobyte, kilobyte, parties.random);
        byte[] signature = Es256.sign(parties.cloudSigning, kilobyte);

        double unwrap =
                print("ECDH and unwrap", () -> ContentKey.unwrap(encryption, wrapped.ephemeral(), wrapped.bytes()));
        print("ephemeral key, ECDH and wrap", () -> key.wrapFor(encryption, parties.random));
        double verify = print("ES256 verify 1 KiB", () -> Es256.verify(parties.cloudSigning, kilobyte, signature));
        print("ES256 sign 1 KiB", () -> Es256.sign(parties.cloudSigning, kilobyte));
        double open = print("A256GCM open 1 KiB", () -> key.open(content, kilobyte));

        SealedRequest reset = parties.seal(Parties.draft(Operation.RESET));
        KeyRing own = parties.agents.ofAgent("hq-1");
        EnvelopeOpener opener = new EnvelopeOpener(
                () -> own, parties::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));
        double decode =
                print("reset to 2, open and unseal (" + reset.body().length + " bytes)", () -> decode(opener, reset));
        double bound = 1 / (2 / unwrap + 1 / verify + 4 / open);
        System.out.printf(
                Locale.ROOT,
                "%-52s %,10.0f   (%.0f %% reached)%n",
                "  bound: 2 x unwrap, verify, 4 x open",
                bound,
                100 * decode / bound);
        print("reset to 2, seal", () -> parties.seal(Parties.draft(Operation.RESET)));
        Ack ack = new Ack(
                reset.id(),
                reset.digest(),
                Optional.of(Operation.RESET),
                Outcome.OK,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                false,
                Optional.of("dc1.corp.example.test"),
                new Timings(3, 2, 31, 36));
        AckSealer ackSealer = parties.ackSealer("hq-1");
        SealedAck sealedAck = ackSealer.seal(ack);
        print("ack, seal (" + sealedAck.body().length + " bytes)", () -> ackSealer.seal(ack));
        AckOpener ackOpener = parties.ackOpener(Parties.NOW);
        print("ack, open", () -> ackOpener.open(sealedAck.body(), reset));
        RawEnvelope foreign = new RawEnvelope(
                new Parties(2).seal(Parties.draft(Operation.RESET)).body());
        print("message for another agent, until released", () -> opener.open(foreign));
    }

    private static Object decode(EnvelopeOpener opener, SealedRequest sealed) {
        VerifiedRequest verified = ((Opening.Verified) opener.open(new RawEnvelope(sealed.body()))).request();
        try (OpenedRequest opened = ((Unsealing.Opened) opener.unseal(verified)).request()) {
            return opened.newPassword().orElseThrow().length();
        }
    }

    private static double print(String name, Work work) {
        measure(work, WARM_UP);
        double[] rates = new double[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            rates[i] = measure(work, WINDOW);
        }
        Arrays.sort(rates);
        System.out.printf(Locale.ROOT, "%-52s %,10.0f per CPU-second%n", name, rates[WINDOWS / 2]);
        return rates[WINDOWS / 2];
    }

    private static double measure(Work work, long nanos) {
        long from = THREADS.getCurrentThreadCpuTime();
        long count = 0;
        long spent;
        do {
            sink = work.run();
            count++;
            spent = THREADS.getCurrentThreadCpuTime() - from;
        } while (spent < nanos);
        return sink == null ? 0 : count * 1e9 / spent;
    }
}
