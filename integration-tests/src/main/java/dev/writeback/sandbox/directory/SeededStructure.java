package dev.writeback.sandbox.directory;

import dev.writeback.sandbox.directory.EmbeddedDirectorySettings.Role;
import java.time.Duration;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** The part of the fixtures that holds no account: policy, containers, groups, the server's own objects. */
final class SeededStructure {
    static final int LOCKOUT_THRESHOLD = 5;
    private static final Duration LOCKOUT = Duration.ofMinutes(30);
    private static final Duration MAXIMUM_AGE = Duration.ofDays(42);
    private static final ObjectSid BUILTIN_SID = ObjectSid.parse("S-1-5-32");
    private static final int BUILTIN_GROUP = -2147483643;
    private static final int GLOBAL_GROUP = -2147483646;

    private final ObjectFactory objects;
    private final DomainTree tree;
    private final Memberships links;

    SeededStructure(ObjectFactory objects, DomainTree tree, Memberships links) {
        this.objects = objects;
        this.tree = tree;
        this.links = links;
    }

    void create(EmbeddedDirectorySettings settings, Replication replication) throws LdapException {
        domainRoot(settings);
        containers();
        groups();
        tiers();
        configuration(settings, replication);
    }

    private void domainRoot(EmbeddedDirectorySettings settings) throws LdapException {
        Entry root = objects.object(CorpDomain.BASE, "top", "domain", "domainDNS");
        root.add("objectSid", CorpDomain.SID.octets());
        ObjectFactory.number(root, "minPwdLength", 7);
        ObjectFactory.number(root, "pwdHistoryLength", 24);
        ObjectFactory.number(root, "pwdProperties", 1);
        ObjectFactory.number(root, "minPwdAge", FileTime.interval(Duration.ofDays(1)));
        ObjectFactory.number(root, "maxPwdAge", FileTime.interval(MAXIMUM_AGE));
        ObjectFactory.number(root, "lockoutThreshold", LOCKOUT_THRESHOLD);
        ObjectFactory.number(root, "lockoutDuration", FileTime.interval(LOCKOUT));
        ObjectFactory.number(root, "lockOutObservationWindow", FileTime.interval(LOCKOUT));
        ObjectFactory.number(root, "msDS-Behavior-Version", 4);
        String primary = settings.role() == Role.PRIMARY ? settings.hostName() : "dc0." + CorpDomain.DNS_NAME;
        root.add("fSMORoleOwner", "CN=NTDS Settings," + CorpDomain.serverObject(primary));
        tree.add(root);
    }

    private void containers() throws LdapException {
        for (String name : List.of(CorpDomain.USERS, CorpDomain.BUILTIN, "CN=System," + CorpDomain.BASE)) {
            tree.add(objects.object(name, "top", "container"));
        }
        tree.add(objects.object(CorpDomain.SETTINGS, "top", "msDS-PasswordSettingsContainer"));
        for (String name : List.of(
                CorpDomain.STAFF,
                CorpDomain.SALES,
                CorpDomain.SERVICE,
                CorpDomain.ADMINS,
                "OU=Domain Controllers," + CorpDomain.BASE)) {
            tree.add(objects.object(name, "top", "organizationalUnit"));
        }
    }

    private void groups() throws LdapException {
        guarded("Domain Admins", CorpDomain.DOMAIN_ADMINS_RID);
        ordinary("Domain Users", 513);
        ordinary("Domain Guests", 514);
        ordinary("Domain Computers", 515);
        guarded("Domain Controllers", 516);
        ordinary("Cert Publishers", 517);
        guarded("Schema Admins", 518);
        guarded("Enterprise Admins", 519);
        ordinary("Group Policy Creator Owners", 520);
        guarded("Read-only Domain Controllers", 521);
        ordinary("Protected Users", 525);
        ordinary("Denied RODC Password Replication Group", 572);
        for (String denied : List.of(
                "Domain Admins", "Enterprise Admins", "Schema Admins", "Domain Controllers", "Cert Publishers")) {
            nest(denied, "CN=Denied RODC Password Replication Group," + CorpDomain.USERS);
        }
        builtIn("Users", 545);
        builtIn("Guests", 546);
        guardedBuiltIn("Administrators", 544);
        guardedBuiltIn("Account Operators", 548);
        guardedBuiltIn("Server Operators", 549);
        guardedBuiltIn("Print Operators", 550);
        guardedBuiltIn("Backup Operators", 551);
        guardedBuiltIn("Replicator", 552);
        nest("Domain Admins", "CN=Administrators," + CorpDomain.BUILTIN);
        nest("Enterprise Admins", "CN=Administrators," + CorpDomain.BUILTIN);
        nest("Domain Users", "CN=Users," + CorpDomain.BUILTIN);
        nest("Domain Guests", "CN=Guests," + CorpDomain.BUILTIN);
    }

    private void nest(String group, String into) {
        links.join("CN=" + group + "," + CorpDomain.USERS, into);
    }

    private Entry domainGroup(String name, long rid) throws LdapException {
        return objects.group("CN=" + name + "," + CorpDomain.USERS, CorpDomain.SID.child(rid), GLOBAL_GROUP);
    }

    private Entry builtInGroup(String name, long rid) throws LdapException {
        return objects.group("CN=" + name + "," + CorpDomain.BUILTIN, BUILTIN_SID.child(rid), BUILTIN_GROUP);
    }

    private void ordinary(String name, long rid) throws LdapException {
        tree.add(domainGroup(name, rid));
    }

    private void guarded(String name, long rid) throws LdapException {
        addGuarded(domainGroup(name, rid));
    }

    private void builtIn(String name, long rid) throws LdapException {
        tree.add(builtInGroup(name, rid));
    }

    private void guardedBuiltIn(String name, long rid) throws LdapException {
        addGuarded(builtInGroup(name, rid));
    }

    private void addGuarded(Entry group) throws LdapException {
        ObjectFactory.number(group, "adminCount", 1);
        tree.add(group);
    }

    /** Groups that lead, nested, into a protected one. */
    private void tiers() throws LdapException {
        String inner = "CN=Tier0-Inner," + CorpDomain.ADMINS;
        String outer = "CN=Tier0-Outer," + CorpDomain.ADMINS;
        tree.add(objects.group(inner, objects.nextSid(), GLOBAL_GROUP));
        tree.add(objects.group(outer, objects.nextSid(), GLOBAL_GROUP));
        links.join(inner, outer);
        links.join(outer, "CN=Account Operators," + CorpDomain.BUILTIN);
    }

    private void configuration(EmbeddedDirectorySettings from, Replication replication) throws LdapException {
        String server = CorpDomain.serverObject(from.hostName());
        String site = "CN=Default-First-Site-Name,CN=Sites," + CorpDomain.CONFIGURATION;
        for (String name : List.of(
                CorpDomain.CONFIGURATION, "CN=Sites," + CorpDomain.CONFIGURATION, site, "CN=Servers," + site, server)) {
            tree.add(objects.object(name, "top", "container"));
        }
        Entry settings =
                objects.object("CN=NTDS Settings," + server, "top", "applicationSettings", classOf(from.role()));
        settings.add("invocationId", ObjectGuid.octets(replication.invocationId()));
        tree.add(settings);
    }

    private static String classOf(Role role) {
        return role == Role.READ_ONLY ? "nTDSDSARO" : "nTDSDSA";
    }

    /** The fine-grained policy of one account. */
    void strictSettings(String appliesTo) throws LdapException {
        Entry settings = objects.object("CN=PSO-Strict," + CorpDomain.SETTINGS, "top", "msDS-PasswordSettings");
        ObjectFactory.number(settings, "msDS-PasswordSettingsPrecedence", 10);
        ObjectFactory.number(settings, "msDS-PasswordHistoryLength", 5);
        settings.add("msDS-PasswordComplexityEnabled", "TRUE");
        ObjectFactory.number(settings, "msDS-MinimumPasswordLength", 14);
        ObjectFactory.number(settings, "msDS-MinimumPasswordAge", 0);
        ObjectFactory.number(settings, "msDS-MaximumPasswordAge", FileTime.interval(MAXIMUM_AGE));
        ObjectFactory.number(settings, "msDS-LockoutThreshold", 3);
        ObjectFactory.number(settings, "msDS-LockoutObservationWindow", FileTime.interval(LOCKOUT));
        ObjectFactory.number(settings, "msDS-LockoutDuration", FileTime.interval(LOCKOUT));
        settings.add("msDS-PSOAppliesTo", appliesTo);
        tree.add(settings);
    }
}
