package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.directory.dns.NameServiceException;
import dev.writeback.directory.dns.ServiceAnswer;
import dev.writeback.directory.dns.ServiceLookup;
import dev.writeback.directory.dns.ServiceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DomainServersTest {
    private static final String DOMAIN = "corp.example.test";
    private static final String ALL = "_ldap._tcp.dc._msdcs." + DOMAIN;
    private static final String HQ = "_ldap._tcp.HQ._sites.dc._msdcs." + DOMAIN;
    private static final String PRIMARY = "_ldap._tcp.pdc._msdcs." + DOMAIN;

    private final HandClock clock = new HandClock();
    private final FakeDns dns = new FakeDns();
    private final List<Runnable> background = new ArrayList<>();

    private static final class FakeDns implements ServiceLookup {
        private final Map<String, ServiceAnswer> answers = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private boolean silent;

        void answer(String service, Duration timeToLive, String... hosts) {
            List<ServiceRecord> records = new ArrayList<>();
            for (String host : hosts) {
                // Each with a priority of its own: the order is not what is tested here.
                records.add(new ServiceRecord(records.size(), 100, host, 389));
            }
            answers.put(service, new ServiceAnswer(records, timeToLive));
        }

        @Override
        public ServiceAnswer find(String service) throws NameServiceException {
            asked.add(service);
            if (silent) {
                throw new NameServiceException("DNS did not answer for " + service);
            }
            return answers.getOrDefault(service, ServiceAnswer.NONE);
        }
    }

    private DomainServers servers(Optional<String> site, boolean primaryFirst) {
        return new DomainServers(
                new ServerChoice.Discovered(DOMAIN, site, primaryFirst, Optional.empty()),
                dns,
                new Random(1),
                clock,
                background::add);
    }

    private void runBackground() {
        List<Runnable> due = List.copyOf(background);
        background.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void mapsThePortOfPlainLdapToThatOfLdaps() throws Exception {
        dns.answer(ALL, Duration.ofMinutes(10), "DC1.corp.example.test");

        assertThat(servers(Optional.empty(), false).addresses())
                .containsExactly(new ServerAddress(ServerAddress.Transport.LDAPS, "dc1.corp.example.test", 636));
    }

    @Test
    void putsThePrimaryBeforeTheSiteAndTheSiteBeforeAllOthers() throws Exception {
        dns.answer(
                ALL, Duration.ofMinutes(10), "dc1.corp.example.test", "dc2.corp.example.test", "dc3.corp.example.test");
        dns.answer(HQ, Duration.ofMinutes(10), "dc2.corp.example.test");
        dns.answer(PRIMARY, Duration.ofMinutes(10), "dc3.corp.example.test");

        assertThat(servers(Optional.of("HQ"), true).addresses())
                .extracting(ServerAddress::host)
                .containsExactly("dc3.corp.example.test", "dc2.corp.example.test", "dc1.corp.example.test");
        assertThat(dns.asked).containsExactly(PRIMARY, HQ, ALL);
    }

    @Test
    void takesAllOthersWhereTheSiteHasNobody() throws Exception {
        dns.answer(ALL, Duration.ofMinutes(10), "dc1.corp.example.test");

        assertThat(servers(Optional.of("HQ"), false).addresses()).hasSize(1);
    }

    @Test
    void leavesOutWhoIsNotOfTheDomain() {
        dns.answer(ALL, Duration.ofMinutes(10), "web.elsewhere.test", "corp.example.test.elsewhere.test");

        assertThatThrownBy(() -> servers(Optional.empty(), false).addresses())
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("not in the domain")
                .hasMessageContaining("web.elsewhere.test");
    }

    @Test
    void saysWhatWasAskedWhenDnsNamesNobodyAndAsksAgainAfterAPause() throws Exception {
        DomainServers servers = servers(Optional.empty(), false);

        assertThatThrownBy(servers::addresses)
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("no domain controller of corp.example.test")
                .hasMessageContaining(ALL);
        assertThatThrownBy(servers::addresses).isInstanceOf(ServerUnavailableException.class);
        assertThat(dns.asked).hasSize(1);

        dns.answer(ALL, Duration.ofMinutes(10), "dc1.corp.example.test");
        clock.advance(Duration.ofSeconds(5));
        assertThat(servers.addresses()).hasSize(1);
    }

    @Test
    void asksAgainWhenTheRecordsHaveExpiredAndNotBefore() throws Exception {
        dns.answer(ALL, Duration.ofMinutes(10), "dc1.corp.example.test");
        DomainServers servers = servers(Optional.empty(), false);
        List<ServerAddress> first = servers.addresses();

        dns.answer(ALL, Duration.ofMinutes(10), "dc2.corp.example.test");
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(servers.addresses()).isSameAs(first);
        assertThat(background).isEmpty();

        clock.advance(Duration.ofMillis(1));
        assertThat(servers.addresses()).as("nobody waits for DNS").isSameAs(first);
        runBackground();
        assertThat(servers.addresses()).extracting(ServerAddress::host).containsExactly("dc2.corp.example.test");
    }

    @Test
    void holdsAnAnswerForAtLeastOneAndAtMostFifteenMinutes() throws Exception {
        dns.answer(ALL, Duration.ofSeconds(1), "dc1.corp.example.test");
        DomainServers shortLived = servers(Optional.empty(), false);
        shortLived.addresses();
        clock.advance(Duration.ofSeconds(59));
        shortLived.addresses();
        assertThat(background).isEmpty();

        dns.answer(ALL, Duration.ofDays(1), "dc1.corp.example.test");
        DomainServers longLived = servers(Optional.empty(), false);
        longLived.addresses();
        clock.advance(Duration.ofMinutes(15));
        longLived.addresses();
        assertThat(background).hasSize(1);
    }

    @Test
    void keepsTheLastKnownServersWhileDnsFailsOrNamesNobody() throws Exception {
        dns.answer(ALL, Duration.ofMinutes(1), "dc1.corp.example.test");
        DomainServers servers = servers(Optional.empty(), false);
        List<ServerAddress> known = servers.addresses();

        dns.silent = true;
        clock.advance(Duration.ofMinutes(2));
        servers.addresses();
        runBackground();
        assertThat(servers.addresses()).isSameAs(known);

        dns.silent = false;
        dns.answers.clear();
        clock.advance(Duration.ofMinutes(2));
        servers.addresses();
        runBackground();
        assertThat(servers.addresses()).isSameAs(known);
    }

    @Test
    void oneCallerStartsTheRenewal() throws Exception {
        dns.answer(ALL, Duration.ofMinutes(1), "dc1.corp.example.test");
        DomainServers servers = servers(Optional.empty(), false);
        servers.addresses();
        clock.advance(Duration.ofMinutes(1));

        for (int i = 0; i < 32; i++) {
            servers.addresses();
        }

        assertThat(background).hasSize(1);
    }

    @Test
    void recallsServersOfTheDomainAlone() {
        DomainServers servers = servers(Optional.empty(), false);

        assertThat(servers.recall("dc9.corp.example.test"))
                .contains(new ServerAddress(ServerAddress.Transport.LDAPS, "dc9.corp.example.test", 636));
        assertThat(servers.recall("dc9.corp.example.test:1636")).isPresent();
        assertThat(servers.recall("web.elsewhere.test")).isEmpty();
        assertThat(servers.recall("no name/")).isEmpty();
    }

    @Test
    void domainAndSiteAreDnsNames() {
        assertThatThrownBy(() -> new ServerChoice.Discovered("corp..test", Optional.empty(), false, Optional.empty()))
                .hasMessageContaining("domain");
        assertThatThrownBy(() -> new ServerChoice.Discovered(DOMAIN, Optional.of("a.b"), false, Optional.empty()))
                .hasMessageContaining("site");
    }
}
