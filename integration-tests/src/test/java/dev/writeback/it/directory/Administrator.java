package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.controls.SubtreeDeleteRequestControl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** What an administrator does beside the agent: prepares accounts, and looks at what really became of them. */
final class Administrator implements People, AutoCloseable {
    static final String BASE = "DC=corp,DC=example,DC=test";
    static final String STAFF = "OU=Staff," + BASE;
    static final String USER_PASSWORD = "Us3r-Passw0rd!";
    private static final int LOCKOUT_THRESHOLD = 5;
    private static final int UNICODE_PWD = 0x9005A;

    private final TestDirectory directory;
    private final LDAPConnection connection;

    Administrator(TestDirectory directory) throws LDAPException {
        this.directory = directory;
        this.connection = directory.administrator();
    }

    /** Where the seed puts the object of that common name. */
    static String dn(String name) {
        if (name.matches("u(1[1-9]|20)")) {
            return "CN=" + name + ",OU=Sales," + STAFF;
        }
        return switch (name) {
            case "svc-writeback", "svc-plain" -> "CN=" + name + ",OU=Service," + BASE;
            case "admin02" -> "CN=" + name + ",OU=Admins," + BASE;
            case "outside01", "krbtgt", "Administrator", "Guest" -> "CN=" + name + ",CN=Users," + BASE;
            default -> "CN=" + name + "," + STAFF;
        };
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

    long number(String name, String attribute) throws LDAPException {
        return read(name, attribute).map(Long::valueOf).orElse(0L);
    }

    byte[] bytes(String dn, String attribute) throws LDAPException {
        return entry(dn, attribute).getAttributeValueBytes(attribute);
    }

    @Override
    public UUID guidOfEntry(String dn) throws LDAPException {
        ByteBuffer in = ByteBuffer.wrap(bytes(dn, "objectGUID")).order(ByteOrder.LITTLE_ENDIAN);
        String text = String.format("%08x-%04x-%04x-", in.getInt(), in.getShort(), in.getShort());
        String rest = String.format("%016x", in.order(ByteOrder.BIG_ENDIAN).getLong());
        return UUID.fromString(text + rest.substring(0, 4) + "-" + rest.substring(4));
    }

    @Override
    public UUID guidOf(String name) throws LDAPException {
        return guidOfEntry(dn(name));
    }

    /** {@code dwVersion} of {@code unicodePwd}: how often the password was written. */
    long passwordVersion(String name) throws LDAPException {
        ByteBuffer in = ByteBuffer.wrap(bytes(dn(name), "replPropertyMetaData")).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 16; at + 48 <= in.limit(); at += 48) {
            if (in.getInt(at) == UNICODE_PWD) {
                return Integer.toUnsignedLong(in.getInt(at + 4));
            }
        }
        return 0;
    }

    void set(String dn, String attribute, String... values) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    void set(String dn, String attribute, byte[] value) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
    }

    void clear(String dn, String attribute) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute));
    }

    void addToGroup(String group, String member) throws LDAPException {
        connection.modify(group, new Modification(ModificationType.ADD, "member", member));
    }

    void removeFromGroup(String group, String member) throws LDAPException {
        connection.modify(group, new Modification(ModificationType.DELETE, "member", member));
    }

    void rename(String dn, String newRdn, String newParent) throws LDAPException {
        connection.modifyDN(dn, newRdn, true, newParent);
    }

    @Override
    public void delete(String dn) throws LDAPException {
        connection.delete(dn);
    }

    @Override
    public void create(String dn, String accountName) throws LDAPException {
        create(dn, accountName, "user");
    }

    void create(String dn, String accountName, String objectClass) throws LDAPException {
        connection.add(
                dn,
                new Attribute("objectClass", objectClass),
                new Attribute("sAMAccountName", accountName),
                new Attribute("userPrincipalName", accountName + "@corp.example.test"),
                new Attribute("userAccountControl", "514"));
        setPassword(dn, USER_PASSWORD);
        set(dn, "userAccountControl", "512");
    }

    /** With all that is below it. */
    void deleteTree(String dn) throws LDAPException {
        DeleteRequest delete = new DeleteRequest(dn);
        delete.addControl(new SubtreeDeleteRequestControl());
        connection.delete(delete);
    }

    void createUnit(String dn) throws LDAPException {
        connection.add(dn, new Attribute("objectClass", "organizationalUnit"));
    }

    /** A fine-grained policy: complexity, no least age. */
    void createPolicy(String dn, String appliesTo, int minLength, int history) throws LDAPException {
        connection.add(
                dn,
                new Attribute("objectClass", "msDS-PasswordSettings"),
                new Attribute("msDS-PasswordSettingsPrecedence", "20"),
                new Attribute("msDS-PasswordReversibleEncryptionEnabled", "FALSE"),
                new Attribute("msDS-PasswordHistoryLength", String.valueOf(history)),
                new Attribute("msDS-PasswordComplexityEnabled", "TRUE"),
                new Attribute("msDS-MinimumPasswordLength", String.valueOf(minLength)),
                new Attribute("msDS-MinimumPasswordAge", "0"),
                new Attribute("msDS-MaximumPasswordAge", "-36288000000000"),
                new Attribute("msDS-LockoutThreshold", "0"),
                new Attribute("msDS-LockoutObservationWindow", "-18000000000"),
                new Attribute("msDS-LockoutDuration", "-18000000000"),
                new Attribute("msDS-PSOAppliesTo", appliesTo));
    }

    void setPassword(String dn, String password) throws LDAPException {
        byte[] value = ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE);
        set(dn, "unicodePwd", value);
    }

    @Override
    public void give(String name, String password) throws LDAPException {
        setPassword(dn(name), password);
        set(dn(name), "lockoutTime", "0");
    }

    @Override
    public void lock(String name) throws LDAPException {
        for (int i = 0; i < LOCKOUT_THRESHOLD; i++) {
            bindResult(name, "wrong-" + i);
        }
        if (number(name, "lockoutTime") == 0) {
            throw new IllegalStateException(name + " did not lock out");
        }
    }

    /** {@code minPwdAge} of the domain, whole seconds. */
    void minimumPasswordAge(long seconds) throws LDAPException {
        set(BASE, "minPwdAge", String.valueOf(-seconds * 10_000_000L));
    }

    /** {@code minPwdLength} of the domain. */
    void minimumPasswordLength(int characters) throws LDAPException {
        set(BASE, "minPwdLength", String.valueOf(characters));
    }

    /** {@code lockoutThreshold} of the domain. */
    void lockoutThreshold(long attempts) throws LDAPException {
        set(BASE, "lockoutThreshold", String.valueOf(attempts));
    }

    @Override
    public boolean canBind(String name, String password) {
        return bindResult(name, password).equals("0");
    }

    /** {@code 0}, or the sub-code of a refused bind: 52e, 533, 773, 775 ... */
    String bindResult(String name, String password) {
        try (LDAPConnection bound = directory.bind(dn(name), password)) {
            return bound.isConnected() ? "0" : "closed";
        } catch (LDAPException e) {
            String text = String.valueOf(e.getDiagnosticMessage());
            return text.replaceFirst("(?s).*data ([0-9a-f]+).*", "$1");
        }
    }

    @Override
    public String staff() {
        return STAFF;
    }

    @Override
    public String sales() {
        return "OU=Sales," + STAFF;
    }

    @Override
    public String named(String name, String part) {
        return "CN=" + name + "," + part;
    }

    @Override
    public void endLock(String name) throws LDAPException {
        set(dn(name), "lockoutTime", "0");
    }

    @Override
    public long failures(String name) throws LDAPException {
        return number(name, "badPwdCount");
    }

    @Override
    public void move(String dn, String newParent) throws LDAPException {
        connection.modifyDN(dn, dn.substring(0, dn.indexOf(',')), true, newParent);
    }

    @Override
    public void leastAge(long seconds) throws LDAPException {
        minimumPasswordAge(seconds);
    }

    @Override
    public void usualLeastAge() throws LDAPException {
        minimumPasswordAge(PortContract.ONE_DAY);
    }

    @Override
    public boolean showPolicy() {
        return true;
    }

    @Override
    public void close() {
        connection.close();
    }
}
