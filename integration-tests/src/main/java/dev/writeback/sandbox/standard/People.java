package dev.writeback.sandbox.standard;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.util.List;

/** Who is in the directory at first, below an entry {@link #BASE} and under whatever policy the server has. */
public final class People {
    public static final String BASE = "dc=example,dc=test";
    public static final String STAFF = "ou=Staff," + BASE;
    public static final String SERVICE = "ou=Service," + BASE;
    public static final String SERVICE_PASSWORD = "Svc-Passw0rd-1!";
    static final String USER_PASSWORD = "Us3r-Passw0rd!";
    private static final int USERS = 20;

    private final LDAPConnection root;

    public People(LDAPConnection root) {
        this.root = root;
    }

    public void seed() throws LDAPException {
        for (String unit : List.of(STAFF, "ou=Sales," + STAFF, SERVICE, "ou=Elsewhere," + BASE, "ou=Groups," + BASE)) {
            entry(unit, "objectClass: organizationalUnit");
        }
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
        for (String name : List.of("admin01", "nested01", "disabled01", "never01", "strict01", "hidden01")) {
            person(name, STAFF);
        }
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

    private void person(String name, String parent) throws LDAPException {
        entry(
                "uid=" + name + "," + parent,
                "objectClass: inetOrgPerson",
                "cn: " + name,
                "sn: Test",
                "mail: " + name + "@example.test",
                "userPassword: " + USER_PASSWORD);
    }

    /** Adds one entry; the lines are LDIF without the name. */
    public void entry(String dn, String... lines) throws LDAPException {
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
