package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.dns.NameServers;
import dev.writeback.directory.dns.ServiceAnswer;
import dev.writeback.directory.dns.ServiceRecord;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaServer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The domain as Samba's own name server tells of it. */
final class SambaDiscoveryIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String SITE = "Default-First-Site-Name";

    private final Settings settings = new Settings(new SambaTestDirectory(SAMBA.server()).settings());
    private final InetSocketAddress dns =
            new InetSocketAddress(SAMBA.server().address().getAddress(), 53);

    @Test
    void everyRecordNamesTheControllerAtThePortOfPlainLdap() throws Exception {
        NameServers servers = NameServers.of(Optional.of(dns));
        for (String service : List.of(
                "_ldap._tcp.dc._msdcs.corp.example.test",
                "_ldap._tcp." + SITE + "._sites.dc._msdcs.corp.example.test",
                "_ldap._tcp.pdc._msdcs.corp.example.test")) {
            ServiceAnswer answer = servers.find(service);

            assertThat(answer.records())
                    .as(service)
                    .extracting(ServiceRecord::host)
                    .containsExactly(SambaServer.HOST);
            assertThat(answer.records()).extracting(ServiceRecord::port).containsExactly(389);
        }
    }

    @Test
    void resetsOnTheControllerThatDnsNames() throws Exception {
        ServerChoice domain =
                new ServerChoice.Discovered("corp.example.test", Optional.of(SITE), true, Optional.of(dns));
        try (Directory directory = ActiveDirectory.open(settings.with(domain));
                Secret password = Secret.takeOwnershipOf("D1scovered-Passw0rd".getBytes(UTF_8))) {
            Lookup lookup = directory.find(new AccountRef.ByUserPrincipalName("u06@corp.example.test"));

            assertThat(lookup).isInstanceOf(Lookup.Found.class);
            Account account = ((Lookup.Found) lookup).account();
            assertThat(account.server()).isEqualTo(SambaServer.HOST);
            assertThat(directory.reset(account, password, new ResetOptions(false, false)))
                    .isEqualTo(new DirectoryOutcome.Applied(SambaServer.HOST));
        }
    }

    @Test
    void knowsTheOnlyControllerAsThePrimary() {
        ServerAddress listed = settings.server();
        try (Directory directory =
                ActiveDirectory.open(settings.with(new ServerChoice.Listed(List.of(listed), true)))) {
            directory.probe();

            assertThat(directory.health().isReachable()).isTrue();
        }
    }
}
