package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Fence;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** A directory that does what the test says and writes down what it was asked. */
final class FakeDirectory implements Directory {
    static final String SERVER = "dc1.corp.example.test";
    static final UUID INVOCATION = UUID.fromString("00000000-0000-4000-8000-00000000000a");

    final List<String> calls = new ArrayList<>();
    final List<Secret> secrets = new ArrayList<>();
    Supplier<DirectoryOutcome> answer = () -> new DirectoryOutcome.Applied(SERVER);
    Runnable beforeWrite = () -> {};
    Runnable beforeFind = () -> {};
    Runnable beforeFence = () -> {};
    Optional<Lookup> lookup = Optional.empty();
    boolean available = true;
    Supplier<PasswordProof> proof = () -> PasswordProof.UNKNOWN;
    int proofs;

    private final Map<UUID, Account> accounts = new HashMap<>();

    UUID add(String dn, Account.Protection... protections) {
        return add(dn, Optional.empty(), protections);
    }

    UUID add(String dn, Optional<Instant> passwordChangedAt, Account.Protection... protections) {
        UUID guid = UUID.randomUUID();
        accounts.put(
                guid,
                new Account(
                        guid,
                        dn,
                        "S-1-5-21-1-2-3-1104",
                        "corp",
                        SERVER,
                        Optional.of(INVOCATION),
                        Set.of(protections),
                        false,
                        false,
                        Optional.of(new PasswordStamp(Optional.of(3L), Optional.empty(), passwordChangedAt))));
        return guid;
    }

    @Override
    public Lookup find(AccountRef ref) {
        beforeFind.run();
        if (lookup.isPresent()) {
            return lookup.get();
        }
        if (!available) {
            return new Lookup.Unavailable("connection refused");
        }
        if (ref instanceof AccountRef.ByGuid byGuid && accounts.containsKey(byGuid.guid())) {
            return new Lookup.Found(accounts.get(byGuid.guid()));
        }
        return new Lookup.NotFound();
    }

    @Override
    public Lookup findOn(String server, UUID guid) {
        assertThat(server).isEqualTo(SERVER);
        return find(new AccountRef.ByGuid(guid));
    }

    @Override
    public PasswordProof prove(Account account, Secret password) {
        proofs++;
        return proof.get();
    }

    /** Somebody writes the password: the stamp moves on. */
    void written(UUID guid, UUID origin, Instant at) {
        Account before = accounts.get(guid);
        long version = before.password().orElseThrow().version().orElseThrow();
        stamp(guid, new PasswordStamp(Optional.of(version + 1), Optional.of(origin), Optional.of(at)));
    }

    void stamp(UUID guid, PasswordStamp stamp) {
        accounts.computeIfPresent(
                guid,
                (same, account) -> new Account(
                        guid,
                        account.dn(),
                        account.sid(),
                        account.directory(),
                        account.server(),
                        account.invocation(),
                        account.protections(),
                        account.disabled(),
                        account.locked(),
                        Optional.of(stamp)));
    }

    private DirectoryOutcome answer(String call, Secret... lent) {
        beforeWrite.run();
        secrets.addAll(List.of(lent));
        calls.add(call);
        return answer.get();
    }

    private static String text(Secret secret) {
        return secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence) {
        beforeFence.run();
        if (!fence.isOpen()) {
            return new DirectoryOutcome.Unavailable(SERVER, "not sent");
        }
        return answer("reset to " + text(newPassword) + " " + options, newPassword);
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence) {
        return answer(
                "change from " + text(currentPassword) + " to " + text(newPassword), currentPassword, newPassword);
    }

    @Override
    public DirectoryOutcome unlock(Account account) {
        return answer("unlock");
    }

    @Override
    public DirectoryOutcome validate(Account account, Secret newPassword) {
        return answer("validate " + text(newPassword), newPassword);
    }

    @Override
    public DirectoryHealth health() {
        return new DirectoryHealth("corp", List.of(), Optional.empty());
    }

    @Override
    public void probe() {}

    @Override
    public void close() {}
}
