package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.Replicas;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.it.fault.FaultProxy;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at other servers, on which nothing depends. The servers are lines to one directory. */
final class ReplicasIT {
    private static final AccountRef USER = new AccountRef.ByUserPrincipalName("u01@corp.example.test");

    @Test
    void aServerThatStandsStillDuringALookKeepsItsHealth() {
        try (EmbeddedTestDirectory directory = new EmbeddedTestDirectory(EmbeddedDirectorySettings.defaults());
                FaultProxy first = FaultProxy.before(directory.embedded().port());
                FaultProxy second = FaultProxy.before(directory.embedded().port());
                ActiveDirectory domain = ActiveDirectory.open(
                        new Settings(directory.settings()).with(address(first), address(second)))) {
            Replicas replicas = domain.replicas();
            Account account = found(domain);
            String other = address(second).name();
            assertThat(replicas.beside(account.server())).containsExactly(other);
            assertThat(replicas.stampOn(other, account.guid()))
                    .as("nobody has greeted it yet")
                    .isEmpty();

            domain.probe();
            DirectoryHealth before = domain.health();
            Optional<PasswordStamp> stamp = replicas.stampOn(other, account.guid());
            assertThat(stamp).isPresent().isEqualTo(account.password());
            second.stall();
            assertThat(replicas.stampOn(other, account.guid())).isEmpty();

            assertThat(domain.health().servers())
                    .usingRecursiveComparison()
                    .ignoringFields("pool")
                    .isEqualTo(before.servers());
            assertThat(domain.health().servers()).extracting("up").containsExactly(true, true);
            assertThat(found(domain).server()).isEqualTo(account.server());
            second.resume();
            assertThat(replicas.stampOn(other, account.guid()))
                    .as("its only connection was given up, and none is made for a look")
                    .isEmpty();
            domain.probe();
            assertThat(replicas.stampOn(other, account.guid())).isEqualTo(stamp);
        }
    }

    @Test
    void serversThatSayThatTheyAreReadOnlyAreNotAmongThoseThatCouldHaveIt(@TempDir Path folder) throws Exception {
        EmbeddedDirectorySettings settings = EmbeddedDirectorySettings.defaults();
        try (EmbeddedTestDirectory directory = new EmbeddedTestDirectory(settings);
                EmbeddedDirectory readOnly =
                        EmbeddedDirectory.start(settings.withRole(EmbeddedDirectorySettings.Role.READ_ONLY));
                FaultProxy second = FaultProxy.before(directory.embedded().port())) {
            Settings own = new Settings(directory.settings());
            Path both = Files.writeString(
                    folder.resolve("ca.pem"), directory.embedded().caPem() + readOnly.caPem());
            ServerAddress branch = new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", readOnly.port());
            try (ActiveDirectory domain =
                    ActiveDirectory.open(new Settings(own.with(both)).with(own.server(), branch, address(second)))) {
                String server = found(domain).server();
                assertThat(domain.replicas().beside(server))
                        .containsExactly(branch.name(), address(second).name());

                domain.probe();

                assertThat(domain.replicas().beside(server))
                        .containsExactly(address(second).name());
            }
        }
    }

    private static Account found(ActiveDirectory domain) {
        Lookup lookup = domain.find(USER);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static ServerAddress address(FaultProxy line) {
        return new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", line.port());
    }
}
