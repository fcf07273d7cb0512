package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.directory.Account;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Switches ALL = new Switches(true, true, true, true, true, false);
    private static final Switches NONE = new Switches(false, false, false, false, false, false);
    private static final Subject GUID = new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10");

    @Test
    void permitsAnEnabledOperationOnAnOrdinaryAccountInScope() {
        Policy policy = policy(ALL, 10, 10);

        assertThat(policy.decideOperation(reset(Initiator.self()), true)).isEqualTo(new Decision.Permit());
        assertThat(policy.decideAccount(account("CN=u01,OU=Staff,DC=corp"), true))
                .isEqualTo(new Decision.Permit());
    }

    @Test
    void deniesEveryOperationThatIsNotSwitchedOnAndStillAnswersAPing() {
        Policy policy = policy(NONE, 10, 10);
        WritebackRequest.Header header = header();

        assertThat(List.of(
                        policy.decideOperation(reset(Initiator.self()), true),
                        policy.decideOperation(reset(Initiator.admin("a")), true),
                        policy.decideOperation(new WritebackRequest.Change(header, GUID, Initiator.self()), true),
                        policy.decideOperation(new WritebackRequest.Unlock(header, GUID, Initiator.self()), true),
                        policy.decideOperation(new WritebackRequest.Validate(header, GUID, Initiator.self()), true)))
                .containsOnly(new Decision.Deny(Reason.OPERATION_DISABLED));
        assertThat(policy.decideOperation(new WritebackRequest.Ping(header), true))
                .isEqualTo(new Decision.Permit());
    }

    @Test
    void adminResetGovernsResetsByAnAdministratorAndResetTheOthers() {
        Policy selfOnly = policy(new Switches(true, true, false, true, true, false), 10, 10);
        Policy adminOnly = policy(new Switches(false, true, true, true, true, false), 10, 10);

        assertThat(selfOnly.decideOperation(reset(Initiator.self()), true)).isEqualTo(new Decision.Permit());
        assertThat(selfOnly.decideOperation(reset(Initiator.admin("a")), true))
                .isEqualTo(new Decision.Deny(Reason.OPERATION_DISABLED));
        assertThat(adminOnly.decideOperation(reset(Initiator.self()), true))
                .isEqualTo(new Decision.Deny(Reason.OPERATION_DISABLED));
        assertThat(adminOnly.decideOperation(reset(Initiator.admin("a")), true)).isEqualTo(new Decision.Permit());
    }

    @Test
    void deniesAUserPrincipalNameThatTheLocalFileDoesNotAllow() {
        WritebackRequest byName = new WritebackRequest.Reset(
                header(),
                new Subject(Subject.Format.USER_PRINCIPAL_NAME, "u01@corp.example.test"),
                Initiator.self(),
                false,
                false);

        assertThat(policy(ALL, 10, 10).decideOperation(byName, true))
                .isEqualTo(new Decision.Deny(Reason.OPERATION_DISABLED));
        assertThat(policy(new Switches(true, true, true, true, true, true), 10, 10)
                        .decideOperation(byName, true))
                .isEqualTo(new Decision.Permit());
    }

    @Test
    void limitsTheAgentAsAWholeAndCountsNeitherPingsNorRedeliveries() {
        Policy policy = policy(ALL, 10, 1);
        policy.decideOperation(new WritebackRequest.Ping(header()), true);
        policy.decideOperation(reset(Initiator.self()), false);

        assertThat(policy.decideOperation(reset(Initiator.self()), true)).isEqualTo(new Decision.Permit());
        assertThat(policy.decideOperation(reset(Initiator.self()), true))
                .isEqualTo(new Decision.Deny(Reason.RATE_LIMITED));
    }

    @Test
    void limitsEachUserAndDoesNotChargeTheAgentForWhatTheUsersLimitRefused() {
        Policy policy = policy(ALL, 1, 2);
        Account account = account("CN=u01,OU=Staff,DC=corp");
        policy.decideOperation(reset(Initiator.self()), true);
        policy.decideAccount(account, true);
        policy.decideOperation(reset(Initiator.self()), true);

        assertThat(policy.decideAccount(account, true)).isEqualTo(new Decision.Deny(Reason.RATE_LIMITED));
        assertThat(policy.decideOperation(reset(Initiator.self()), true)).isEqualTo(new Decision.Permit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=u01,OU=Staff,DC=corp | true",
                "cn=u01, ou=staff, dc=CORP | true",
                "CN=u01,OU=Sales,OU=Staff,DC=corp | true",
                "CN=u01,OU=Vault,OU=Staff,DC=corp | false",
                "CN=u01,OU=Other,DC=corp | false",
                "CN=OU\\=Staff\\,DC\\=corp,OU=Other,DC=corp | false",
                "CN=u01,OU=NotStaff,DC=corp | false",
                "CN=u01,OU=Staff,DC=corp,DC=evil | false",
                "not a name | false"
            })
    void decidesScopeByTheNameFoundInTheDirectory(String dn, boolean inScope) {
        Decision decision = policy(ALL, 10, 10).decideAccount(account(dn), true);

        assertThat(decision).isEqualTo(inScope ? new Decision.Permit() : new Decision.Deny(Reason.OUT_OF_SCOPE));
    }

    @Test
    void deniesAnAccountOfADirectoryWithoutAScope() {
        Policy policy = new Policy(
                ALL,
                new Scope(Map.of(), Set.of()),
                new Rate(9, Duration.ofHours(1)),
                new Rate(9, Duration.ofHours(1)),
                clock());

        assertThat(policy.decideAccount(account("CN=u01,OU=Staff,DC=corp"), true))
                .isEqualTo(new Decision.Deny(Reason.OUT_OF_SCOPE));
    }

    @ParameterizedTest
    @EnumSource(Account.Protection.class)
    void deniesEveryKindOfProtectedAccount(Account.Protection protection) {
        Account account = account("CN=u01,OU=Staff,DC=corp", Set.of(protection));

        assertThat(policy(ALL, 10, 10).decideAccount(account, true))
                .isEqualTo(new Decision.Deny(Reason.PROTECTED_ACCOUNT));
    }

    private static Policy policy(Switches switches, int perUser, int perAgent) {
        Scope scope = new Scope(
                Map.of(
                        "corp",
                        new Scope.Subtrees(
                                List.of(DistinguishedName.of("OU=Staff,DC=corp")),
                                List.of(DistinguishedName.of("OU=Vault,OU=Staff,DC=corp")))),
                Set.of());
        Duration hour = Duration.ofHours(1);
        return new Policy(switches, scope, new Rate(perAgent, hour), new Rate(perUser, hour), clock());
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    private static WritebackRequest.Header header() {
        return new WritebackRequest.Header(
                new RequestId(UUID.randomUUID().toString()), NOW, NOW.plusSeconds(60), Optional.empty());
    }

    private static WritebackRequest reset(Initiator by) {
        return new WritebackRequest.Reset(header(), GUID, by, false, false);
    }

    private static Account account(String dn) {
        return account(dn, Set.of());
    }

    private static Account account(String dn, Set<Account.Protection> protections) {
        return new Account(
                UUID.fromString(GUID.value()),
                dn,
                "S-1-5-21-1-2-3-1104",
                "corp",
                "dc1",
                Optional.empty(),
                protections,
                false,
                false,
                Optional.empty());
    }
}
