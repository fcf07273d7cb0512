package dev.writeback.sandbox.apacheds;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.sandbox.standard.People;

/** Who may do what: the rights of docs/operations.md as prescriptive access control. */
final class Rights {
    /** What a change by Password Modify needs to read of the user's own entry: everything in it. */
    private static final String OPERATIONAL = "entryUUID, entryCSN, entryParentId, creatorsName, createTimestamp,"
            + " modifiersName, modifyTimestamp, structuralObjectClass, accessControlSubentries, pwdChangedTime,"
            + " pwdHistory, pwdFailureTime, pwdGraceUseTime, pwdReset, pwdAccountLockedTime, pwdPolicySubentry";

    private static final String READ = aci("read", 10, "allUsers", """
                    { protectedItems { entry, allUserAttributeTypesAndValues, attributeType { entryUUID, pwdChangedTime,
                        pwdFailureTime, pwdPolicySubentry, pwdReset, pwdAccountLockedTime } },
                      grantsAndDenials { grantRead, grantReturnDN, grantBrowse, grantCompare, grantFilterMatch } }
                    """);
    private static final String HIDE_PASSWORDS = aci("hide passwords", 20, "allUsers", """
                    { protectedItems { attributeType { userPassword, pwdHistory },
                        allAttributeValues { userPassword, pwdHistory } },
                      grantsAndDenials { denyRead, denyCompare, denyFilterMatch } }
                    """);
    private static final String OWN_ENTRY = aci("own entry", 30, "thisEntry", """
                    { protectedItems { entry, allUserAttributeTypesAndValues, attributeType { OPERATIONAL },
                        allAttributeValues { userPassword, OPERATIONAL } },
                      grantsAndDenials { grantRead } }
                    """.replace("OPERATIONAL", OPERATIONAL));
    private static final String OWN_PASSWORD = aci("own password", 30, "thisEntry", """
                    { protectedItems { entry, attributeType { userPassword }, allAttributeValues { userPassword } },
                      grantsAndDenials { grantModify, grantAdd, grantRemove } }
                    """);
    private static final String WRITEBACK =
            aci("writeback", 20, "name { \"cn=svc-writeback," + People.SERVICE + "\" }", """
                    { protectedItems { entry, attributeType { userPassword, pwdReset, pwdAccountLockedTime },
                        allAttributeValues { userPassword, pwdReset, pwdAccountLockedTime } },
                      grantsAndDenials { grantModify, grantAdd, grantRemove } }
                    """);

    private Rights() {}

    static void grant(LDAPConnection root, People people) throws LDAPException {
        root.modify(
                People.BASE, new Modification(ModificationType.ADD, "administrativeRole", "accessControlSpecificArea"));
        subentry(people, "everybody", "{}", READ, HIDE_PASSWORDS, OWN_ENTRY, OWN_PASSWORD);
        subentry(people, "delegated", "{ base \"ou=Staff\" }", WRITEBACK);
    }

    private static void subentry(People people, String name, String where, String... rights) throws LDAPException {
        String[] lines = new String[4 + rights.length];
        lines[0] = "objectClass: subentry";
        lines[1] = "objectClass: accessControlSubentry";
        lines[2] = "cn: " + name;
        lines[3] = "subtreeSpecification: " + where;
        for (int i = 0; i < rights.length; i++) {
            lines[4 + i] = "prescriptiveACI: " + rights[i];
        }
        people.entry("cn=" + name + "," + People.BASE, lines);
    }

    private static String aci(String tag, int precedence, String who, String permission) {
        return String.format(
                "{ identificationTag \"%s\", precedence %d, authenticationLevel simple,"
                        + " itemOrUserFirst userFirst: { userClasses { %s }, userPermissions { %s } } }",
                tag, precedence, who, permission.replaceAll("\\s+", " ").strip());
    }
}
