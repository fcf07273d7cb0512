package dev.writeback.directory.ad;

import dev.writeback.directory.Account.Protection;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServiceBind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether an account is one that must never be written to. It does not rely on the directory's own refusal:
 * AdminSDHolder works hourly on Windows and not at all on Samba. What cannot be read is an error, never "ordinary".
 */
final class ProtectedAccounts {
    private static final int NORMAL_ACCOUNT = 0x200;
    private static final int WORKSTATION_TRUST = 0x1000;
    private static final int SERVER_TRUST = 0x2000;
    private static final int INTERDOMAIN_TRUST = 0x800;
    private static final long FIRST_ORDINARY_RID = 1000;

    /**
     * Groups of a domain that hold power over it, by relative identifier (MS-DTYP 2.4.2.4): Enterprise Read-only Domain
     * Controllers, Domain Admins, Domain Controllers, Cert Publishers, Schema Admins, Enterprise Admins, Group Policy
     * Creator Owners, Read-only Domain Controllers, Cloneable Domain Controllers, Key Admins, Enterprise Key Admins.
     */
    private static final Set<Long> DOMAIN_GROUPS =
            Set.of(498L, 512L, 516L, 517L, 518L, 519L, 520L, 521L, 522L, 526L, 527L);

    /** Administrators, Account, Server, Print and Backup Operators, Replicator. */
    private static final Set<Long> BUILT_IN_GROUPS = Set.of(544L, 548L, 549L, 550L, 551L, 552L);

    private final Optional<String> bindUser;
    private final Optional<EntryName> bindName;

    /** For who binds like that; a certificate has no name that the directory would know. */
    static ProtectedAccounts boundBy(ServiceBind bind) {
        return new ProtectedAccounts(
                bind instanceof ServiceBind.WithCertificate ? Optional.empty() : Optional.of(bind.account()));
    }

    /** Without a name where only the server knows which account we are. */
    private ProtectedAccounts(Optional<String> bindUser) {
        this.bindUser = bindUser;
        this.bindName = bindUser.filter(name -> name.contains("=")).flatMap(EntryName::parse);
    }

    ProtectedAccounts(String bindUser) {
        this(Optional.of(bindUser));
    }

    /** Why nobody may write to the account; empty for an ordinary user. */
    Set<Protection> of(AccountEntry entry, ServerFacts facts) throws UnreadableEntryException {
        Set<Protection> found = EnumSet.noneOf(Protection.class);
        if (!entry.hasClass("user") || entry.sid().isEmpty()) {
            found.add(Protection.NOT_A_USER);
            return found;
        }
        byKind(entry, found);
        byRights(entry, found);
        if (isServiceAccount(entry, facts)) {
            found.add(Protection.SERVICE_ACCOUNT);
        }
        return found;
    }

    private static void byKind(AccountEntry entry, Set<Protection> found) throws UnreadableEntryException {
        int flags = entry.userAccountControl();
        boolean managed = entry.hasClass("msDS-GroupManagedServiceAccount")
                || entry.hasClass("msDS-ManagedServiceAccount")
                || entry.hasClass("msDS-DelegatedManagedServiceAccount");
        if (managed) {
            found.add(Protection.MANAGED_SERVICE_ACCOUNT);
        } else if (entry.hasClass("computer") || (flags & (WORKSTATION_TRUST | SERVER_TRUST)) != 0) {
            found.add(Protection.COMPUTER);
        }
        if ((flags & INTERDOMAIN_TRUST) != 0 || (found.isEmpty() && (flags & NORMAL_ACCOUNT) == 0)) {
            found.add(Protection.NOT_A_USER);
        }
    }

    private static void byRights(AccountEntry entry, Set<Protection> found) throws UnreadableEntryException {
        if (entry.number("adminCount").orElse(0L) != 0) {
            found.add(Protection.ADMIN_COUNT);
        }
        String name = entry.text("sAMAccountName")
                .orElseThrow(() -> new UnreadableEntryException(entry.dn(), "sAMAccountName"));
        boolean lowRid = entry.sid().map(Sid::rid).orElse(0L) < FIRST_ORDINARY_RID;
        boolean critical = entry.text("isCriticalSystemObject").orElse("FALSE").equalsIgnoreCase("TRUE");
        // A read-only domain controller has its own krbtgt_NNNNN with an ordinary relative identifier.
        if (lowRid || critical || name.toLowerCase(Locale.ROOT).startsWith("krbtgt")) {
            found.add(Protection.BUILT_IN);
        }
        if (isInPrivilegedGroup(entry)
                || DOMAIN_GROUPS.contains(entry.number("primaryGroupID").orElse(0L))) {
            found.add(Protection.PRIVILEGED_GROUP);
        }
    }

    /** Directly or by way of other groups; the primary group counts on its own. */
    static boolean isInPrivilegedGroup(AccountEntry entry) throws UnreadableEntryException {
        return !entry.isInNoPrivilegedGroup() && entry.groups().stream().anyMatch(ProtectedAccounts::isPrivileged);
    }

    private static boolean isPrivileged(Sid group) {
        return (group.isOfDomain() && DOMAIN_GROUPS.contains(group.rid()))
                || (group.isBuiltIn() && BUILT_IN_GROUPS.contains(group.rid()));
    }

    /** By what the server says of us, and by every form the configured bind name can have. */
    private boolean isServiceAccount(AccountEntry entry, ServerFacts facts) throws UnreadableEntryException {
        if (facts.ownSid().equals(entry.sid())) {
            return true;
        }
        if (bindName.isPresent()) {
            return EntryName.parse(entry.dn()).filter(bindName.get()::names).isPresent();
        }
        if (bindUser.isEmpty()) {
            if (facts.ownSid().isEmpty()) {
                throw new UnreadableEntryException("the rootDSE", "tokenGroups");
            }
            return false;
        }
        String name = bindUser.get();
        String account = name.substring(name.indexOf('\\') + 1).replaceFirst("@.*", "");
        return entry.text("sAMAccountName").filter(account::equalsIgnoreCase).isPresent()
                || entry.text("userPrincipalName")
                        .filter(name::equalsIgnoreCase)
                        .isPresent();
    }
}
