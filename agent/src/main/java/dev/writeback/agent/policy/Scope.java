package dev.writeback.agent.policy;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.directory.Account;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which part of each directory this agent serves, decided by the distinguished name found in the directory and never by
 * what a request says.
 */
public final class Scope {
    private final Map<String, Subtrees> byDirectory;
    private final Set<String> byPrincipalName;

    /**
     * The served part of one directory.
     *
     * @param include subtrees that are served
     * @param exclude subtrees of those that are not
     */
    public record Subtrees(List<DistinguishedName> include, List<DistinguishedName> exclude) {
        public Subtrees {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * @param byDirectory subtrees by the configured name of the directory; a directory that is missing is out of scope
     * @param byPrincipalName the directories that may be asked for an account by userPrincipalName
     */
    public Scope(Map<String, Subtrees> byDirectory, Set<String> byPrincipalName) {
        this.byDirectory = Map.copyOf(byDirectory);
        this.byPrincipalName = Set.copyOf(byPrincipalName);
    }

    boolean allowsPrincipalNames(String directory) {
        return byPrincipalName.contains(directory);
    }

    /** Whether the account lies in the served part of its directory. */
    public boolean contains(Account account) {
        Subtrees subtrees = byDirectory.get(account.directory());
        if (subtrees == null) {
            return false;
        }
        DistinguishedName name;
        try {
            name = DistinguishedName.of(account.dn());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return isWithinAny(name, subtrees.include()) && !isWithinAny(name, subtrees.exclude());
    }

    private static boolean isWithinAny(DistinguishedName name, List<DistinguishedName> roots) {
        return roots.stream().anyMatch(name::isWithin);
    }
}
