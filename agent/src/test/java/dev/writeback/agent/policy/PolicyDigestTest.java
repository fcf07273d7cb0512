package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDigestTest {
    private static final String SCOPE = "scope: {include: [\"OU=Staff,DC=corp,DC=example,DC=test\"]}";

    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operations: {reset: false}",
                "operations: {change: false}",
                "operations: {adminReset: false}",
                "operations: {unlock: true}",
                "operations: {validate: false}",
                "limits: {perUser: {count: 6, seconds: 3600}}",
                "limits: {perUser: {count: 5, seconds: 3601}}",
                "limits: {perAgent: {count: 101, seconds: 60}}",
                "limits: {perAgent: {count: 100, seconds: 61}}"
            })
    void everyRuleCounts(String rule) throws Exception {
        assertThat(digest(ConfigFiles.MINIMAL + rule + "\n")).isNotEqualTo(digest(ConfigFiles.MINIMAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope: {include: [\"OU=Sales,DC=corp,DC=example,DC=test\"]}",
                "scope: {include: [\"OU=Staff,DC=corp,DC=example,DC=test\", \"OU=Sales,DC=corp,DC=example,DC=test\"]}",
                "scope: {include: [\"OU=Staff,DC=corp,DC=example,DC=test\"],"
                        + " exclude: [\"OU=Board,OU=Staff,DC=corp,DC=example,DC=test\"]}",
                SCOPE + "\n    allowUserPrincipalName: true"
            })
    void everyPartOfTheScopeCounts(String scope) throws Exception {
        assertThat(digest(ConfigFiles.MINIMAL.replace(SCOPE, scope))).isNotEqualTo(digest(ConfigFiles.MINIMAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"loginAttribute: mail", "protectedGroups: [\"CN=Admins,DC=corp,DC=example,DC=test\"]"})
    void everyRuleOfAStandardDirectoryCounts(String rule) throws Exception {
        String standard = ConfigFiles.MINIMAL.replace("type: active-directory", "type: standard");

        assertThat(digest(standard)).isNotEqualTo(digest(ConfigFiles.MINIMAL));
        assertThat(digest(standard + "    " + rule + "\n")).isNotEqualTo(digest(standard));
    }

    @Test
    void includingIsNotExcluding() throws Exception {
        String two = "[\"OU=A,DC=corp,DC=example,DC=test\", \"OU=B,DC=corp,DC=example,DC=test\"]";
        String one = "[\"OU=A,DC=corp,DC=example,DC=test\"]";
        String other = "[\"OU=B,DC=corp,DC=example,DC=test\"]";

        assertThat(List.of(
                        digest(withScope("{include: " + two + "}")),
                        digest(withScope("{include: " + one + ", exclude: " + other + "}")),
                        digest(withScope("{include: " + other + ", exclude: " + one + "}"))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope: {include: [\"ou=staff, dc=Corp,dc=example,dc=test\"]}",
                "scope: {include: [\"OU=Staff,DC=corp,DC=example,DC=test\", \"OU=\\\\53taff,DC=corp,DC=example,DC=test\"]}",
                SCOPE + "\n    responseTimeout: 3\n    poolSize: 2"
            })
    void theWayOfWritingAndTheTimeLimitsDoNotCount(String scope) throws Exception {
        assertThat(digest(ConfigFiles.MINIMAL.replace(SCOPE, scope))).isEqualTo(digest(ConfigFiles.MINIMAL));
    }

    @Test
    void theServersDoNotCount() throws Exception {
        assertThat(digest(ConfigFiles.MINIMAL.replace("dc1.corp", "dc2.corp"))).isEqualTo(digest(ConfigFiles.MINIMAL));
    }

    @Test
    void whoNarrowedDoesNotCount() throws Exception {
        AgentConfig wide = files.load(ConfigFiles.MINIMAL);
        TenantSwitches tenant = new TenantSwitches(
                7,
                new OperationSettings(true, false, true, true, true),
                Optional.of(new Rate(2, Duration.ofHours(1))),
                Optional.empty());
        String narrow = digest(
                ConfigFiles.MINIMAL + "operations: {change: false}\nlimits: {perUser: {count: 2, seconds: 3600}}\n");

        assertThat(PolicyDigest.of(wide, Rules.of(wide).and(tenant))).isEqualTo(narrow);
        assertThat(narrow).isNotEqualTo(digest(ConfigFiles.MINIMAL));
    }

    private static String withScope(String scope) {
        return ConfigFiles.MINIMAL.replace(SCOPE, "scope: " + scope);
    }

    private String digest(String text) throws ConfigException {
        AgentConfig local = files.load(text);
        return PolicyDigest.of(local, Rules.of(local));
    }
}
