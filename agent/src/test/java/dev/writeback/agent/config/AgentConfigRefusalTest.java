package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row per refusal: the complete file with one change has exactly one problem. */
class AgentConfigRefusalTest {
    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: hq-2 | id: Hq_2 | agent.id | 'Hq_2' | 1 to 63 of a-z, 0-9 and -",
                "id: hq-2 | id: 12 | agent.id | '12' | in quotes if it is meant as a text",
                "id: hq-2 | id: '' | agent.id | '' | 1 to 63",
                "id: hq-2, |  | agent.id | nothing | 1 to 63",
                "id: hq-2 | id: | agent.id | nothing | 1 to 63",
                "id: hq-2 | id: [hq-2] | agent.id | a list | 1 to 63",
                "/tmp/writeback-test-state | corp-ca.pem | agent.stateDirectory | not a directory | a directory",
                "logLevel: debug | logLevel: trace | agent.logLevel | 'trace' | error, warn, info or debug",
                "logLevel: debug | logLevel: DEBUG | agent.logLevel | 'DEBUG' | error, warn, info or debug",
                "urn:example:cloud | http://sspr.example.net | cloud.issuer | 'http://sspr.example.net' | https",
                "urn:pwb:t:g | urn:pwb:t | cloud.audience | 'urn:pwb:t' | urn:pwb:TENANT:GROUP",
                "cloud-keys.jwks | gone.jwks | cloud.keys | gone.jwks', which does not exist | existing file",
                "cloud-keys.jwks | . | cloud.keys | not a file | regular file",
                "env:STORE_PIN | env:OTHER | keys.passwordFile | variable that is not set | env:NAME",
                "env:STORE_PIN | env:A B | keys.passwordFile | a name of another form | env:NAME",
                "env:STORE_PIN | credential:pin | keys.passwordFile | CREDENTIALS_DIRECTORY is not set | credential:NAME",
                "env:STORE_PIN | credential:../pin | keys.passwordFile | a name of another form | credential:NAME",
                "env:STORE_PIN | gone.pin | keys.passwordFile | does not exist | name of a file",
                "requests: to-agents | requests: to agents | relay.serviceBus.requests | 'to agents' | a queue name",
                "replies: to-cloud | replies: To-Agents | relay.serviceBus.replies | queue of the requests | its own",
                "presence: of-agents | presence: To-Agents | relay.serviceBus.presence | queue of the requests | its own",
                "transport: amqp | transport: amqp-web-sockets | relay.serviceBus.transport | 'amqp-web-sockets' | not yet supported",
                "proxy: null | proxy: http://p | relay.serviceBus.proxy | a text | null; a proxy is not supported",
                "trust: {caFile: corp-ca.pem} | trust: {caFile: ldap.password} | directories[0].trust.caFile | holds | certificates in PEM",
                "name: corp | name: our corp | directories[0].name | 'our corp' | 1 to 63 letters",
                "type: active-directory | type: standard | directories[0].requireHistoryOnReset | a key of the type active-directory | policy of the server",
                "poolSize: 3 | protectedGroups: [\"CN=x,DC=corp,DC=example,DC=test\"] | directories[0].protectedGroups | a key of the type standard | active-directory",
                "poolSize: 3 | verifyReplication: {servers: every, seconds: 30} | directories[0].verifyReplication.servers | 'every' | all, or a whole number from 1 to 7",
                "poolSize: 3 | verifyReplication: {servers: 8, seconds: 30} | directories[0].verifyReplication.servers | '8' | a whole number from 1 to 7",
                "poolSize: 3 | verifyReplication: {servers: 2, seconds: 30} | directories[0].verifyReplication.servers | '2' | at most 1, as servers names no more",
                "poolSize: 3 | verifyReplication: {servers: 1} | directories[0].verifyReplication.seconds | nothing | a whole number from 1 to 3600",
                "poolSize: 3 | verifyReplication: {seconds: 0} | directories[0].verifyReplication.seconds | '0' | a whole number from 1 to 3600",
                "poolSize: 3 | verifyReplication: {second: 5, seconds: 5} | directories[0].verifyReplication.second | an unknown key | did you mean seconds",
                "poolSize: 3 | verifyReplication: true | directories[0].verifyReplication | true or false | a mapping",
                "poolSize: 3 | hashesCleartext: true | directories[0].hashesCleartext | a key of the type standard | active-directory",
                "type: active-directory | type: openldap | directories[0].type | 'openldap' | active-directory",
                "poolSize: 3 | domain: corp.example.test | directories[0].domain | beside servers | either servers",
                "poolSize: 3 | site: HQ | directories[0].site | beside servers | the key domain",
                "poolSize: 3 | nameServer: 192.0.2.53 | directories[0].nameServer | beside servers | the key domain",
                "primaryFirst: true | primaryFirst: 1 | directories[0].primaryFirst | '1' | true or false",
                "ldaps://dc1.corp.example.test | dc1.corp.example.test | directories[0].servers[0] | 'dc1 | ldaps://HOST",
                "ldaps://dc1.corp.example.test | ldaps://dc1/ou=x | directories[0].servers[0] | 'ldaps | ldaps://HOST",
                "ldaps://dc1.corp.example.test | ldaps://dc1:0 | directories[0].servers[0] | 'ldaps://dc1:0' | ldaps://HOST",
                "ldaps://dc1.corp.example.test | ldaps://me:Tr0ub4dor-canary@dc1 | directories[0].servers[0] | not shown | ldaps",
                "baseDn: DC=corp,DC=example,DC=test | baseDn: corp.example.test | directories[0].baseDn | 'corp.ex | distinguished",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\" | user: svc@corp | directories[0].bind.user | 'svc@corp' | distinguished",
                "passwordFile: ldap.password} | password: Tr0ub4dor-canary, passwordFile: ldap.password} | directories[0].bind.password | a secret in the file itself (not shown) | passwordFile",
                "passwordFile: ldap.password} | passwordFile: ldap.password, kerberos: {principal: s@R, keytab: svc.keytab}} | directories[0].bind.kerberos | a second way to bind | one of: user and passwordFile, kerberos, certificate",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@corp.test, keytab: svc.keytab} | directories[0].bind.kerberos.principal | 'svc@corp.test' | name@REALM, the realm in capitals",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc, keytab: svc.keytab} | directories[0].bind.kerberos.principal | 'svc' | name@REALM",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@R} | directories[0].bind.kerberos.keytab | nothing | a keytab file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@R, keytab: gone.keytab} | directories[0].bind.kerberos.keytab | gone.keytab', which does not exist | an existing file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@R, keytab: ldap.password} | directories[0].bind.kerberos.keytab | holds something else | a keytab file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@R, keytab: svc.keytab, kdc: [dc1 dc2]} | directories[0].bind.kerberos.kdc[0] | 'dc1 dc2' | HOST or HOST:PORT",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | kerberos: {principal: svc@R, keytab: svc.keytab, realm: R} | directories[0].bind.kerberos.realm | an unknown key | known here: kdc, keytab, principal",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | user: \"CN=svc,DC=corp,DC=example,DC=test\" | directories[0].bind.passwordFile | nothing | name of a file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | certificate: {store: agent-keys.p12} | directories[0].bind.certificate.passwordFile | nothing | name of a file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | certificate: {store: gone.p12, passwordFile: keystore.pin} | directories[0].bind.certificate.store | gone.p12', which does not exist | an existing file",
                "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password | certificate: {store: agent-keys.p12, passwordFile: keystore.pin}, kerberos: {principal: s@R, keytab: svc.keytab} | directories[0].bind.certificate | a second way to bind | one of",
                "passwordFile: ldap.password} | passwordFile: Tr0ub4dor-canary} | directories[0].bind.passwordFile | does not exist | env:NAME",
                "passwordFile: ldap.password} | passwordFile: [Tr0ub4dor-canary]} | directories[0].bind.passwordFile | a list | env:NAME",
                "passwordFile: ldap.password} | passwordFile: 12345678} | directories[0].bind.passwordFile | a number | env:NAME",
                "connectionFile: relay.connection | connectionFile: Endpoint=sb://x/;SharedAccessKey=Tr0ub4dor-canary | relay.serviceBus.connectionFile | not shown | env:NAME",
                "exclude: [\"OU=Board,OU=Staff,DC=corp,DC=example,DC=test\"] | exclude: [OU=Board] | directories[0].scope.exclude[0] | 'OU=Board' | under the baseDn",
                "exclude: [\"OU=Board,OU=Staff,DC=corp,DC=example,DC=test\"] | exclude: | directories[0].scope.exclude | nothing | a list of",
                "connectTimeout: 7 | connectTimeout: 31 | directories[0].connectTimeout | '31' | from 1 to 30",
                "responseTimeout: 12 | responseTimeout: 0 | directories[0].responseTimeout | '0' | from 1 to 20",
                "responseTimeout: 12 | responseTimeout: 12s | directories[0].responseTimeout | '12s' | a whole number",
                "poolSize: 3 | poolSize: 0 | directories[0].poolSize | '0' | from 1 to 64",
                "poolSize: 3 | poolSize: '3' | directories[0].poolSize | '3' | a whole number",
                "allowUserPrincipalName: true | allowUserPrincipalName: yes | directories[0].allowUserPrincipalName | 'yes' | true or false",
                "unlock: true | unlock: 'true' | operations.unlock | 'true' | true or false, without quotes",
                "unlock: true | unlok: true | operations.unlok | an unknown key | did you mean unlock?",
                "{count: 2, seconds: 60} | {count: 2} | limits.perUser.seconds | nothing | from 1 to 86400",
                "{count: 2, seconds: 60} | {count: 0, seconds: 60} | limits.perUser.count | '0' | from 1 to 1000000",
                "{count: 9, seconds: 10} | 9 | limits.perAgent | a number | a mapping",
                "inFlight: 4 | inFlight: 33 | limits.inFlight | '33' | from 1 to 32",
                "inFlight: 4 | inFlight: 4.0 | limits.inFlight | '4.0' | from 1 to 32",
                "address: \"::1\" | address: localhost | http.address | 'localhost' | an IP address, not a name",
                "address: \"::1\" | address: 300.1.1.1 | http.address | '300.1.1.1' | an IP address",
                "token: endpoint.token | token: gone.token | http.token | does not exist | name of a file",
                "token: endpoint.token | password: x | http.password | a secret in the file itself | the key token",
                "certificateFile: corp-ca.pem, | | http.tls.certificateFile | nothing | certificates in PEM",
                "certificateFile: corp-ca.pem | certificateFile: endpoint.token | http.tls.certificateFile | holds | certificates in PEM",
                "keyFile: endpoint.key | keyFile: gone.key | http.tls.keyFile | gone.key', which does not exist | existing file",
                "port: 0 | port: 65536 | http.port | '65536' | from 0 to 65535",
                "port: 0 | port: -1 | http.port | '-1' | from 0 to 65535",
                "port: 0 | port: 9999999999999 | http.port | '9999999999999' | from 0 to 65535",
                "audit: | adit: | adit | an unknown key | did you mean audit?",
                "canary: {directory: corp, | canary: {directory: lab, | canary.directory | 'lab' | the name of one of the directories: corp",
                "canary: {directory: corp, | canary: { | canary.directory | nothing | 63",
                "user: 6f1a2b3c- | user: x6f1a2b3c- | canary.user | 'x6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c' | the account's objectGUID",
                "user: 6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c | user: canary@corp.test | canary.user | 'canary@corp.test' | no name",
                "minutes: 15 | minutes: 4 | canary.minutes | '4' | from 5 to 1440",
                "minutes: 15 | minutes: 1441 | canary.minutes | '1441' | from 5 to 1440",
                "minutes: 15 | hours: 15 | canary.hours | an unknown key | known here: directory, minutes, user",
            })
    void refuses(String from, String to, String key, String found, String accepted) {
        String changed = ConfigFiles.COMPLETE.replace(from, to == null ? "" : to);
        assertThat(changed).isNotEqualTo(ConfigFiles.COMPLETE);

        List<Problem> problems = files.problems(changed);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).key()).isEqualTo(key);
        assertThat(problems.get(0).found()).contains(found);
        assertThat(problems.get(0).accepted()).contains(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servers: [ldaps://dc1.corp.example.test:636] | domain: corp.example.test | directories[0].domain | servers",
                "BIND | bind: {kerberos: {principal: svc@R, keytab: svc.keytab}} | directories[0].bind.kerberos | user and passwordFile",
                "BIND | bind: {certificate: {store: agent-keys.p12, passwordFile: keystore.pin}} | directories[0].bind.certificate | user and passwordFile"
            })
    void refusesForTheTypeStandardWhatOnlyActiveDirectoryHas(String from, String to, String key, String accepted) {
        String bind =
                "bind: {user: \"CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test\", passwordFile: ldap.password}";
        String standard = ConfigFiles.MINIMAL.replace("type: active-directory", "type: standard");
        String changed = standard.replace(from.equals("BIND") ? bind : from, to);
        assertThat(changed).isNotEqualTo(standard);

        List<Problem> problems = files.problems(changed);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).key()).isEqualTo(key);
        assertThat(problems.get(0).found()).contains("a key of the type active-directory");
        assertThat(problems.get(0).accepted()).contains(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | keys.store, keys.passwordFile | nothing | a path",
                "{store: a.p12} | keys.passwordFile | nothing | the name of a file",
                "{store: a.p12, passwordFile: keystore.pin, pkcs11: {library: token.so, slot: 0, pinFile: keystore.pin}} | keys.pkcs11 | a second place for the keys | one of: store and passwordFile, pkcs11, dpapi",
                "{store: a.p12, passwordFile: keystore.pin, dpapi: {store: b.p12, pinFile: pin}} | keys.dpapi | a second place for the keys | pkcs11, dpapi",
                "{dpapi: {store: b.p12, pinFile: pin, scope: everybody}} | keys.dpapi.scope | 'everybody' | user or machine",
                "{dpapi: {}} | keys.dpapi.store, keys.dpapi.pinFile | nothing | a path",
                "{pkcs11: {}} | keys.pkcs11.library, keys.pkcs11.tokenLabel, keys.pkcs11.pinFile | nothing | a PKCS#11 library",
                "{pkcs11: {library: gone.so, slot: 0, pinFile: keystore.pin}} | keys.pkcs11.library | does not exist | an existing file",
                "{pkcs11: {library: token.so, slot: 0, tokenLabel: t, pinFile: keystore.pin}} | keys.pkcs11.slot | a second name of the token | one of: tokenLabel, slot",
                "{pkcs11: {library: token.so, slot: -1, pinFile: keystore.pin}} | keys.pkcs11.slot | '-1' | a whole number from 0",
                "{pkcs11: {library: token.so, slot: 2147483648, pinFile: keystore.pin}} | keys.pkcs11.slot | '2147483648' | to 2147483647",
                "{pkcs11: {library: token.so, tokenLabel: 'a label that is longer than they are', pinFile: keystore.pin}} | keys.pkcs11.tokenLabel | 'a label | 1 to 32",
                "{pkcs11: {library: token.so, slot: 0, pin: 1234}} | keys.pkcs11.pinFile, keys.pkcs11.pin | nothing | the name of a file",
            })
    void refusesPlacesOfKeysThatAreNone(String keys, String names, String found, String accepted) {
        files.write("token.so", "not looked into");

        List<Problem> problems = files.problems(ConfigFiles.MINIMAL.replace(
                "keys: {store: agent-keys.p12, passwordFile: keystore.pin}", "keys: " + keys));

        assertThat(problems).extracting(Problem::key).containsExactly(names.split(", "));
        assertThat(problems.get(0).found()).contains(found);
        assertThat(problems.get(0).accepted()).contains(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "active-directory,beside one server,'a second address in servers, or the key domain'",
        "standard,a key of the type active-directory,keys of the type standard"
    })
    void refusesToVerifyReplicationWhereThereIsNobodyToAsk(String type, String found, String accepted) {
        List<Problem> problems = files.problems(ConfigFiles.MINIMAL.replace("type: active-directory", "type: " + type)
                + "    verifyReplication: {seconds: 5}\n");

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("directories[0].verifyReplication");
            assertThat(problem.found()).isEqualTo(found);
            assertThat(problem.accepted()).isEqualTo(accepted);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "address: 0.0.0.0 | http.token, http.tls",
                "address: \"::\" | http.token, http.tls",
                "address: 192.0.2.7, plainText: true | http.token",
                "address: 192.0.2.7, token: endpoint.token | http.tls",
                "address: 192.0.2.7, token: endpoint.token, plainText: false | http.tls",
                "address: 192.0.2.7, tls: {certificateFile: corp-ca.pem, keyFile: endpoint.key} | http.token",
                "token: endpoint.token, plainText: true, tls: {certificateFile: corp-ca.pem, keyFile: endpoint.key} | http.plainText",
                "tls: {} | http.tls.certificateFile, http.tls.keyFile"
            })
    void refusesAnEndpointThatOthersCanReachWithoutTokenOrCertificate(String http, String keys) {
        List<Problem> problems = files.problems(ConfigFiles.MINIMAL + "http: {" + http + "}\n");

        assertThat(problems.stream().map(Problem::key)).containsExactlyInAnyOrder(keys.split(", "));
    }
}
