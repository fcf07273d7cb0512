package dev.writeback.sandbox.slapd;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.sandbox.standard.People;

/** The policies: the default, a strict one, and one that no service account can read. */
final class Policies {
    static final String UNIT = "ou=Policies," + People.BASE;
    static final String DEFAULT = "cn=default," + UNIT;

    private final LDAPConnection root;
    private final People people;

    Policies(LDAPConnection root, People people) {
        this.root = root;
        this.people = people;
    }

    void seed() throws LDAPException {
        people.entry(UNIT, "objectClass: organizationalUnit");
        policy("default", 8);
        policy("strict", 14);
        policy("hidden", 14);
    }

    /** Puts the persons of that name under the policy of that name. */
    void assign() throws LDAPException {
        assign("strict01", "strict");
        assign("hidden01", "hidden");
    }

    private void assign(String name, String policy) throws LDAPException {
        root.modify(
                "uid=" + name + "," + People.STAFF,
                new Modification(ModificationType.REPLACE, "pwdPolicySubentry", "cn=" + policy + "," + UNIT));
    }

    private void policy(String name, int minLength) throws LDAPException {
        people.entry(
                "cn=" + name + "," + UNIT,
                "objectClass: device",
                "objectClass: pwdPolicy",
                "pwdAttribute: userPassword",
                "pwdMinLength: " + minLength,
                "pwdMaxLength: 64",
                "pwdInHistory: 5",
                "pwdCheckQuality: 2",
                "pwdLockout: TRUE",
                "pwdMaxFailure: 5",
                "pwdMinAge: 0",
                "pwdAllowUserChange: TRUE",
                "pwdSafeModify: FALSE");
    }
}
