package dev.writeback.sandbox.directory;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** The accounts of the fixtures, in the states that {@code samba/samba-ad-seed.py} describes at its top. */
final class SeededAccounts {
    /** 2020-01-01, long past every age. */
    private static final String LONG_AGO = "132223104000000000";

    private static final int NORMAL = AccountEntry.NORMAL_ACCOUNT;
    private static final int WORKSTATION_TRUST = 0x1000;
    private static final int DOMAIN_CONTROLLER = 532_480;

    private final ObjectFactory objects;
    private final DomainTree tree;
    private final Memberships links;
    private final PasswordVault vault;

    SeededAccounts(ObjectFactory objects, DomainTree tree, Memberships links, PasswordVault vault) {
        this.objects = objects;
        this.tree = tree;
        this.links = links;
        this.vault = vault;
    }

    /** Makes all of them; only {@code locked01} is not locked yet, which takes real failed binds. */
    void create(String hostName, int users) throws LdapException {
        int service = NORMAL | AccountEntry.DONT_EXPIRE_PASSWORD;
        add(user("svc-writeback", CorpDomain.SERVICE, service), CorpDomain.servicePassword());
        add(user("svc-plain", CorpDomain.SERVICE, service), CorpDomain.servicePassword());
        for (int n = 1; n <= users; n++) {
            ordinary(String.format("u%02d", n), n <= 10 ? CorpDomain.STAFF : CorpDomain.SALES);
        }
        states();
        privileged();
        machines(hostName);
        builtIn("Guest", 501, NORMAL | AccountEntry.DISABLED);
        builtIn("krbtgt", 502, NORMAL | AccountEntry.DISABLED);
        administrator();
    }

    private void states() throws LdapException {
        for (String name : List.of("locked01", "cantchange01", "pso01")) {
            ordinary(name, CorpDomain.STAFF);
        }
        ordinary("outside01", CorpDomain.USERS);
        staff("disabled01", NORMAL | AccountEntry.DISABLED);
        staff("neverexp01", NORMAL | AccountEntry.DONT_EXPIRE_PASSWORD);
        staff("mustchange01", "pwdLastSet", "0");
        staff("expired01", "pwdLastSet", LONG_AGO);
        staff("acctexp01", "accountExpires", LONG_AGO);
    }

    private void privileged() throws LdapException {
        staff("admin01", "adminCount", "1");
        links.join("CN=admin01," + CorpDomain.STAFF, CorpDomain.DOMAIN_ADMINS);
        Entry admin02 = user("admin02", CorpDomain.ADMINS, NORMAL);
        admin02.put("adminCount", "1");
        add(admin02, CorpDomain.userPassword());
        links.join("CN=admin02," + CorpDomain.ADMINS, CorpDomain.DOMAIN_ADMINS);
        staff("stale01", "adminCount", "1");
        staff("nested01", NORMAL);
        links.join("CN=nested01," + CorpDomain.STAFF, "CN=Tier0-Inner," + CorpDomain.ADMINS);
        staff("primary01", "primaryGroupID", Long.toString(CorpDomain.DOMAIN_ADMINS_RID));
    }

    private void machines(String hostName) throws LdapException {
        machine("CN=ws01," + CorpDomain.STAFF, "ws01$", WORKSTATION_TRUST);
        Entry managed = computer("CN=gmsa01," + CorpDomain.STAFF, "gmsa01$", WORKSTATION_TRUST);
        managed.add("objectClass", "msDS-GroupManagedServiceAccount");
        tree.add(managed);
        String server = CorpDomain.shortName(hostName);
        Entry controller =
                computer("CN=" + server + ",OU=Domain Controllers," + CorpDomain.BASE, server + "$", DOMAIN_CONTROLLER);
        controller.put("objectSid", CorpDomain.SID.child(1000).octets());
        controller.put("primaryGroupID", "516");
        controller.put("isCriticalSystemObject", "TRUE");
        tree.add(controller);
    }

    private void machine(String dn, String name, int control) throws LdapException {
        tree.add(computer(dn, name, control));
    }

    private Entry computer(String dn, String name, int control) throws LdapException {
        Entry entry = objects.user(dn, name, control);
        entry.add("objectClass", "computer");
        entry.put("primaryGroupID", "515");
        entry.put("sAMAccountType", "805306369");
        entry.put("objectCategory", "CN=Computer,CN=Schema," + CorpDomain.CONFIGURATION);
        return entry;
    }

    private void builtIn(String name, long rid, int control) throws LdapException {
        tree.add(builtInUser(name, rid, control));
        links.join(
                "CN=" + name + "," + CorpDomain.USERS,
                name.equals("Guest")
                        ? "CN=Guests," + CorpDomain.BUILTIN
                        : "CN=Denied RODC Password Replication Group," + CorpDomain.USERS);
    }

    private void administrator() throws LdapException {
        add(builtInUser("Administrator", 500, NORMAL), CorpDomain.administratorPassword());
        for (String group : List.of("Domain Admins", "Schema Admins", "Enterprise Admins")) {
            links.join(CorpDomain.ADMINISTRATOR, "CN=" + group + "," + CorpDomain.USERS);
        }
        links.join(CorpDomain.ADMINISTRATOR, "CN=Administrators," + CorpDomain.BUILTIN);
    }

    private Entry builtInUser(String name, long rid, int control) throws LdapException {
        Entry entry = objects.user("CN=" + name + "," + CorpDomain.USERS, name, control);
        entry.put("objectSid", CorpDomain.SID.child(rid).octets());
        entry.add("isCriticalSystemObject", "TRUE");
        if (!name.equals("Guest")) {
            entry.add("adminCount", "1");
        }
        return entry;
    }

    private void ordinary(String name, String parent) throws LdapException {
        add(user(name, parent, NORMAL), CorpDomain.userPassword());
    }

    private void staff(String name, int control) throws LdapException {
        add(user(name, CorpDomain.STAFF, control), CorpDomain.userPassword());
    }

    private void staff(String name, String attribute, String value) throws LdapException {
        Entry entry = user(name, CorpDomain.STAFF, NORMAL);
        objects.markPasswordSet(entry);
        entry.put(attribute, value);
        tree.add(entry);
        setPassword(entry, CorpDomain.userPassword());
    }

    private Entry user(String name, String parent, int control) throws LdapException {
        Entry entry = objects.user("CN=" + name + "," + parent, name, control);
        entry.add("userPrincipalName", name + "@" + CorpDomain.DNS_NAME);
        entry.add("displayName", "Test " + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        return entry;
    }

    private void add(Entry entry, byte[] password) throws LdapException {
        objects.markPasswordSet(entry);
        tree.add(entry);
        setPassword(entry, password);
    }

    private void setPassword(Entry entry, byte[] password) {
        try (UnicodePwd characters = UnicodePwd.ofUtf8(password)) {
            vault.put(new AccountEntry(entry).guid(), PasswordHistory.none().with(characters, 1));
        }
    }

    /** Accounts with the deny entries of "user cannot change password". */
    static Set<UUID> cannotChange(DomainTree tree) throws LdapException {
        return Set.of(guid(tree, "cantchange01"));
    }

    /** Accounts with AdminSDHolder's descriptor; Samba has no task that would give it to others. */
    static Set<UUID> guarded(DomainTree tree) throws LdapException {
        return Set.of(guid(tree, "admin01"), guid(tree, "admin02"));
    }

    private static UUID guid(DomainTree tree, String name) throws LdapException {
        return tree.byText("sAMAccountName", name).orElseThrow().guid();
    }
}
