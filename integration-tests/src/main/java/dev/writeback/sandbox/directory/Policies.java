package dev.writeback.sandbox.directory;

import java.util.Comparator;
import java.util.Optional;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** Finds the policy of an account: the fine-grained one of lowest precedence that names it, else the domain's. */
final class Policies {
    private final DomainTree tree;

    Policies(DomainTree tree) {
        this.tree = tree;
    }

    PolicyInForce of(AccountEntry account) throws LdapException {
        Optional<AccountEntry> settings = resultant(account);
        return settings.isPresent() ? PolicyInForce.ofSettings(settings.get()) : PolicyInForce.ofDomain(tree.domain());
    }

    /** {@code msDS-ResultantPSO}; one that names the account itself wins over one that names a group (MS-ADTS 3.1.1.4.5.36). */
    Optional<AccountEntry> resultant(AccountEntry account) throws LdapException {
        Optional<AccountEntry> own = lowest(account.dn());
        if (own.isPresent()) {
            return own;
        }
        for (String group : account.texts("memberOf")) {
            Optional<AccountEntry> ofGroup = lowest(group);
            if (ofGroup.isPresent()) {
                return ofGroup;
            }
        }
        return Optional.empty();
    }

    private Optional<AccountEntry> lowest(String dn) throws LdapException {
        return tree.children(CorpDomain.SETTINGS).stream()
                .filter(entry -> entry.entry().contains("msDS-PSOAppliesTo", dn))
                .min(Comparator.comparingLong(entry -> entry.number("msDS-PasswordSettingsPrecedence")));
    }
}
