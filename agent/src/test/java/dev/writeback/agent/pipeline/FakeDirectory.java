package dev.writeback.agent.pipeline;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
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

    final List<String> calls = new ArrayList<>();
    final List<Secret> secrets = new ArrayList<>();
    Supplier<DirectoryOutcome> answer = () -> new DirectoryOutcome.Applied(SERVER);
    Runnable beforeWrite = () -> {};
    boolean available = true;

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
                        Set.of(protections),
                        false,
                        false,
                        Optional.of(new PasswordStamp(Optional.of(3L), Optional.empty(), passwordChangedAt))));
        return guid;
    }

    @Override
    public Lookup find(AccountRef ref) {
        if (!available) {
            return new Lookup.Unavailable("connection refused");
        }
        if (ref instanceof AccountRef.ByGuid byGuid && accounts.containsKey(byGuid.guid())) {
            return new Lookup.Found(accounts.get(byGuid.guid()));
        }
        return new Lookup.NotFound();
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
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options) {
        return answer("reset to " + text(newPassword) + " " + options, newPassword);
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword) {
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
