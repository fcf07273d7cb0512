package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.BASE;
import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SubtreeDeleteRequestControl;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.rights.Preflight;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Preflight.Part;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import dev.writeback.sandbox.samba.SambaServer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the preflight reads from the access control lists is what the domain controller then allows: for each delegation a
 * unit of its own with a user in it, the prediction beside the real writes of the service account.
 */
@HeldOn("Samba AD")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SambaPreflightIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String ROOT = "OU=Preflight," + BASE;
    private static final String GROUP = "CN=Preflight-Helpers," + ROOT;
    private static final String SERVICE = "CN=svc-writeback,OU=Service," + BASE;
    private static final String USER_CLASS = "bf967aba-0de6-11d0-a285-00aa003049e2";
    private static final String COMPUTER_CLASS = "bf967a86-0de6-11d0-a285-00aa003049e2";
    private static final String ACCOUNT_RESTRICTIONS = "4c164200-20c0-11d0-a768-00aa006e0529";
    private static final long ONE_DAY = 86_400;

    private static final String RESET = allow("CR", Right.RESET_PASSWORD);
    private static final String LOCKOUT_TIME = allow("RPWP", Right.WRITE_LOCKOUT_TIME);
    private static final String PWD_LAST_SET = allow("RPWP", Right.WRITE_PWD_LAST_SET);

    private Administrator administrator;
    private ActiveDirectory directory;
    private String ownSid;
    private String groupSid;

    /**
     * A delegation.
     *
     * @param entries SDDL, {@code %s} for the service account, {@code %g} for a group it is in
     */
    record Delegation(String name, List<String> entries) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String allow(String rights, Right right) {
        return "(OA;CIIO;" + rights + ";" + right.guid() + ";" + USER_CLASS + ";%s)";
    }

    static Stream<Delegation> delegations() {
        return Stream.of(
                of("all three", RESET, LOCKOUT_TIME, PWD_LAST_SET),
                of("no reset", LOCKOUT_TIME, PWD_LAST_SET),
                of("no lockoutTime", RESET, PWD_LAST_SET),
                of("no pwdLastSet", RESET, LOCKOUT_TIME),
                of("none"),
                of("full control", "(A;CI;GA;;;%s)"),
                of("full control of others", "(A;CI;GA;;;S-1-5-32-551)"),
                of("full control for users below", "(OA;CIIO;GA;;" + USER_CLASS + ";%s)"),
                of("all control rights", "(A;CI;CR;;;%s)"),
                of("all properties", "(A;CI;WP;;;%s)"),
                of("generic write", "(A;CI;GW;;;%s)"),
                of("property set", "(OA;CIIO;WP;" + ACCOUNT_RESTRICTIONS + ";" + USER_CLASS + ";%s)"),
                of("by a group", RESET.replace("%s", "%g"), LOCKOUT_TIME.replace("%s", "%g")),
                of("this object only", RESET.replace("CIIO", ""), LOCKOUT_TIME.replace("CIIO", "")),
                of("objects inherit, containers do not", RESET.replace("CIIO", "OI")),
                of("for computers", RESET.replace(USER_CLASS, COMPUTER_CLASS)),
                of("denied to the group", RESET, LOCKOUT_TIME, deny(RESET).replace("%s", "%g")),
                of("all denied, one allowed", RESET, "(D;CI;CRWP;;;%s)"),
                of("property set denied", PWD_LAST_SET, LOCKOUT_TIME, "(OD;CIIO;WP;" + ACCOUNT_RESTRICTIONS + ";;%s)"),
                of("change denied", RESET, deny(allow("CR", Right.CHANGE_PASSWORD))));
    }

    private static String deny(String entry) {
        return entry.replace("(OA", "(OD");
    }

    private static Delegation of(String name, String... entries) {
        return new Delegation(name, List.of(entries));
    }

    @BeforeAll
    void prepare() throws Exception {
        SambaTestDirectory samba = new SambaTestDirectory(SAMBA.server());
        administrator = new Administrator(samba);
        administrator.minimumPasswordAge(0);
        administrator.createUnit(ROOT);
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            admin.add("dn: " + GROUP, "objectClass: group", "sAMAccountName: Preflight-Helpers");
            admin.modify(GROUP, new Modification(ModificationType.ADD, "member", SERVICE));
        }
        ownSid = sidOf(SERVICE);
        groupSid = sidOf(GROUP);
        directory = ActiveDirectory.open(samba.settings());
    }

    @AfterAll
    void cleanUp() throws Exception {
        directory.close();
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            DeleteRequest delete = new DeleteRequest(ROOT);
            delete.addControl(new SubtreeDeleteRequestControl());
            admin.delete(delete);
        }
        administrator.minimumPasswordAge(ONE_DAY);
        administrator.close();
    }

    private String sidOf(String dn) throws LDAPException {
        byte[] sid = administrator.bytes(dn, "objectSid");
        StringBuilder text = new StringBuilder("S-1-5");
        for (int at = 8; at < sid.length; at += 4) {
            text.append('-')
                    .append(Integer.toUnsignedLong(
                            ByteBuffer.wrap(sid).order(ByteOrder.LITTLE_ENDIAN).getInt(at)));
        }
        return text.toString();
    }

    private String unitWith(Delegation delegation) throws LDAPException {
        String unit = "OU=" + UUID.randomUUID() + "," + ROOT;
        administrator.createUnit(unit);
        delegate(unit, delegation.entries());
        return unit;
    }

    private void delegate(String unit, List<String> entries) {
        for (String entry : entries) {
            SAMBA.server()
                    .tool(
                            "dsacl",
                            "set",
                            "--objectdn=" + unit,
                            "--sddl=" + entry.replace("%s", ownSid).replace("%g", groupSid));
        }
    }

    private String userIn(String unit) throws LDAPException {
        String name = "p" + UUID.randomUUID().toString().substring(0, 12);
        String user = "CN=" + name + "," + unit;
        administrator.create(user, name);
        return user;
    }

    private Part predicted(String unit) {
        Preflight preflight = directory.preflight(List.of(unit));
        assertThat(preflight.server()).isEqualTo(SambaServer.HOST);
        assertThat(preflight.parts()).hasSize(1);
        return preflight.parts().get(0);
    }

    @ParameterizedTest
    @MethodSource("delegations")
    void predictsWhatTheServerAllows(Delegation delegation) throws Exception {
        String unit = unitWith(delegation);
        String user = userIn(unit);

        Part predicted = predicted(unit);

        assertHolds(predicted, user);
    }

    private void assertHolds(Part predicted, String user) throws LDAPException {
        Map<Right, Answer> expected = new EnumMap<>(Right.class);
        tried(user).forEach((right, allowed) -> expected.put(right, allowed ? Answer.GRANTED : Answer.MISSING));
        Map<Right, Answer> seen = new EnumMap<>(predicted.rights());
        seen.remove(Right.UNEXPIRE_PASSWORD);
        assertThat(seen).isEqualTo(expected);
        assertThat(predicted.detail()).isEmpty();
    }

    static Stream<Delegation> delegationsByClass() {
        return Stream.of(
                of("for users", RESET, LOCKOUT_TIME, PWD_LAST_SET),
                of("for inetOrgPerson", inetOrgPerson(RESET), inetOrgPerson(LOCKOUT_TIME)),
                of("for both", RESET, LOCKOUT_TIME, inetOrgPerson(RESET), inetOrgPerson(PWD_LAST_SET)),
                of("for all", "(A;CI;CRWP;;;%s)"));
    }

    private static String inetOrgPerson(String entry) {
        return entry.replace(USER_CLASS, UserClass.INET_ORG_PERSON.guid().toString());
    }

    @ParameterizedTest
    @MethodSource("delegationsByClass")
    void predictsForEachClassOfUsersByItself(Delegation delegation) throws Exception {
        String unit = unitWith(delegation);
        String user = userIn(unit);
        String name = "i" + UUID.randomUUID().toString().substring(0, 12);
        String other = "CN=" + name + "," + unit;
        administrator.create(other, name, UserClass.INET_ORG_PERSON.toString());

        List<Part> predicted = directory.preflight(List.of(unit)).parts();

        assertThat(predicted).extracting(Part::users).containsExactly(UserClass.USER, UserClass.INET_ORG_PERSON);
        assertHolds(predicted.get(0), user);
        assertHolds(predicted.get(1), other);
    }

    /** Each write for itself, as the service account. */
    private Map<Right, Boolean> tried(String user) throws LDAPException {
        String password = new String(SAMBA.server().serviceAccountPassword(), StandardCharsets.UTF_8);
        Map<Right, Boolean> allowed = new EnumMap<>(Right.class);
        try (LDAPConnection service = SAMBA.server().bind(SERVICE, password)) {
            allowed.put(
                    Right.CHANGE_PASSWORD,
                    isAllowed(
                            service,
                            new ModifyRequest(
                                    user,
                                    new Modification(ModificationType.DELETE, "unicodePwd", quoted(USER_PASSWORD)),
                                    new Modification(ModificationType.ADD, "unicodePwd", quoted("Ch4nged-Phrase")))));
            allowed.put(
                    Right.RESET_PASSWORD,
                    isAllowed(
                            service,
                            new ModifyRequest(
                                    user,
                                    new Modification(
                                            ModificationType.REPLACE, "unicodePwd", quoted("R3set-Phrase-1")))));
            allowed.put(Right.WRITE_LOCKOUT_TIME, isAllowed(service, replace(user, "lockoutTime")));
            allowed.put(Right.WRITE_PWD_LAST_SET, isAllowed(service, replace(user, "pwdLastSet")));
        }
        return allowed;
    }

    private static ModifyRequest replace(String user, String attribute) {
        return new ModifyRequest(user, new Modification(ModificationType.REPLACE, attribute, "0"));
    }

    private static byte[] quoted(String password) {
        return ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE);
    }

    /** A missing right is 50; for a change Samba says 19 from its module of access control, without a code. */
    private static boolean isAllowed(LDAPConnection service, ModifyRequest write) throws LDAPException {
        try {
            service.modify(write);
            return true;
        } catch (LDAPException e) {
            boolean denied = e.getResultCode().equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)
                    || String.valueOf(e.getDiagnosticMessage()).contains("module acl");
            if (denied) {
                return false;
            }
            throw e;
        }
    }

    @Test
    void seesTheSeededDelegationWithUnexpireOnTheDomain() {
        Part staff = predicted(Administrator.STAFF);

        assertThat(staff.rights())
                .hasSize(Right.values().length)
                .containsOnlyKeys(Right.values())
                .doesNotContainValue(Answer.MISSING)
                .doesNotContainValue(Answer.UNREADABLE);
    }

    @Test
    void seesWhereInheritanceIsInterrupted() throws Exception {
        String unit = unitWith(of("all three", RESET, LOCKOUT_TIME, PWD_LAST_SET));
        String open = "OU=Open," + unit;
        String closed = "OU=Closed," + unit;
        administrator.createUnit(open);
        administrator.createUnit(closed);
        closeToInheritance(closed);

        Preflight preflight = directory.preflight(List.of(unit));

        assertThat(preflight.parts().get(0).of(Right.RESET_PASSWORD)).isEqualTo(Answer.GRANTED);
        assertThat(preflight.interruptions()).extracting(Part::dn).containsExactly(closed);
        Part interruption = preflight.interruptions().get(0);
        Map<Right, Boolean> tried = tried(userIn(closed));
        assertThat(tried.get(Right.RESET_PASSWORD)).isFalse();
        assertThat(tried.get(Right.WRITE_LOCKOUT_TIME)).isFalse();
        assertThat(interruption.of(Right.RESET_PASSWORD)).isEqualTo(Answer.MISSING);
        assertThat(interruption.of(Right.WRITE_LOCKOUT_TIME)).isEqualTo(Answer.MISSING);
    }

    @Test
    void seesWhereADenialBelowTakesARightAway() throws Exception {
        String unit = unitWith(of("all three", RESET, LOCKOUT_TIME, PWD_LAST_SET));
        String vip = "OU=Vip," + unit;
        administrator.createUnit(vip);
        administrator.createUnit("OU=Other," + unit);
        administrator.createUnit("OU=Board," + vip);
        delegate(vip, List.of(deny(RESET)));

        Preflight preflight = directory.preflight(List.of(unit));

        assertThat(preflight.parts().get(0).of(Right.RESET_PASSWORD)).isEqualTo(Answer.GRANTED);
        assertThat(preflight.interruptions()).extracting(Part::dn).containsExactly(vip);
        Part denied = preflight.interruptions().get(0);
        Map<Right, Boolean> tried = tried(userIn(vip));
        assertThat(tried.get(Right.RESET_PASSWORD)).isFalse();
        assertThat(denied.of(Right.RESET_PASSWORD)).isEqualTo(Answer.MISSING);
        assertThat(tried.get(Right.WRITE_LOCKOUT_TIME)).isTrue();
        assertThat(denied.of(Right.WRITE_LOCKOUT_TIME)).isEqualTo(Answer.GRANTED);
        assertThat(denied.detail()).contains("takes rights away");
    }

    /** AdminSDHolder and the containers of group policies are closed on every healthy domain. */
    @Test
    void saysNothingOfWhatTheDomainKeepsForItself() {
        Preflight preflight = directory.preflight(List.of(BASE));

        assertThat(preflight.parts()).isNotEmpty();
        assertThat(preflight.interruptions())
                .extracting(Part::dn)
                .filteredOn(dn -> !dn.endsWith(ROOT))
                .isEmpty();
    }

    @Test
    void doesNotGuessAboutWhatItCannotSee() {
        Part gone = predicted("OU=Gone," + BASE);

        assertThat(gone.of(Right.RESET_PASSWORD)).isEqualTo(Answer.UNREADABLE);
        assertThat(gone.detail()).contains("no such entry");
    }

    /** With SE_DACL_PROTECTED, and without the entries that were inherited. */
    private static byte[] withoutInheritance(byte[] descriptor) {
        ByteBuffer in = ByteBuffer.wrap(descriptor).order(ByteOrder.LITTLE_ENDIAN);
        int acl = in.getInt(16);
        int end = acl + in.getShort(acl + 2);
        ByteBuffer out = ByteBuffer.allocate(descriptor.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(descriptor, 0, 20).put(descriptor, acl, 8).putInt(16, 20);
        int kept = 0;
        for (int at = acl + 8; at < end; at += in.getShort(at + 2)) {
            if ((descriptor[at + 1] & 0x10) == 0) {
                out.put(descriptor, at, in.getShort(at + 2));
                kept++;
            }
        }
        out.put(3, (byte) (out.get(3) | 0x10));
        out.putInt(4, 0).putInt(8, 0).putInt(12, 0);
        out.putShort(22, (short) (out.position() - 20)).putShort(24, (short) kept);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Ends the inheritance from above. */
    private static void closeToInheritance(String unit) throws LDAPException {
        Control daclOnly = new Control(
                "1.2.840.113556.1.4.801", true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(4)).encode()));
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            SearchRequest request = new SearchRequest(
                    unit, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), "nTSecurityDescriptor");
            request.addControl(daclOnly);
            byte[] descriptor = admin.searchForEntry(request).getAttributeValueBytes("nTSecurityDescriptor");
            ModifyRequest modify = new ModifyRequest(
                    unit,
                    new Modification(ModificationType.REPLACE, "nTSecurityDescriptor", withoutInheritance(descriptor)));
            modify.addControl(daclOnly);
            admin.modify(modify);
        }
    }

    @Test
    void seesThatUnexpireIsMissing() throws Exception {
        String descriptor = "nTSecurityDescriptor";
        byte[] saved = administrator.bytes(BASE, descriptor);
        delegate(BASE, List.of("(OD;;CR;" + Right.UNEXPIRE_PASSWORD.guid() + ";;%s)"));
        try {
            assertThat(predicted(Administrator.STAFF).of(Right.UNEXPIRE_PASSWORD))
                    .isEqualTo(Answer.MISSING);
        } finally {
            administrator.set(BASE, descriptor, saved);
        }
        assertThat(predicted(Administrator.STAFF).of(Right.UNEXPIRE_PASSWORD)).isEqualTo(Answer.GRANTED);
    }
}
