package dev.writeback.sandbox.directory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.directory.api.ldap.model.csn.CsnFactory;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.server.core.api.DirectoryService;

/** The fixtures: the same objects, passwords and states as {@code samba/samba-ad-seed.py} makes in a real domain. */
final class SeededDomain {
    static final String BASE = "DC=corp,DC=example,DC=test";
    static final String CONFIGURATION = "CN=Configuration," + BASE;
    static final String DNS_NAME = "corp.example.test";
    static final String NETBIOS_NAME = "CORP";
    static final ObjectSid SID = ObjectSid.parse("S-1-5-21-1012538673-595624157-1239470095");

    static final String STAFF = "OU=Staff," + BASE;
    static final String SERVICE_ACCOUNT = "CN=svc-writeback,OU=Service," + BASE;
    static final String DOMAIN_ADMINS = "CN=Domain Admins,CN=Users," + BASE;

    private static final byte[] USER_PASSWORD = "Us3r-Passw0rd!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVICE_PASSWORD = "Svc-Passw0rd-1!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADMIN_PASSWORD = "Adm1n-Passw0rd!".getBytes(StandardCharsets.US_ASCII);

    /** 2020-01-01, long past every age. */
    private static final String LONG_AGO = "132223104000000000";

    private static final String USERS = "CN=Users," + BASE;
    private static final String BUILTIN = "CN=Builtin," + BASE;
    private static final String SYSTEM = "CN=System," + BASE;
    private static final String SETTINGS = "CN=Password Settings Container," + SYSTEM;
    private static final int LOCKOUT_THRESHOLD = 5;
    private static final Duration LOCKOUT = Duration.ofMinutes(30);
    private static final int NORMAL = AccountEntry.NORMAL_ACCOUNT;
    private static final ObjectSid BUILTIN_SID = ObjectSid.parse("S-1-5-32");

    private final DirectoryService service;
    private final PasswordVault vault;
    private final Replication replication;
    private final Instant now;
    private final CsnFactory csn = new CsnFactory(1);
    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private long nextRid = 1103;

    SeededDomain(DirectoryService service, PasswordVault vault, Replication replication, Instant now) {
        this.service = service;
        this.vault = vault;
        this.replication = replication;
        this.now = now;
    }

    static byte[] servicePassword() {
        return SERVICE_PASSWORD.clone();
    }

    static byte[] userPassword() {
        return USER_PASSWORD.clone();
    }

    static byte[] administratorPassword() {
        return ADMIN_PASSWORD.clone();
    }

    static String siteServer(String hostName) {
        String server = hostName.split("\\.", 2)[0].toUpperCase(java.util.Locale.ROOT);
        return "CN=" + server + ",CN=Servers,CN=Default-First-Site-Name,CN=Sites," + CONFIGURATION;
    }

    /** Makes all entries but the locked account's lockout, which needs real failed binds. */
    void create(String hostName) throws LdapException {
        domainRoot();
        containers();
        groups();
        configuration(hostName);
        user("svc-writeback", "OU=Service," + BASE, SERVICE_PASSWORD, NORMAL | AccountEntry.DONT_EXPIRE_PASSWORD);
        user("svc-plain", "OU=Service," + BASE, SERVICE_PASSWORD, NORMAL | AccountEntry.DONT_EXPIRE_PASSWORD);
        for (int n = 1; n <= 20; n++) {
            user(String.format("u%02d", n), n <= 10 ? STAFF : "OU=Sales," + STAFF, USER_PASSWORD, NORMAL);
        }
        specialUsers();
        builtInAccounts(hostName);
        membership();
    }

    /** Accounts with the deny entries of "user cannot change password". */
    Set<UUID> cannotChange(DomainTree tree) throws LdapException {
        return Set.of(
                tree.byText("sAMAccountName", "cantchange01").orElseThrow().guid());
    }

    static int lockoutThreshold() {
        return LOCKOUT_THRESHOLD;
    }

    private void domainRoot() throws LdapException {
        String window = Long.toString(FileTime.interval(LOCKOUT));
        Entry root = object(BASE, "top", "domain", "domainDNS");
        root.add("objectSid", SID.octets());
        number(root, "minPwdLength", 7);
        number(root, "pwdHistoryLength", 24);
        number(root, "pwdProperties", 1);
        number(root, "minPwdAge", FileTime.interval(Duration.ofDays(1)));
        number(root, "maxPwdAge", FileTime.interval(Duration.ofDays(42)));
        number(root, "lockoutThreshold", LOCKOUT_THRESHOLD);
        root.add("lockoutDuration", window);
        root.add("lockOutObservationWindow", window);
        number(root, "msDS-Behavior-Version", 4);
        add(root);
    }

    private void containers() throws LdapException {
        for (String name : List.of(USERS, BUILTIN, SYSTEM)) {
            add(object(name, "top", "container"));
        }
        add(object(SETTINGS, "top", "msDS-PasswordSettingsContainer"));
        for (String unit : List.of("Staff", "Service", "Admins", "Domain Controllers")) {
            add(object("OU=" + unit + "," + BASE, "top", "organizationalUnit"));
        }
        add(object("OU=Sales," + STAFF, "top", "organizationalUnit"));
    }

    private record GroupSeed(String name, long rid, boolean builtIn, boolean guarded) {}

    private void groups() throws LdapException {
        List<GroupSeed> seeds = List.of(
                new GroupSeed("Domain Admins", 512, false, true),
                new GroupSeed("Domain Users", 513, false, false),
                new GroupSeed("Domain Guests", 514, false, false),
                new GroupSeed("Domain Computers", 515, false, false),
                new GroupSeed("Domain Controllers", 516, false, true),
                new GroupSeed("Cert Publishers", 517, false, false),
                new GroupSeed("Schema Admins", 518, false, true),
                new GroupSeed("Enterprise Admins", 519, false, true),
                new GroupSeed("Group Policy Creator Owners", 520, false, false),
                new GroupSeed("Read-only Domain Controllers", 521, false, true),
                new GroupSeed("Protected Users", 525, false, false),
                new GroupSeed("Denied RODC Password Replication Group", 572, false, false),
                new GroupSeed("Administrators", 544, true, true),
                new GroupSeed("Users", 545, true, false),
                new GroupSeed("Guests", 546, true, false),
                new GroupSeed("Account Operators", 548, true, true),
                new GroupSeed("Server Operators", 549, true, true),
                new GroupSeed("Print Operators", 550, true, true),
                new GroupSeed("Backup Operators", 551, true, true),
                new GroupSeed("Replicator", 552, true, true));
        for (GroupSeed seed : seeds) {
            String parent = seed.builtIn() ? BUILTIN : USERS;
            Entry group = object("CN=" + seed.name() + "," + parent, "top", "group");
            group.add("sAMAccountName", seed.name());
            group.add(
                    "objectSid",
                    (seed.builtIn() ? BUILTIN_SID : SID).child(seed.rid()).octets());
            number(group, "groupType", seed.builtIn() ? -2147483643 : -2147483646);
            if (seed.guarded()) {
                number(group, "adminCount", 1);
            }
            add(group);
        }
        nest("Domain Admins", "CN=Administrators," + BUILTIN);
        nest("Enterprise Admins", "CN=Administrators," + BUILTIN);
        nest("Domain Users", "CN=Users," + BUILTIN);
        nest("Domain Guests", "CN=Guests," + BUILTIN);
        for (String denied : List.of(
                "Domain Admins",
                "Enterprise Admins",
                "Schema Admins",
                "Domain Controllers",
                "Cert Publishers",
                "Read-only Domain Controllers",
                "Group Policy Creator Owners")) {
            nest(denied, "CN=Denied RODC Password Replication Group," + USERS);
        }
    }

    private void nest(String group, String into) {
        join("CN=" + group + "," + USERS, into);
    }

    private void configuration(String hostName) throws LdapException {
        String server = siteServer(hostName);
        add(object(CONFIGURATION, "top", "container"));
        add(object("CN=Sites," + CONFIGURATION, "top", "container"));
        add(object("CN=Default-First-Site-Name,CN=Sites," + CONFIGURATION, "top", "container"));
        add(object("CN=Servers,CN=Default-First-Site-Name,CN=Sites," + CONFIGURATION, "top", "container"));
        add(object(server, "top", "container"));
        Entry settings = object("CN=NTDS Settings," + server, "top", "applicationSettings", "nTDSDSA");
        settings.add("invocationId", ObjectGuid.octets(replication.invocationId()));
        add(settings);
    }

    private void specialUsers() throws LdapException {
        user("disabled01", STAFF, USER_PASSWORD, NORMAL | AccountEntry.DISABLED);
        user("neverexp01", STAFF, USER_PASSWORD, NORMAL | AccountEntry.DONT_EXPIRE_PASSWORD);
        add(replaced(newUser("mustchange01", STAFF, NORMAL), "pwdLastSet", "0"), USER_PASSWORD);
        add(replaced(newUser("acctexp01", STAFF, NORMAL), "accountExpires", LONG_AGO), USER_PASSWORD);
        add(replaced(newUser("expired01", STAFF, NORMAL), "pwdLastSet", LONG_AGO), USER_PASSWORD);
        user("locked01", STAFF, USER_PASSWORD, NORMAL);
        user("cantchange01", STAFF, USER_PASSWORD, NORMAL);
        user("outside01", USERS, USER_PASSWORD, NORMAL);
        String strict = user("pso01", STAFF, USER_PASSWORD, NORMAL);
        administrator("admin01", STAFF);
        administrator("admin02", "OU=Admins," + BASE);
        strictSettings(strict);
    }

    private void administrator(String name, String parent) throws LdapException {
        Entry entry = newUser(name, parent, NORMAL);
        number(entry, "adminCount", 1);
        add(entry, USER_PASSWORD);
        join(entry.getDn().getName(), DOMAIN_ADMINS);
    }

    private void strictSettings(String appliesTo) throws LdapException {
        Entry settings = object("CN=PSO-Strict," + SETTINGS, "top", "msDS-PasswordSettings");
        number(settings, "msDS-PasswordSettingsPrecedence", 10);
        number(settings, "msDS-PasswordHistoryLength", 5);
        settings.add("msDS-PasswordComplexityEnabled", "TRUE");
        number(settings, "msDS-MinimumPasswordLength", 14);
        number(settings, "msDS-MinimumPasswordAge", 0);
        number(settings, "msDS-MaximumPasswordAge", FileTime.interval(Duration.ofDays(42)));
        number(settings, "msDS-LockoutThreshold", 3);
        number(settings, "msDS-LockoutObservationWindow", FileTime.interval(LOCKOUT));
        number(settings, "msDS-LockoutDuration", FileTime.interval(LOCKOUT));
        settings.add("msDS-PSOAppliesTo", appliesTo);
        add(settings);
    }

    private void builtInAccounts(String hostName) throws LdapException {
        builtIn("Administrator", 500, NORMAL, Optional.of(ADMIN_PASSWORD));
        builtIn("Guest", 501, NORMAL | AccountEntry.DISABLED, Optional.empty());
        builtIn("krbtgt", 502, NORMAL | AccountEntry.DISABLED, Optional.empty());
        String administrator = "CN=Administrator," + USERS;
        for (String group : List.of("Domain Admins", "Schema Admins", "Enterprise Admins")) {
            join(administrator, "CN=" + group + "," + USERS);
        }
        join(administrator, "CN=Administrators," + BUILTIN);
        join("CN=Guest," + USERS, "CN=Guests," + BUILTIN);
        join("CN=krbtgt," + USERS, "CN=Denied RODC Password Replication Group," + USERS);
        domainController(hostName);
    }

    private void builtIn(String name, long rid, int control, Optional<byte[]> password) throws LdapException {
        Entry entry = newUser(name, USERS, control);
        entry.removeAttributes("userPrincipalName");
        replaced(entry, "objectSid", SID.child(rid).octets());
        entry.add("isCriticalSystemObject", "TRUE");
        if (!name.equals("Guest")) {
            number(entry, "adminCount", 1);
        }
        if (password.isPresent()) {
            add(entry, password.get());
        } else {
            add(entry);
        }
    }

    private void domainController(String hostName) throws LdapException {
        String name = hostName.split("\\.", 2)[0].toUpperCase(java.util.Locale.ROOT);
        Entry entry = newUser(name, "OU=Domain Controllers," + BASE, 532_480);
        entry.removeAttributes("userPrincipalName");
        entry.add("objectClass", "computer");
        replaced(entry, "objectSid", SID.child(1000).octets());
        replaced(entry, "primaryGroupID", "516");
        replaced(entry, "sAMAccountType", "805306369");
        replaced(entry, "sAMAccountName", name + "$");
        add(entry);
    }

    private String user(String name, String parent, byte[] password, int control) throws LdapException {
        Entry entry = newUser(name, parent, control);
        add(entry, password);
        return entry.getDn().getName();
    }

    private Entry newUser(String name, String parent, int control) throws LdapException {
        Entry entry = object("CN=" + name + "," + parent, "top", "person", "organizationalPerson", "user");
        entry.add("sAMAccountName", name);
        entry.add("userPrincipalName", name + "@" + DNS_NAME);
        entry.add("displayName", "Test " + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        entry.add("objectSid", SID.child(nextRid++).octets());
        entry.add("objectCategory", "CN=Person,CN=Schema," + CONFIGURATION);
        number(entry, "sAMAccountType", 805_306_368);
        number(entry, "userAccountControl", control);
        number(entry, "primaryGroupID", 513);
        number(entry, "accountExpires", FileTime.NEVER);
        number(entry, "pwdLastSet", FileTime.ticks(now));
        number(entry, "badPwdCount", 0);
        number(entry, "badPasswordTime", 0);
        number(entry, "lockoutTime", 0);
        number(entry, "lastLogon", 0);
        entry.add(
                "replPropertyMetaData",
                replication.created(
                        Set.of(
                                ReplicationMetadata.USER_ACCOUNT_CONTROL,
                                ReplicationMetadata.UNICODE_PWD,
                                ReplicationMetadata.NT_PWD_HISTORY,
                                ReplicationMetadata.PWD_LAST_SET,
                                ReplicationMetadata.SUPPLEMENTAL_CREDENTIALS,
                                ReplicationMetadata.LOCKOUT_TIME),
                        now));
        return entry;
    }

    private Entry object(String dn, String... classes) throws LdapException {
        UUID guid = UUID.randomUUID();
        Entry entry = new DefaultEntry(service.getSchemaManager(), dn);
        entry.add("objectClass", classes);
        entry.add("objectGUID", ObjectGuid.octets(guid));
        entry.add("distinguishedName", dn);
        entry.add("entryUUID", guid.toString());
        entry.add("entryCSN", csn.newInstance().toString());
        entry.add("whenCreated", Replication.generalizedTime(now));
        entry.add("whenChanged", Replication.generalizedTime(now));
        entry.add("uSNCreated", Long.toString(replication.highestCommitted()));
        entry.add("uSNChanged", Long.toString(replication.highestCommitted()));
        entry.add(entry.getDn().getRdn().getType(), entry.getDn().getRdn().getValue());
        return entry;
    }

    private static void number(Entry entry, String attribute, long value) throws LdapException {
        entry.put(attribute, Long.toString(value));
    }

    private static Entry replaced(Entry entry, String attribute, String value) throws LdapException {
        entry.put(attribute, value);
        return entry;
    }

    private static void replaced(Entry entry, String attribute, byte[] value) throws LdapException {
        entry.put(attribute, value);
    }

    private void add(Entry entry) throws LdapException {
        service.getAdminSession().add(entry);
    }

    private void add(Entry entry, byte[] password) throws LdapException {
        add(entry);
        try (UnicodePwd characters = UnicodePwd.ofUtf8(password)) {
            vault.put(new AccountEntry(entry).guid(), PasswordHistory.none().with(characters, 1));
        }
    }

    private void join(String member, String group) {
        members.computeIfAbsent(group, key -> new ArrayList<>()).add(member);
    }

    private void membership() throws LdapException {
        DomainTree tree = new DomainTree(service, new org.apache.directory.api.ldap.model.name.Dn(BASE));
        Map<String, List<String>> groupsOf = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> group : members.entrySet()) {
            tree.update(
                    tree.dn(group.getKey()),
                    List.of(tree.replace("member", group.getValue().toArray(String[]::new))));
            group.getValue()
                    .forEach(member -> groupsOf.computeIfAbsent(member, key -> new ArrayList<>())
                            .add(group.getKey()));
        }
        for (Map.Entry<String, List<String>> member : groupsOf.entrySet()) {
            tree.update(
                    tree.dn(member.getKey()),
                    List.of(tree.replace("memberOf", member.getValue().toArray(String[]::new))));
        }
    }
}
