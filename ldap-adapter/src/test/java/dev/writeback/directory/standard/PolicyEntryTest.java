package dev.writeback.directory.standard;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolicyEntryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void callsShortOnlyWhatIsShortInOctetsToo() {
        PolicyEntry policy = policy("pwdCheckQuality", "2", "pwdMinLength", "6");

        assertThat(violations(policy, "short", person())).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(violations(policy, "äöü", person())).isEmpty();
    }

    @Test
    void callsLongOnlyWhatIsLongInCharactersToo() {
        PolicyEntry policy = policy("pwdCheckQuality", "2", "pwdMaxLength", "4");

        assertThat(violations(policy, "longer", person())).containsExactly(PolicyViolation.TOO_LONG);
        assertThat(violations(policy, "äöü", person())).isEmpty();
    }

    @Test
    void knowsNoLengthWhereTheQualityIsNotChecked() {
        assertThat(violations(policy("pwdMinLength", "6", "pwdMaxLength", "7"), "short", person()))
                .isEmpty();
    }

    @Test
    void leastAgeHoldsUnlessTheUserMustChange() {
        PolicyEntry policy = policy("pwdMinAge", "3600");
        PersonEntry young = person("pwdChangedTime", "20260301113000Z");

        assertThat(violations(policy, "fine", young)).containsExactly(PolicyViolation.TOO_YOUNG);
        assertThat(policy.toPasswordPolicy(young, NOW).changeAllowedAt())
                .contains(Instant.parse("2026-03-01T12:30:00Z"));
        assertThat(violations(policy, "fine", person("pwdChangedTime", "20260301105959Z")))
                .isEmpty();
        assertThat(violations(policy, "fine", person("pwdChangedTime", "20260301113000Z", "pwdReset", "TRUE")))
                .isEmpty();
        assertThat(violations(policy, "fine", person())).isEmpty();
    }

    @Test
    void oneMoreFailureIsHarmlessOnlyBelowTheThreshold() {
        PolicyEntry policy = policy("pwdLockout", "TRUE", "pwdMaxFailure", "3");

        assertThat(policy.toleratesOneMore(1)).isTrue();
        assertThat(policy.toleratesOneMore(2)).isFalse();
        assertThat(policy("pwdLockout", "FALSE", "pwdMaxFailure", "3").toleratesOneMore(9))
                .isTrue();
    }

    @Test
    void aLockRunsOutAfterItsDurationAndNeverWithoutOne() {
        Instant since = NOW.minusSeconds(60);

        assertThat(policy("pwdLockoutDuration", "60").hasRunOut(since, NOW)).isTrue();
        assertThat(policy("pwdLockoutDuration", "61").hasRunOut(since, NOW)).isFalse();
        assertThat(policy("pwdLockoutDuration", "0").hasRunOut(since, NOW)).isFalse();
    }

    @Test
    void wholeSecondsAreToldFromFractions() {
        assertThat(person("pwdChangedTime", "20260301113000Z").tellsWholeSeconds())
                .isTrue();
        assertThat(person("pwdChangedTime", "20260301113000.123Z").tellsWholeSeconds())
                .isFalse();
        assertThat(person("pwdAccountLockedTime", "000001010000Z").isLockedForGood())
                .isTrue();
    }

    private static Set<PolicyViolation> violations(PolicyEntry policy, String password, PersonEntry person) {
        try (PasswordOctets octets = PasswordModifyTest.octets(password)) {
            return policy.violations(octets, person, NOW);
        }
    }

    private static PolicyEntry policy(String... attributes) {
        return new PolicyEntry(new Entry("cn=default,ou=Policies,dc=example", attributes(attributes)));
    }

    private static PersonEntry person(String... attributes) {
        return new PersonEntry(new Entry("uid=a,dc=example", attributes(attributes)));
    }

    private static List<Attribute> attributes(String... pairs) {
        List<Attribute> all = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.add(new Attribute(pairs[i], pairs[i + 1]));
        }
        return all;
    }
}
