package dev.writeback.sandbox.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded directory has beyond the contract: its log, its clock, its control, and the texts of Samba AD. */
class EmbeddedDirectoryTest {
    private static final String USER_PASSWORD = "Us3r-Passw0rd!";
    private static final MovableClock CLOCK = new MovableClock();
    private static EmbeddedDirectory directory;

    private LDAPConnection service;

    @BeforeAll
    static void start() {
        directory = EmbeddedDirectory.start(
                EmbeddedDirectorySettings.defaults().withClock(CLOCK).withPolicyHints());
    }

    @AfterAll
    static void stop() {
        directory.close();
    }

    @BeforeEach
    void bind() throws LDAPException {
        service = connect(directory.serviceAccountDn(), directory.serviceAccountPassword());
    }

    @AfterEach
    void unbind() {
        service.close();
        CLOCK.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "u01,0",
        "disabled01,533",
        "locked01,775",
        "mustchange01,773",
        "expired01,532",
        "acctexp01,701",
        "neverexp01,0",
        "pso01,0",
        "admin01,0",
        "outside01,0"
    })
    void seedsEachAccountInItsState(String name, String code) {
        assertThat(bindCode(directory.dnOf(name), USER_PASSWORD)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"u01@corp.example.test,0", "CORP\\u01,0", "u01,52e", "OTHER\\u01,52e", "nobody@corp.example.test,52e"})
    void bindsByTheNamesThatSambaTakes(String name, String code) {
        assertThat(bindCode(name, USER_PASSWORD)).isEqualTo(code);
    }

    @Test
    void hasNoBackDoorOfApacheDs() throws LDAPException {
        assertThat(bindCode("uid=admin,ou=system", "secret")).isEqualTo("52e");
        assertThat(service.getEntry("uid=admin,ou=system")).isNull();
        assertThat(service.getEntry("ou=schema")).isNull();
    }

    @Test
    void namesAnEntryByGuidAndBySid() throws LDAPException {
        SearchResultEntry entry = service.getEntry(directory.dnOf("u02"), "objectGUID", "objectSid");
        String guid = HexFormat.of().formatHex(entry.getAttributeValueBytes("objectGUID"));
        String sid = HexFormat.of().formatHex(entry.getAttributeValueBytes("objectSid"));

        for (String name :
                new String[] {"<GUID=" + guid + ">", "<GUID=" + directory.guidOf("u02") + ">", "<SID=" + sid + ">"}) {
            assertThat(service.getEntry(name, "1.1").getDN()).isEqualTo(directory.dnOf("u02"));
            service.modify(name, reset("By-Reference-1"));
        }
        assertThat(directory.canBind("u02", bytes("By-Reference-1"))).isTrue();
        assertThat(refusal("<GUID=" + "00".repeat(16) + ">", reset("By-Reference-2")))
                .isEqualTo("32 00002030: No such Base DN: <GUID=" + "00".repeat(16) + ">");
    }

    @Test
    void logsEveryCommittedWriteAndNoRefusedOne() throws LDAPException {
        String dn = directory.dnOf("u03");
        int before = directory.writes().all().size();

        service.modify(dn, reset("Logged-Phrase-1"), new Modification(ModificationType.REPLACE, "lockoutTime", "0"));
        refusal(dn, reset("short"));
        refusal(dn, reset("Logged-Phrase-2"), new Modification(ModificationType.REPLACE, "description", "x"));

        assertThat(directory.writes().all().stream().skip(before))
                .extracting(PasswordWrite::account, PasswordWrite::kind, PasswordWrite::sequence)
                .containsExactly(
                        tuple(directory.guidOf("u03"), PasswordWrite.Kind.RESET, before + 1L),
                        tuple(directory.guidOf("u03"), PasswordWrite.Kind.UNLOCK, before + 2L));
        assertThat(directory.canBind("u03", bytes("Logged-Phrase-1"))).isTrue();
    }

    @Test
    void changesAllOrNothing() {
        String dn = directory.dnOf("u04");

        String refused =
                refusal(dn, reset("Atomic-Phrase-1"), new Modification(ModificationType.REPLACE, "pwdLastSet", "7"));

        assertThat(refused).startsWith("80 00000057: setup_last_set_field: pwdLastSet must be 0 or -1 only!");
        assertThat(directory.canBind("u04", bytes(USER_PASSWORD))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin01", "admin02", "outside01", "Administrator", "krbtgt", "svc-plain"})
    void givesTheServiceAccountNoRightBeyondItsDelegation(String name) {
        assertThat(refusal(directory.dnOf(name), reset("No-Right-Phrase-1")))
                .isEqualTo("50 error in module acl: insufficient access rights during LDB_MODIFY (50)");
        assertThat(refusal(directory.dnOf(name), new Modification(ModificationType.REPLACE, "lockoutTime", "0")))
                .isEqualTo("50 00002098: Object " + directory.dnOf(name) + " has no write property access\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "unquoted", "\"half"})
    void takesNothingButAQuotedUtf16Password(String raw) {
        byte[] value = raw.getBytes(StandardCharsets.UTF_16LE);

        assertThat(refusal(directory.dnOf("u05"), new Modification(ModificationType.REPLACE, "unicodePwd", value)))
                .startsWith("53 00002035: ");
    }

    @Test
    void letsNobodyInWithoutABind() throws LDAPException {
        try (LDAPConnection anonymous =
                new LDAPConnection(directory.clientContext().getSocketFactory(), "localhost", directory.port())) {
            assertThat(anonymous.getRootDSE().getAttributeValue("defaultNamingContext"))
                    .isEqualTo(directory.baseDn());
            assertThatThrownBy(() -> anonymous.search(directory.baseDn(), SearchScope.SUB, "(cn=u01)"))
                    .hasMessageContaining("00002020");
            assertThatThrownBy(() -> anonymous.modify(directory.dnOf("u05"), reset("Anonymous-Phrase-1")))
                    .hasMessageContaining("00002020");
        }
    }

    @Test
    void refusesAnUnknownCriticalControlWithoutAWord() {
        ModifyRequest request = new ModifyRequest(directory.dnOf("u05"), reset("Control-Phrase-1"));
        request.addControl(new Control("1.2.3.4.5.6", true));

        assertThat(refusal(request)).isEqualTo("12 null");
    }

    @Test
    void obeysTheHistoryOnAResetOnlyWithPolicyHints() throws LDAPException {
        String dn = directory.dnOf("u06");
        service.modify(dn, reset("Hinted-Phrase-1"));
        CLOCK.advance(Duration.ofDays(2));
        service.modify(dn, reset("Hinted-Phrase-1"));
        CLOCK.advance(Duration.ofDays(2));
        ModifyRequest hinted = new ModifyRequest(dn, reset("Hinted-Phrase-1"));
        hinted.addControl(new Control(
                "1.2.840.113556.1.4.2239", true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(1)).encode())));

        assertThat(refusal(hinted)).startsWith("53 0000052D: SvcErr:");
        assertThat(service.getRootDSE().getSupportedControlOIDs()).contains("1.2.840.113556.1.4.2239");
    }

    @Test
    void endsALockoutWhenItsTimeIsOver() {
        String dn = directory.dnOf("u07");
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(bindCode(dn, "wrong")).isEqualTo("52e");
        }
        assertThat(bindCode(dn, USER_PASSWORD)).isEqualTo("775");
        assertThat(directory.lockedSince("u07")).isPresent();

        CLOCK.advance(Duration.ofMinutes(31));

        assertThat(bindCode(dn, USER_PASSWORD)).isEqualTo("0");
        assertThat(directory.lockedSince("u07")).isEmpty();
    }

    @Test
    void forgetsFailedAttemptsOutsideTheObservationWindow() {
        String dn = directory.dnOf("u08");
        for (int attempt = 0; attempt < 4; attempt++) {
            bindCode(dn, "wrong");
        }
        CLOCK.advance(Duration.ofMinutes(31));
        bindCode(dn, "wrong");

        assertThat(bindCode(dn, USER_PASSWORD)).isEqualTo("0");
    }

    @Test
    void hidesAFineGrainedPolicyFromTheServiceAccount() throws LDAPException {
        String name =
                service.getEntry(directory.dnOf("pso01"), "msDS-ResultantPSO").getAttributeValue("msDS-ResultantPSO");
        SearchResultEntry seen = service.getEntry(name, "msDS-MinimumPasswordLength", "cn");

        assertThat(name).startsWith("CN=PSO-Strict,");
        assertThat(seen.hasAttribute("msDS-MinimumPasswordLength")).isFalse();
        assertThat(refusal(directory.dnOf("pso01"), reset("Pso-Passw0rd"))).contains("0000052D", "14 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(sAMAccountName=u09);1",
                "(&(objectCategory=person)(objectClass=user)(userPrincipalName=U09@Corp.Example.Test));1",
                "(memberOf:1.2.840.113556.1.4.1941:=CN=Account Operators,CN=Builtin,DC=corp,DC=example,DC=test);3",
                "(userAccountControl:1.2.840.113556.1.4.803:=2);3",
                "(distinguishedName=CN=admin01,OU=Staff,DC=corp,DC=example,DC=test);1",
                "(unknownAttribute=x);0"
            })
    void understandsTheFiltersOfActiveDirectory(String filter, int entries) throws LDAPException {
        assertThat(service.search(directory.baseDn(), SearchScope.SUB, filter, "1.1")
                        .getEntryCount())
                .isEqualTo(entries);
    }

    @Test
    void findsByTheOctetsOfAnIdentifier() throws LDAPException {
        byte[] sid = service.getEntry(directory.dnOf("u09"), "objectSid").getAttributeValueBytes("objectSid");
        Filter bySid = Filter.createEqualityFilter("objectSid", sid);
        Filter byGuid = Filter.createEqualityFilter("objectGUID", ObjectGuid.octets(directory.guidOf("u09")));

        for (Filter filter : new Filter[] {bySid, byGuid}) {
            assertThat(service.search(directory.baseDn(), SearchScope.SUB, filter, "1.1")
                            .getSearchEntries())
                    .extracting(SearchResultEntry::getDN)
                    .containsExactly(directory.dnOf("u09"));
        }
    }

    @Test
    void survivesWhatIsNoLdap() throws Exception {
        for (String hostile :
                new String[] {"474554202f", "3084ffffffff", "30800000", "300302010163", "30050201016001"}) {
            try (Socket socket =
                    directory.clientContext().getSocketFactory().createSocket("localhost", directory.port())) {
                socket.setSoTimeout(2000);
                socket.getOutputStream().write(HexFormat.of().parseHex(hostile));
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                in.readAllBytes();
            }
        }

        assertThat(directory.canBind("u10", bytes(USER_PASSWORD))).isTrue();
    }

    private static Modification reset(String password) {
        return new Modification(
                ModificationType.REPLACE, "unicodePwd", ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE));
    }

    private String refusal(String dn, Modification... modifications) {
        return refusal(new ModifyRequest(dn, modifications));
    }

    /** Result code and diagnostic text. */
    private String refusal(ModifyRequest request) {
        try {
            LDAPResult result = service.modify(request);
            return "0 " + result.getDiagnosticMessage();
        } catch (LDAPException e) {
            return e.getResultCode().intValue() + " " + e.getDiagnosticMessage();
        }
    }

    private static LDAPConnection connect(String name, byte[] password) throws LDAPException {
        LDAPConnection connection =
                new LDAPConnection(directory.clientContext().getSocketFactory(), "localhost", directory.port());
        try {
            connection.bind(new SimpleBindRequest(name, password));
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    private static String bindCode(String name, String password) {
        try (LDAPConnection bound = connect(name, bytes(password))) {
            return bound.isConnected() ? "0" : "closed";
        } catch (LDAPException e) {
            return String.valueOf(e.getDiagnosticMessage()).replaceFirst(".*data ([0-9a-f]+),.*", "$1");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class MovableClock extends Clock {
        private final Instant start = Instant.now();
        private final AtomicReference<Instant> now = new AtomicReference<>(start);

        void reset() {
            now.set(start);
        }

        void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
