package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Intent;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.Lookup;
import dev.writeback.protocol.message.Subject;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The configured directories as one: an account lives in exactly one of them. Thread-safe as they are. */
public final class Directories {
    private final Map<String, Directory> byName;
    private final Set<String> byPrincipalName;

    /**
     * @param byName the directories by their configured names
     * @param byPrincipalName the names of those that may be asked by userPrincipalName
     */
    public Directories(Map<String, Directory> byName, Set<String> byPrincipalName) {
        this.byName = Map.copyOf(byName);
        this.byPrincipalName = Set.copyOf(byPrincipalName);
    }

    /**
     * Asks every directory. A match in two is ambiguous; while one cannot be asked, nobody can say that an account is
     * unique or not there.
     */
    Lookup find(Subject subject) {
        AccountRef ref = refOf(subject);
        Lookup result = new Lookup.NotFound();
        for (Map.Entry<String, Directory> entry : byName.entrySet()) {
            if (ref instanceof AccountRef.ByUserPrincipalName && !byPrincipalName.contains(entry.getKey())) {
                continue;
            }
            Lookup lookup = entry.getValue().find(ref);
            if (lookup instanceof Lookup.Unavailable || lookup instanceof Lookup.Ambiguous) {
                return lookup;
            }
            if (lookup instanceof Lookup.Found) {
                if (result instanceof Lookup.Found) {
                    return new Lookup.Ambiguous();
                }
                result = lookup;
            }
        }
        return result;
    }

    /** Reads the account of an earlier write anew, on the server that the write went to and on no other. */
    Lookup findAgain(Intent intent) {
        Directory directory = byName.get(intent.directory());
        return directory == null
                ? new Lookup.Unavailable("no directory is named " + intent.directory() + " any more")
                : directory.findOn(intent.server(), intent.account());
    }

    Directory of(Account account) {
        Directory directory = byName.get(account.directory());
        if (directory == null) {
            throw new IllegalStateException("no directory is named " + account.directory());
        }
        return directory;
    }

    private static AccountRef refOf(Subject subject) {
        return switch (subject.format()) {
            case OBJECT_GUID -> new AccountRef.ByGuid(UUID.fromString(subject.value()));
            case OBJECT_SID -> new AccountRef.BySid(subject.value());
            case IMMUTABLE_ID ->
                new AccountRef.ByImmutableId(Base64.getDecoder().decode(subject.value()));
            case USER_PRINCIPAL_NAME -> new AccountRef.ByUserPrincipalName(subject.value());
        };
    }
}
