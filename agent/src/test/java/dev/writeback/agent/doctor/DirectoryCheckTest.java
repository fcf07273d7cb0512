package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.directory.inspection.BindTrouble;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.ServerView;
import dev.writeback.protocol.message.Subject;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of what an inspector sees; the real one is held to real directories elsewhere. */
final class DirectoryCheckTest {
    @TempDir
    Path folder;

    private DirectorySettings settings;
    private final FakeInspector directory = new FakeInspector();
    private final BindTurns turns = new BindTurns();

    @BeforeEach
    void load() throws Exception {
        AgentConfig config = new ConfigFiles(folder).load(ConfigFiles.MINIMAL);
        settings = config.directories().get(0);
    }

    private Check look() {
        return new DirectoryCheck(
                        settings, "directories[0]", directory, Set.of(), Optional.empty(), turns, Clock.systemUTC())
                .look();
    }

    private static Check line(Check check, String... path) {
        Check at = check;
        for (String name : path) {
            Check above = at;
            at = above.parts().stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + above.parts()));
        }
        return at;
    }

    @Test
    void isGreenWhenAllIsWell() {
        directory.server("127.0.0.1");

        assertThat(look().worst()).isEqualTo(Check.Status.OK);
        assertThat(directory.open).hasValue(0);
    }

    @Test
    void doesNotTryARefusedAccountOnAnotherServer() {
        directory.server("127.0.0.1").bind =
                new BindView(BindView.Outcome.REFUSED, Optional.of(BindTrouble.WRONG_CREDENTIAL), "data 52e");
        directory.server("127.0.0.2");

        Check check = look();

        assertThat(directory.binds).containsExactly("127.0.0.1");
        Check bind = line(check, "server 127.0.0.1:636", "bind");
        assertThat(bind.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(bind.detail()).contains("its password or key is wrong").contains("data 52e");
        assertThat(bind.advice().orElseThrow()).contains("directories[0].bind.passwordFile");
        assertThat(line(check, "server 127.0.0.2:636", "bind").status()).isEqualTo(Check.Status.NOTE);
        assertThat(line(check, "rights").detail()).isEqualTo("not checked: no server could be asked");
    }

    /** It may have arrived, and counted. */
    @Test
    void doesNotTryAnAccountOnAnotherServerAfterABindWithoutAnAnswer() {
        directory.server("127.0.0.1").bind =
                new BindView(BindView.Outcome.FAILED, Optional.empty(), "no answer in time");
        directory.server("127.0.0.2");

        Check check = look();

        assertThat(directory.binds).containsExactly("127.0.0.1");
        assertThat(line(check, "server 127.0.0.1:636", "bind").advice().orElseThrow())
                .contains("may have counted");
    }

    @Test
    void doesNotTryARefusedAccountInAnotherDirectory() {
        directory.server("127.0.0.1").bind =
                new BindView(BindView.Outcome.REFUSED, Optional.of(BindTrouble.WRONG_CREDENTIAL), "data 52e");

        look();
        look();

        assertThat(directory.binds).hasSize(1);
    }

    @Test
    void triesTheNextServerWhenNothingWasSent() {
        directory.server("127.0.0.1").bind =
                new BindView(BindView.Outcome.NO_CREDENTIAL, Optional.empty(), "the file cannot be read");
        directory.server("127.0.0.2");

        look();

        assertThat(directory.binds).hasSize(2);
    }

    @Test
    void warnsOfAServerThatAnotherStandsInFor() {
        directory.server("127.0.0.1").failure = Optional.of(new ConnectException("Connection refused"));
        directory.server("127.0.0.2");

        Check check = look();

        assertThat(check.worst()).isEqualTo(Check.Status.WARNING);
        assertThat(line(check, "server 127.0.0.1:636", "TLS").detail()).isEqualTo("127.0.0.1:636 refuses connections");
    }

    @Test
    void failsWhenNoServerIsOfUse() {
        directory.server("127.0.0.1").server = ServerView.unusable("the server is a read-only domain controller");

        assertThat(look().worst()).isEqualTo(Check.Status.FAILURE);
    }

    @Test
    void tellsAWrongClockOfTheHostFromThatOfOneServer() {
        directory.server("127.0.0.1").offset = Optional.of(Duration.ofMinutes(10));

        assertThat(line(look(), "server 127.0.0.1:636", "clock").status()).isEqualTo(Check.Status.FAILURE);

        directory.server("127.0.0.2");
        Check odd = line(look(), "server 127.0.0.1:636", "clock");
        assertThat(odd.status()).isEqualTo(Check.Status.WARNING);
        assertThat(odd.advice().orElseThrow()).contains("set the clock of 127.0.0.1");
    }

    @Test
    void tellsThatServersDoNotSupportPolicyHints() throws Exception {
        directory.server("127.0.0.1").server =
                new ServerView(Optional.empty(), List.of("writable"), Optional.of(false));
        assertThat(line(look(), "server 127.0.0.1:636", "policy hints").status())
                .isEqualTo(Check.Status.NOTE);

        settings = new ConfigFiles(folder)
                .load(ConfigFiles.MINIMAL + "    requireHistoryOnReset: true\n")
                .directories()
                .get(0);
        Check demanded = line(look(), "server 127.0.0.1:636", "policy hints");
        assertThat(demanded.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(demanded.advice().orElseThrow()).contains("directories[0].requireHistoryOnReset");
    }

    @Test
    void saysThatNobodyCouldBeAskedForAUser() {
        directory.server("127.0.0.1").failure = Optional.of(new ConnectException("Connection refused"));
        UserCheck user = new UserCheck(
                new Subject(Subject.Format.OBJECT_SID, "S-1-5-21-1-2-3-1105"), Set.of(), 1, Clock.systemUTC());

        new DirectoryCheck(settings, "directories[0]", directory, Set.of(), Optional.of(user), turns, Clock.systemUTC())
                .look();

        assertThat(user.verdict().detail()).contains("not every directory could be asked");
    }
}
