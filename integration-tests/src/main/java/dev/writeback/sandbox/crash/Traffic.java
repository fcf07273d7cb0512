package dev.writeback.sandbox.crash;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Random requests to the accounts of one directory, each account with at most one at a time. Not thread-safe. */
final class Traffic {
    private static final Duration OLD = Duration.ofDays(2);
    private static final Duration LIFETIME = Duration.ofSeconds(240);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int SURE_RESETS = 2;
    private static final int MOST_OTHERS = 5;
    private static final int ONE_IN_FRESH = 10;
    private static final List<String> NEVER_WRITTEN = List.of("outside01", "admin01");

    private final CrashDirectory directory;
    private final Map<String, byte[]> passwords = new HashMap<>();

    Traffic(CrashDirectory directory) {
        this.directory = directory;
        directory.users().forEach(user -> passwords.put(user, directory.begin(user)));
        NEVER_WRITTEN.forEach(
                user -> directory.setPasswordWritten(user, Instant.now().minus(OLD)));
    }

    private enum Kind {
        RESET,
        RESET_MUST_CHANGE,
        RESET_AND_UNLOCK,
        CHANGE,
        CHANGE_WRONG_CURRENT,
        RESET_TOO_SHORT,
        RESET_OUT_OF_SCOPE,
        RESET_PROTECTED,
        RESET_UNKNOWN_USER,
        UNLOCK,
        VALIDATE,
        PING
    }

    /** At least two resets that nothing stands against, and up to five others, as accounts allow, in random order. */
    List<Order> batch(Random random) {
        List<String> free = new ArrayList<>(directory.users());
        Collections.shuffle(free, random);
        List<Kind> kinds = new ArrayList<>(Collections.nCopies(SURE_RESETS, Kind.RESET));
        int most = Math.min(MOST_OTHERS, free.size() - SURE_RESETS);
        for (int others = random.nextInt(most + 1); others > 0; others--) {
            kinds.add(Kind.values()[random.nextInt(Kind.values().length)]);
        }
        Collections.shuffle(kinds, random);
        List<Order> orders = new ArrayList<>();
        for (Kind kind : kinds) {
            orders.add(order(kind, free.remove(0), random));
        }
        return orders;
    }

    private Order order(Kind kind, String user, Random random) {
        byte[] current = passwordOf(user);
        // Some accounts were written to a moment ago: what that excludes is part of the test.
        boolean fresh = random.nextInt(ONE_IN_FRESH) == 0;
        directory.setPasswordWritten(user, fresh ? Instant.now() : Instant.now().minus(OLD));
        byte[] next = password(random, 16);
        Subject subject = subject(directory.guidOf(user));
        Initiator self = Initiator.self();
        return switch (kind) {
            case RESET -> Order.write(kind.name(), user, fresh, Draft.reset(subject, self), next);
            case RESET_MUST_CHANGE ->
                Order.write(kind.name(), user, fresh, Draft.reset(subject, self).andMustChange(), next);
            case RESET_AND_UNLOCK -> {
                directory.lock(user);
                yield Order.write(
                        kind.name(), user, fresh, Draft.reset(subject, self).andUnlock(), next);
            }
            case CHANGE -> {
                Order change = Order.write(kind.name(), user, fresh, Draft.change(subject, self), next)
                        .with(current);
                // A password of a moment ago is too young to be changed.
                yield fresh ? change.toBeRefused() : change;
            }
            case CHANGE_WRONG_CURRENT ->
                Order.write(kind.name(), user, fresh, Draft.change(subject, self), next)
                        .with(password(random, 16))
                        .toBeRefused();
            case RESET_TOO_SHORT ->
                Order.write(kind.name(), user, fresh, Draft.reset(subject, self), password(random, 2))
                        .toBeRefused();
            case RESET_OUT_OF_SCOPE -> refused(kind, NEVER_WRITTEN.get(0), next);
            case RESET_PROTECTED -> refused(kind, NEVER_WRITTEN.get(1), next);
            case RESET_UNKNOWN_USER ->
                new Order(
                        kind.name(),
                        Optional.empty(),
                        false,
                        Draft.reset(subject(new UUID(random.nextLong(), random.nextLong())), self),
                        Optional.of(next),
                        Optional.empty(),
                        true);
            case UNLOCK -> {
                directory.lock(user);
                yield Order.plain(kind.name(), user, Draft.unlock(subject, self), Optional.empty());
            }
            case VALIDATE -> Order.plain(kind.name(), user, Draft.validate(subject, self), Optional.of(next));
            case PING ->
                new Order(
                        kind.name(), Optional.empty(), false, Draft.ping(), Optional.empty(), Optional.empty(), false);
        };
    }

    private Order refused(Kind kind, String user, byte[] next) {
        Subject subject = subject(directory.guidOf(user));
        return Order.write(kind.name(), user, false, Draft.reset(subject, Initiator.self()), next)
                .toBeRefused();
    }

    private static Subject subject(UUID guid) {
        return new Subject(Subject.Format.OBJECT_GUID, guid.toString());
    }

    /** The password in force. */
    private byte[] passwordOf(String user) {
        return passwords.getOrDefault(user, new byte[0]);
    }

    /** One that the directory's policy accepts, and that is used once. */
    static byte[] password(Random random, int letters) {
        StringBuilder text = new StringBuilder("Zü7");
        for (int i = 0; i < letters; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append('!').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Learns which of these passwords is in force now, and takes away what failed attempts have left. */
    void settle(String user, List<byte[]> candidates) {
        candidates.stream()
                .filter(candidate -> directory.holds(user, candidate))
                .forEach(candidate -> passwords.put(user, candidate));
        directory.forgetFailedAttempts(user);
    }

    /**
     * A request that is to be sent.
     *
     * @param user its account, where there is one
     * @param fresh that account's password was written a moment ago
     * @param refused nothing may be written for it
     */
    record Order(
            String kind,
            Optional<String> user,
            boolean fresh,
            Draft draft,
            Optional<byte[]> next,
            Optional<byte[]> current,
            boolean refused) {
        static Order write(String kind, String user, boolean fresh, Draft draft, byte[] next) {
            return new Order(kind, Optional.of(user), fresh, draft, Optional.of(next), Optional.empty(), false);
        }

        static Order plain(String kind, String user, Draft draft, Optional<byte[]> next) {
            return new Order(kind, Optional.of(user), false, draft, next, Optional.empty(), false);
        }

        Order with(byte[] currentPassword) {
            return new Order(kind, user, fresh, draft, next, Optional.of(currentPassword), refused);
        }

        Order toBeRefused() {
            return new Order(kind, user, fresh, draft, next, current, true);
        }

        Draft shortLived() {
            return draft.withLifetime(LIFETIME);
        }

        Optional<Secret> newSecret() {
            return next.map(Secret::copyOf);
        }

        Optional<Secret> currentSecret() {
            return current.map(Secret::copyOf);
        }

        /** Its account was locked before it was sent. */
        boolean unlocks() {
            return draft.unlock() || draft.operation() == Operation.UNLOCK;
        }

        boolean writesPassword() {
            return draft.operation().writesPassword();
        }
    }
}
