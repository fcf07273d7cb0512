package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Intent;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.Lookup;
import dev.writeback.protocol.message.Subject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The configured directories as one: an account lives in exactly one of them. Thread-safe as they are. */
public final class Directories {
    private final Map<String, Directory> byName;

    /**
     * @param byName the directories by their configured names
     */
    public Directories(Map<String, Directory> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Asks every directory. Of several matches the only enabled one counts; otherwise they are ambiguous. While a
     * directory cannot be asked, nobody can say that an account is not there, nor that it is the only one, unless the
     * identifier itself is unique everywhere.
     *
     * @param byPrincipalName whether a directory may be asked by userPrincipalName
     */
    Lookup find(Subject subject, Predicate<String> byPrincipalName) {
        AccountRef ref = refOf(subject);
        List<Account> found = new ArrayList<>();
        Optional<Lookup> silent = Optional.empty();
        for (Directory directory : askable(ref, byPrincipalName)) {
            Lookup lookup = directory.find(ref);
            if (lookup instanceof Lookup.Ambiguous) {
                return lookup;
            }
            if (lookup instanceof Lookup.Found match) {
                found.add(match.account());
            } else if (lookup instanceof Lookup.Unavailable) {
                silent = Optional.of(lookup);
            }
        }
        if (silent.isPresent() && (found.isEmpty() || !isUniqueEverywhere(ref))) {
            return silent.get();
        }
        return found.isEmpty() ? new Lookup.NotFound() : theOneOf(found);
    }

    private List<Directory> askable(AccountRef ref, Predicate<String> byPrincipalName) {
        return byName.entrySet().stream()
                .filter(entry ->
                        !(ref instanceof AccountRef.ByUserPrincipalName) || byPrincipalName.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Directories make these themselves; the others are attributes that somebody writes. */
    private static boolean isUniqueEverywhere(AccountRef ref) {
        return ref instanceof AccountRef.ByGuid || ref instanceof AccountRef.BySid;
    }

    private static Lookup theOneOf(List<Account> found) {
        if (found.size() == 1) {
            return new Lookup.Found(found.get(0));
        }
        List<Account> enabled =
                found.stream().filter(account -> !account.disabled()).toList();
        return enabled.size() == 1 ? new Lookup.Found(enabled.get(0)) : new Lookup.Ambiguous();
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

    /** The account that a request names, as a directory is asked for it. */
    public static AccountRef refOf(Subject subject) {
        return switch (subject.format()) {
            case OBJECT_GUID -> new AccountRef.ByGuid(UUID.fromString(subject.value()));
            case OBJECT_SID -> new AccountRef.BySid(subject.value());
            case IMMUTABLE_ID ->
                new AccountRef.ByImmutableId(Base64.getDecoder().decode(subject.value()));
            case USER_PRINCIPAL_NAME -> new AccountRef.ByUserPrincipalName(subject.value());
        };
    }
}
