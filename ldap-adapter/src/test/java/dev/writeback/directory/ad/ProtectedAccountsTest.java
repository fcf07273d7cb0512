package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Entry;
import dev.writeback.directory.Account.Protection;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtectedAccountsTest {
    private static final String DOMAIN = "S-1-5-21-1-2-3-";
    private static final String SERVICE = "CN=svc,OU=Service,DC=corp,DC=test";
    private static final ServerFacts SILENT = new ServerFacts(
            "DC=corp,DC=test", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static Entry user() {
        Entry entry = new Entry("CN=Jane Doe,OU=Staff,DC=corp,DC=test");
        entry.addAttribute("objectClass", "top", "person", "organizationalPerson", "user");
        entry.addAttribute("objectSid", Sid.parse(DOMAIN + "1105").toBytes());
        entry.addAttribute("sAMAccountName", "jane");
        entry.addAttribute("userPrincipalName", "jane.doe@corp.test");
        entry.addAttribute("userAccountControl", "512");
        entry.addAttribute("primaryGroupID", "513");
        entry.addAttribute(
                "tokenGroups",
                Sid.parse(DOMAIN + "513").toBytes(),
                Sid.parse("S-1-5-32-545").toBytes());
        return entry;
    }

    private static Set<Protection> judge(Entry entry) throws UnreadableEntryException {
        return new ProtectedAccounts(SERVICE).of(new AccountEntry(entry), SILENT);
    }

    @Test
    void letsAnOrdinaryUserPass() throws UnreadableEntryException {
        assertThat(judge(user())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-1-5-32-544",
                "S-1-5-32-548",
                "S-1-5-32-549",
                "S-1-5-32-550",
                "S-1-5-32-551",
                "S-1-5-32-552",
                DOMAIN + "498",
                DOMAIN + "512",
                DOMAIN + "516",
                DOMAIN + "517",
                DOMAIN + "518",
                DOMAIN + "519",
                DOMAIN + "520",
                DOMAIN + "521",
                DOMAIN + "522",
                DOMAIN + "526",
                DOMAIN + "527",
                "S-1-5-21-9-9-9-519"
            })
    void protectsAMemberOfEachPrivilegedGroup(String group) throws UnreadableEntryException {
        Entry entry = user();
        entry.addAttribute("tokenGroups", Sid.parse(group).toBytes());

        assertThat(judge(entry)).containsExactly(Protection.PRIVILEGED_GROUP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"S-1-5-32-512", "S-1-5-32-545", DOMAIN + "544", DOMAIN + "553", DOMAIN + "1512", "S-1-5-11"})
    void doesNotMistakeAnotherGroupForAPrivilegedOne(String group) throws UnreadableEntryException {
        Entry entry = user();
        entry.addAttribute("tokenGroups", Sid.parse(group).toBytes());

        assertThat(judge(entry)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "adminCount,1,ADMIN_COUNT",
        "isCriticalSystemObject,TRUE,BUILT_IN",
        "sAMAccountName,krbtgt,BUILT_IN",
        "sAMAccountName,krbtgt_21334,BUILT_IN",
        "primaryGroupID,512,PRIVILEGED_GROUP",
        "userAccountControl,4096,COMPUTER",
        "userAccountControl,532480,COMPUTER",
        "userAccountControl,2080,NOT_A_USER",
        "userAccountControl,256,NOT_A_USER"
    })
    void protectsByAttribute(String attribute, String value, Protection protection) throws UnreadableEntryException {
        Entry entry = user();
        entry.setAttribute(attribute, value);

        assertThat(judge(entry)).containsExactly(protection);
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 501, 502, 503, 999})
    void protectsBuiltInRelativeIdentifiers(long rid) throws UnreadableEntryException {
        Entry entry = user();
        entry.setAttribute("objectSid", Sid.parse(DOMAIN + rid).toBytes());

        assertThat(judge(entry)).containsExactly(Protection.BUILT_IN);
    }

    @ParameterizedTest
    @CsvSource({
        "computer,COMPUTER",
        "msDS-GroupManagedServiceAccount,MANAGED_SERVICE_ACCOUNT",
        "msDS-ManagedServiceAccount,MANAGED_SERVICE_ACCOUNT",
        "msDS-DelegatedManagedServiceAccount,MANAGED_SERVICE_ACCOUNT"
    })
    void protectsByClassEvenWithTheFlagsOfAUser(String objectClass, Protection protection)
            throws UnreadableEntryException {
        Entry entry = user();
        entry.addAttribute("objectClass", objectClass);

        assertThat(judge(entry)).containsExactly(protection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cn=jane doe, ou=staff,dc=CORP,dc=test", "jane.doe@corp.test", "Jane@corp.test", "CORP\\jane"})
    void protectsTheServiceAccountInEachFormOfItsName(String bindUser) throws UnreadableEntryException {
        assertThat(new ProtectedAccounts(bindUser).of(new AccountEntry(user()), SILENT))
                .containsExactly(Protection.SERVICE_ACCOUNT);
    }

    @Test
    void protectsTheAccountThatTheServerSaysWeAre() throws UnreadableEntryException {
        ServerFacts facts = new ServerFacts(
                "DC=corp,DC=test",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Sid.parse(DOMAIN + "1105")),
                Optional.empty(),
                false);

        assertThat(new ProtectedAccounts("other@corp.test").of(new AccountEntry(user()), facts))
                .containsExactly(Protection.SERVICE_ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"userAccountControl", "tokenGroups", "sAMAccountName"})
    void callsNobodyOrdinaryWhoseFactsCannotBeRead(String attribute) {
        Entry entry = user();
        entry.removeAttribute(attribute);

        assertThatThrownBy(() -> judge(entry))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining(attribute);
    }

    @Test
    void callsWhatHasNoSidOrNoUserClassNoUser() throws UnreadableEntryException {
        Entry withoutSid = user();
        withoutSid.removeAttribute("objectSid");
        Entry contact = new Entry("CN=c,DC=corp,DC=test");
        contact.addAttribute("objectClass", "contact");

        assertThat(judge(withoutSid)).containsExactly(Protection.NOT_A_USER);
        assertThat(judge(contact)).containsExactly(Protection.NOT_A_USER);
    }
}
