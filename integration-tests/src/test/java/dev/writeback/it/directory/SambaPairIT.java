package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaPair;
import dev.writeback.sandbox.samba.SambaPresence;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two domain controllers that replicate when they are told to: what one has written, the other does not know yet. */
@HeldOn("Samba AD, a pair")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SambaPairIT {
    private static final ResetOptions PLAIN = new ResetOptions(false, false);
    private static final String NEW = "Pa1r-Passw0rd!";
    private static final String NEWER = "Pa1r-Passw0rd-2!";

    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private final List<String> addresses = SambaPresence.freeAddresses("127.0.78.", 2);
    private SambaPair pair;
    private Directory port;

    @BeforeAll
    void start() {
        pair = SambaPair.start(Path.of("target", "samba-ad-pair"), addresses.get(0), addresses.get(1));
        port = ActiveDirectory.open(settings(addresses.get(0), addresses.get(1)));
    }

    @AfterAll
    void stop() {
        if (port != null) {
            port.close();
        }
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    @Order(1)
    void judgesAWriteOnTheServerThatMadeItAndNotOnOneThatHasNotHeardOfIt() {
        Account before = find(port, "u01");
        assertThat(before.server()).isEqualTo(addresses.get(0));

        assertThat(reset(port, before, NEW)).isInstanceOf(DirectoryOutcome.Applied.class);

        Account written = found(port.findOn(before.server(), before.guid()));
        Account elsewhere = found(port.findOn(addresses.get(1), before.guid()));
        assertThat(version(written)).isEqualTo(version(before) + 1);
        assertThat(version(elsewhere)).as("not replicated yet").isEqualTo(version(before));
        assertThat(proof(port, written, NEW)).isEqualTo(PasswordProof.RIGHT);
        assertThat(proof(port, elsewhere, NEW)).isEqualTo(PasswordProof.WRONG);
    }

    @Test
    @Order(2)
    void seesTheSameStampAndOriginOnTheOtherServerAfterReplication() {
        Account written = find(port, "u01");

        pair.replicate();

        Account elsewhere = found(port.findOn(addresses.get(1), written.guid()));
        assertThat(elsewhere.password()).isEqualTo(written.password());
        assertThat(elsewhere.password().flatMap(PasswordStamp::origin)).isEqualTo(written.invocation());
        assertThat(elsewhere.invocation()).isNotEqualTo(written.invocation());
        assertThat(proof(port, elsewhere, NEW)).isEqualTo(PasswordProof.RIGHT);
    }

    @Test
    @Order(3)
    void goesOnWithTheOtherServerAndDoesNotJudgeThereWhatTheLostOneHadWritten() {
        Account lost = find(port, "u02");
        assertThat(reset(port, lost, NEW)).isInstanceOf(DirectoryOutcome.Applied.class);

        pair.killFirst();

        assertThat(port.findOn(lost.server(), lost.guid())).isInstanceOf(Lookup.Unavailable.class);
        Account now = find(port, "u03");
        assertThat(now.server()).isEqualTo(addresses.get(1));
        assertThat(reset(port, now, NEWER)).isInstanceOf(DirectoryOutcome.Applied.class);
        assertThat(found(port.findOn(now.server(), now.guid())).password().flatMap(PasswordStamp::origin))
                .isEqualTo(now.invocation());
    }

    private ActiveDirectorySettings settings(String... hosts) {
        ActiveDirectorySettings single = new SambaTestDirectory(SAMBA.server()).settings();
        ActiveDirectorySettings trusting = new Settings(single).with(pair.caFile());
        ServerAddress[] servers = List.of(hosts).stream()
                .map(host -> new ServerAddress(ServerAddress.Transport.LDAPS, host, 636))
                .toArray(ServerAddress[]::new);
        return new Settings(trusting).with(servers);
    }

    private static Account find(Directory port, String name) {
        return found(port.find(new AccountRef.ByUserPrincipalName(name + "@corp.example.test")));
    }

    private static Account found(Lookup lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static long version(Account account) {
        return account.password().flatMap(PasswordStamp::version).orElseThrow();
    }

    private static DirectoryOutcome reset(Directory port, Account account, String password) {
        try (Secret secret = secret(password)) {
            return port.reset(account, secret, PLAIN);
        }
    }

    private static PasswordProof proof(Directory port, Account account, String password) {
        try (Secret secret = secret(password)) {
            return port.prove(account, secret);
        }
    }

    private static Secret secret(String password) {
        return Secret.takeOwnershipOf(password.getBytes(UTF_8));
    }
}
