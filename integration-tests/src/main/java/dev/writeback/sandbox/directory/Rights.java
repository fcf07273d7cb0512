package dev.writeback.sandbox.directory;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** Who may do what: the effect of the seeded access control lists, not the lists themselves. */
final class Rights {
    private static final Set<String> DELEGATED = Set.of("lockouttime", "pwdlastset");

    private final DomainTree tree;
    private final String administrators;
    private final String trustee;
    private final String delegatedUnit;
    private final Set<UUID> cannotChange;
    private final Set<UUID> guarded;
    private final Set<UUID> hiddenMetadata = ConcurrentHashMap.newKeySet();

    /**
     * @param administrators DN of the group that may do everything
     * @param trustee DN of the account with the delegation
     * @param delegatedUnit DN below which the delegation holds
     * @param guarded accounts with AdminSDHolder's list, which inherits nothing from the unit
     * @param cannotChange accounts with the two deny entries of "user cannot change password"
     */
    Rights(
            DomainTree tree,
            String administrators,
            String trustee,
            String delegatedUnit,
            Set<UUID> guarded,
            Set<UUID> cannotChange) {
        this.tree = tree;
        this.administrators = administrators;
        this.trustee = trustee;
        this.delegatedUnit = delegatedUnit;
        this.guarded = Set.copyOf(guarded);
        this.cannotChange = Set.copyOf(cannotChange);
    }

    boolean isAdministrator(AccountEntry who) {
        return who.entry().contains("memberOf", administrators)
                || who.number("primaryGroupID") == CorpDomain.DOMAIN_ADMINS_RID;
    }

    boolean mayReset(AccountEntry who, AccountEntry target) throws LdapException {
        return isAdministrator(who) || isDelegated(who, target);
    }

    boolean mayWrite(AccountEntry who, AccountEntry target, String attribute) throws LdapException {
        return isAdministrator(who)
                || DELEGATED.contains(attribute.toLowerCase(Locale.ROOT)) && isDelegated(who, target);
    }

    /** Everyone holds Change-Password; the deny entries come first, for administrators too. */
    boolean mayChange(AccountEntry target) {
        return !cannotChange.contains(target.guid());
    }

    /** As by an entry that denies the reading of {@code replPropertyMetaData}. */
    void hideMetadata(UUID account) {
        hiddenMetadata.add(account);
    }

    boolean mayReadMetadata(AccountEntry who, AccountEntry target) {
        return isAdministrator(who) || !hiddenMetadata.contains(target.guid());
    }

    /** {@code allowedAttributesEffective}: properties only, a reset is a control access right and is not among them. */
    Set<String> writable(AccountEntry who, AccountEntry target) throws LdapException {
        Set<String> names = new TreeSet<>();
        if (isAdministrator(who)) {
            names.add("unicodePwd");
            names.add("userAccountControl");
        }
        if (mayWrite(who, target, "lockoutTime")) {
            names.add("lockoutTime");
            names.add("pwdLastSet");
        }
        return names;
    }

    private boolean isDelegated(AccountEntry who, AccountEntry target) throws LdapException {
        return target.isUser()
                && !guarded.contains(target.guid())
                && who.entry().getDn().equals(tree.dn(trustee))
                && target.entry().getDn().isDescendantOf(tree.dn(delegatedUnit));
    }
}
