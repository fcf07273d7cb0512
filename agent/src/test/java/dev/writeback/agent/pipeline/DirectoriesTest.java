package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.Lookup;
import dev.writeback.protocol.message.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Subject BY_GUID = new Subject(Subject.Format.OBJECT_GUID, ID.toString());
    private static final Subject BY_NAME = new Subject(Subject.Format.USER_PRINCIPAL_NAME, "u@corp.example.test");

    private final FakeDirectory hills = new FakeDirectory();
    private final FakeDirectory plains = new FakeDirectory();
    private final Directories directories = new Directories(Map.of("hills", hills, "plains", plains));

    @Test
    void findsAnAccountWhereItLives() {
        plains.lookup = found("plains", false);

        assertThat(directories.find(BY_GUID, directory -> true))
                .isEqualTo(found("plains", false).orElseThrow());
    }

    @Test
    void callsTwoMatchesAmbiguous() {
        hills.lookup = found("hills", false);
        plains.lookup = found("plains", false);

        assertThat(directories.find(BY_NAME, directory -> true)).isInstanceOf(Lookup.Ambiguous.class);
    }

    @Test
    void takesTheOnlyEnabledOneOfTwoMatches() {
        hills.lookup = found("hills", true);
        plains.lookup = found("plains", false);

        assertThat(directories.find(BY_NAME, directory -> true))
                .isEqualTo(found("plains", false).orElseThrow());
    }

    @Test
    void callsTwoDisabledMatchesAmbiguous() {
        hills.lookup = found("hills", true);
        plains.lookup = found("plains", true);

        assertThat(directories.find(BY_NAME, directory -> true)).isInstanceOf(Lookup.Ambiguous.class);
    }

    @Test
    void doesNotCallANameUniqueWhileADirectoryCannotBeAsked() {
        hills.lookup = found("hills", false);
        plains.lookup = Optional.of(new Lookup.Unavailable("connection refused"));

        assertThat(directories.find(BY_NAME, directory -> true)).isInstanceOf(Lookup.Unavailable.class);
    }

    @Test
    void needsNoOtherDirectoryForAnIdentifierThatIsUniqueEverywhere() {
        hills.lookup = found("hills", false);
        plains.lookup = Optional.of(new Lookup.Unavailable("connection refused"));

        assertThat(directories.find(BY_GUID, directory -> true))
                .isEqualTo(found("hills", false).orElseThrow());
    }

    @Test
    void doesNotSayThatAnAccountIsNotThereWhileADirectoryCannotBeAsked() {
        plains.lookup = Optional.of(new Lookup.Unavailable("connection refused"));

        assertThat(directories.find(BY_GUID, directory -> true)).isInstanceOf(Lookup.Unavailable.class);
    }

    private static Optional<Lookup> found(String directory, boolean disabled) {
        return Optional.of(new Lookup.Found(new Account(
                ID,
                "CN=u,DC=" + directory,
                "S-1-5-21-1-2-3-1104",
                directory,
                "dc1." + directory,
                Optional.empty(),
                Set.of(),
                disabled,
                false,
                Optional.empty())));
    }
}
