package dev.writeback.sandbox.slapd;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.util.List;

/** Who is in the directory at first. */
final class People {
    static final String BASE = "dc=example,dc=test";
    static final String STAFF = "ou=Staff," + BASE;
    static final String SERVICE = "ou=Service," + BASE;
    static final String POLICIES = "ou=Policies," + BASE;
    static final String DEFAULT_POLICY = "cn=default," + POLICIES;
    static final String USER_PASSWORD = "Us3r-Passw0rd!";
    static final String SERVICE_PASSWORD = "Svc-Passw0rd-1!";
    private static final int USERS = 20;

    private final LDAPConnection root;

    People(LDAPConnection root) {
        this.root = root;
    }

    void seed() throws LDAPException {
        entry(BASE, "objectClass: domain", "dc: example");
        for (String unit :
                List.of(STAFF, "ou=Sales," + STAFF, SERVICE, POLICIES, "ou=Elsewhere," + BASE, "ou=Groups," + BASE)) {
            entry(unit, "objectClass: organizationalUnit");
        }
        policy("default", 8, 5);
        policy("strict", 14, 5);
        policy("hidden", 14, 5);
        for (String name : List.of("svc-writeback", "svc-plain", "svc-blind", "svc-manage")) {
            entry(
                    "cn=" + name + "," + SERVICE,
                    "objectClass: organizationalRole",
                    "objectClass: simpleSecurityObject",
                    "userPassword: " + SERVICE_PASSWORD);
        }
        for (int i = 1; i <= USERS; i++) {
            person(String.format("u%02d", i), STAFF);
        }
        for (String name : List.of("admin01", "nested01", "disabled01", "never01")) {
            person(name, STAFF);
        }
        person("strict01", STAFF, "pwdPolicySubentry: cn=strict," + POLICIES);
        person("hidden01", STAFF, "pwdPolicySubentry: cn=hidden," + POLICIES);
        person("outside01", "ou=Elsewhere," + BASE);
        // A service account that is a person too, so that nothing but its name protects it.
        person("svc-person", STAFF);
        entry("cn=helpers,ou=Groups," + BASE, "objectClass: groupOfUniqueNames", "uniqueMember: uid=nested01," + STAFF);
        entry(
                "cn=admins,ou=Groups," + BASE,
                "objectClass: groupOfNames",
                "member: uid=admin01," + STAFF,
                "member: cn=helpers,ou=Groups," + BASE);
    }

    private void policy(String name, int minLength, int history) throws LDAPException {
        entry(
                "cn=" + name + "," + POLICIES,
                "objectClass: device",
                "objectClass: pwdPolicy",
                "pwdAttribute: userPassword",
                "pwdMinLength: " + minLength,
                "pwdMaxLength: 64",
                "pwdInHistory: " + history,
                "pwdCheckQuality: 2",
                "pwdLockout: TRUE",
                "pwdMaxFailure: 5",
                "pwdMinAge: 0",
                "pwdAllowUserChange: TRUE",
                "pwdSafeModify: FALSE");
    }

    private void person(String name, String parent, String... more) throws LDAPException {
        String[] lines = new String[5 + more.length];
        lines[0] = "objectClass: inetOrgPerson";
        lines[1] = "cn: " + name;
        lines[2] = "sn: Test";
        lines[3] = "mail: " + name + "@example.test";
        lines[4] = "userPassword: " + USER_PASSWORD;
        System.arraycopy(more, 0, lines, 5, more.length);
        entry("uid=" + name + "," + parent, lines);
    }

    private void entry(String dn, String... lines) throws LDAPException {
        String[] ldif = new String[lines.length + 1];
        ldif[0] = "dn: " + dn;
        System.arraycopy(lines, 0, ldif, 1, lines.length);
        try {
            root.add(new AddRequest(ldif));
        } catch (LDIFException e) {
            throw new IllegalStateException("no LDIF: " + dn, e);
        }
    }
}
