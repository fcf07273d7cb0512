package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The people of a standard directory, as its administrator sees and prepares them. */
final class StandardPeople implements People, AutoCloseable {
    static final String BASE = "dc=example,dc=test";
    static final String STAFF = "ou=Staff," + BASE;
    private static final int MOST_FAILURES = 5;

    private final StandardTestDirectory directory;
    private final LDAPConnection connection;

    StandardPeople(StandardTestDirectory directory) throws LDAPException {
        this.directory = directory;
        this.connection = directory.server().administrator();
    }

    static String dn(String name) {
        return "uid=" + name + "," + (name.equals("outside01") ? "ou=Elsewhere," + BASE : STAFF);
    }

    SearchResultEntry entry(String dn, String... attributes) throws LDAPException {
        SearchResultEntry entry = connection.getEntry(dn, attributes);
        if (entry == null) {
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, "the seed has no " + dn);
        }
        return entry;
    }

    Optional<String> read(String name, String attribute) throws LDAPException {
        return Optional.ofNullable(entry(dn(name), attribute).getAttributeValue(attribute));
    }

    void set(String dn, String attribute, String... values) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    @Override
    public String staff() {
        return STAFF;
    }

    @Override
    public String sales() {
        return "ou=Sales," + STAFF;
    }

    @Override
    public String named(String name, String part) {
        return "uid=" + name + "," + part;
    }

    @Override
    public UUID guidOf(String name) throws LDAPException {
        return guidOfEntry(dn(name));
    }

    @Override
    public UUID guidOfEntry(String dn) throws LDAPException {
        return UUID.fromString(entry(dn, "entryUUID").getAttributeValue("entryUUID"));
    }

    @Override
    public void give(String name, String password) throws LDAPException {
        set(dn(name), "userPassword", password);
        remove(name, List.of("pwdReset"));
        endLock(name);
    }

    @Override
    public void lock(String name) throws LDAPException {
        for (int i = 0; i < MOST_FAILURES; i++) {
            canBind(name, "wrong-" + i);
        }
        if (read(name, "pwdAccountLockedTime").isEmpty()) {
            throw new IllegalStateException(name + " did not lock out");
        }
    }

    @Override
    public void endLock(String name) throws LDAPException {
        remove(name, directory.marksOfALock());
    }

    private void remove(String name, List<String> attributes) throws LDAPException {
        SearchResultEntry entry = entry(dn(name), attributes.toArray(new String[0]));
        for (String attribute : attributes) {
            if (entry.hasAttribute(attribute)) {
                connection.modify(dn(name), new Modification(ModificationType.DELETE, attribute));
            }
        }
    }

    @Override
    public boolean canBind(String name, String password) {
        try (LDAPConnection bound = directory.server().bind(dn(name), password)) {
            return bound.isConnected();
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return false;
            }
            throw new IllegalStateException("the bind was not answered", e);
        }
    }

    @Override
    public long failures(String name) throws LDAPException {
        return failuresOf(dn(name));
    }

    long failuresOf(String dn) throws LDAPException {
        String[] values = entry(dn, "pwdFailureTime").getAttributeValues("pwdFailureTime");
        return values == null ? 0 : values.length;
    }

    @Override
    public void create(String dn, String name) throws LDAPException {
        connection.add(
                dn,
                new Attribute("objectClass", "inetOrgPerson"),
                new Attribute("cn", name),
                new Attribute("sn", "Test"),
                new Attribute("userPassword", Administrator.USER_PASSWORD));
    }

    @Override
    public void delete(String dn) throws LDAPException {
        connection.delete(dn);
    }

    @Override
    public void move(String dn, String newParent) throws LDAPException {
        connection.modifyDN(dn, new DN(dn).getRDN().toString(), true, newParent);
    }

    /** Sets an attribute of the policy in force. */
    void policy(String attribute, String value) throws LDAPException {
        directory.policy(connection, attribute, value);
    }

    @Override
    public void leastAge(long seconds) throws LDAPException {
        policy("pwdMinAge", Long.toString(seconds));
    }

    @Override
    public void usualLeastAge() throws LDAPException {
        policy("pwdMinAge", "0");
    }

    @Override
    public boolean showPolicy() {
        return directory.policyDn().isPresent();
    }

    @Override
    public void close() {
        connection.close();
    }
}
