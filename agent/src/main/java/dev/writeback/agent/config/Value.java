package dev.writeback.agent.config;

import dev.writeback.agent.files.Exposure;
import dev.writeback.agent.files.Stake;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The value of one key. Each method answers with what the file says, or with nothing after reporting the problem. */
public final class Value {
    private final Reading reading;
    private final KeyPath path;
    private final Optional<Node> missingFrom;
    private final Optional<Node> node;
    private final boolean required;

    /**
     * @param missingFrom the mapping that lacks this required key
     */
    Value(Reading reading, KeyPath path, Optional<Node> missingFrom, Optional<Node> node, boolean required) {
        this.reading = reading;
        this.path = path;
        this.missingFrom = missingFrom;
        this.node = node;
        this.required = required;
    }

    /** A text of that form. */
    public Optional<String> text(TextForm form) {
        return text(form.accepted(), text -> {
            form.require(path.full(), text);
            return text;
        });
    }

    /** A text that {@code parser} reads or refuses with an {@link IllegalArgumentException}. */
    <T> Optional<T> text(String accepted, Function<String, T> parser) {
        know(KnownKey.Kind.TEXT, accepted);
        return node.flatMap(found -> parsed(path, found, accepted, parser));
    }

    /** A list of texts. */
    <T> Optional<List<T>> texts(String accepted, boolean mayBeEmpty, Function<String, T> parser) {
        String list = (mayBeEmpty ? "a list of " : "a list with at least one of ") + accepted;
        know(KnownKey.Kind.TEXTS, list);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty() && !mayBeEmpty) {
            return refuse(Shown.kind(node.get()), list);
        }
        List<Optional<T>> all = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            all.add(parsed(path.element(all.size()), element, accepted, parser));
        }
        return all.stream().allMatch(Optional::isPresent)
                ? Optional.of(all.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    private <T> Optional<T> parsed(KeyPath at, Node found, String accepted, Function<String, T> parser) {
        if (!(found instanceof ScalarNode scalar)) {
            reading.problem(at.full(), found, Shown.kind(found), accepted);
            return Optional.empty();
        }
        PlainScalar kind = PlainScalar.of(scalar);
        if (kind != PlainScalar.TEXT) {
            String quotes = kind == PlainScalar.NOTHING ? "" : ", in quotes if it is meant as a text";
            reading.problem(at.full(), found, Shown.text(scalar), accepted + quotes);
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            reading.problem(at.full(), found, Shown.text(scalar), accepted);
            return Optional.empty();
        }
    }

    Optional<Integer> number(IntRange range) {
        return number(range, range.accepted());
    }

    /** A number, or that word in its place: then an empty one. */
    Optional<OptionalInt> numberOr(String word, IntRange range) {
        boolean isWord = node.isPresent()
                && node.get() instanceof ScalarNode scalar
                && scalar.getValue().equals(word);
        String accepted = word + ", or " + range.accepted();
        if (isWord) {
            know(KnownKey.Kind.NUMBER, accepted);
            return Optional.of(OptionalInt.empty());
        }
        return number(range, accepted).map(OptionalInt::of);
    }

    private Optional<Integer> number(IntRange range, String accepted) {
        know(KnownKey.Kind.NUMBER, accepted);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof ScalarNode scalar)) {
            return refuse(Shown.kind(node.get()), accepted);
        }
        boolean decimal = PlainScalar.of(scalar) == PlainScalar.WHOLE_NUMBER
                && scalar.getValue().matches("[0-9]{1,10}");
        if (!decimal || !range.contains(Long.parseLong(scalar.getValue()))) {
            return refuse(Shown.text(scalar), accepted);
        }
        return Optional.of(Integer.valueOf(scalar.getValue()));
    }

    Optional<Boolean> flag() {
        know(KnownKey.Kind.FLAG, "true or false");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof ScalarNode scalar)) {
            return refuse(Shown.kind(node.get()), "true or false");
        }
        if (PlainScalar.of(scalar) != PlainScalar.FLAG) {
            return refuse(Shown.text(scalar), "true or false, without quotes");
        }
        return Optional.of(Boolean.valueOf(scalar.getValue()));
    }

    /** A path that may not exist yet. */
    Optional<Path> path() {
        return text("a path", this::resolved);
    }

    /** A file of our own, which may not exist yet. */
    Optional<Path> ownFile(Stake stake) {
        return path().filter(found -> isGuarded(reading.guard().checkIfThere(found, stake)));
    }

    /** A directory that exists or can be made. */
    Optional<Path> directory() {
        return path().filter(found -> holds(FileCheck.directory(found), found));
    }

    /** Looks at whose the agent's directory is, and all that is in it. */
    void guard(Path stateDirectory, Path auditFile) {
        isGuarded(reading.guard().checkIfThere(stateDirectory, Stake.DIRECTORY));
        isGuarded(reading.guard().checkEntries(stateDirectory, auditFile));
    }

    /** A file that exists and can be read, and that nobody else can write. */
    public Optional<Path> file(String accepted) {
        return file(accepted, Stake.TRUSTED);
    }

    /** A file that exists, and that this user alone can read. */
    Optional<Path> privateFile(String accepted) {
        return file(accepted, Stake.SECRET);
    }

    private Optional<Path> file(String accepted, Stake stake) {
        return text(accepted, this::resolved)
                .filter(found -> holds(FileCheck.readable(found), found))
                .filter(found -> isGuarded(reading.guard().check(found, stake)));
    }

    /** A file with at least one certificate in PEM. */
    public Optional<Path> certificates() {
        return file("a file with certificates in PEM").filter(found -> holds(FileCheck.certificates(found), found));
    }

    /** A file with keys of Kerberos principals. */
    Optional<Path> keytab() {
        return privateFile("a keytab file").filter(found -> holds(FileCheck.keytab(found), found));
    }

    /** The place of a secret. What the file says there is never repeated: it may be the secret itself. */
    public Optional<SecretReference> secret() {
        String accepted = "the name of a file, env:NAME or credential:NAME";
        know(KnownKey.Kind.TEXT, accepted);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof ScalarNode scalar) || PlainScalar.of(scalar) != PlainScalar.TEXT) {
            return refuse(Shown.kind(node.get()), accepted);
        }
        SecretPlace place = SecretPlace.of(scalar.getValue(), reading.directory(), reading.environment());
        place.problem().ifPresent(found -> refuse(found, accepted));
        return place.reference().filter(found -> isGuarded(found.exposures(reading.guard())));
    }

    /** The same of a secret that an enrolment brings: the file may be one that does not exist yet. */
    Optional<SecretReference> secretToCome() {
        if (reading.isForEnrolment() && node.orElse(null) instanceof ScalarNode scalar) {
            Optional<SecretReference> toCome =
                    SecretPlace.toCome(scalar.getValue(), reading.directory(), reading.environment());
            if (toCome.isPresent()) {
                know(KnownKey.Kind.TEXT, "");
                return toCome;
            }
        }
        return secret();
    }

    /** A key that has to be absent or {@code null}. */
    void nothing(String accepted) {
        reading.know(new KnownKey(path.generic(), KnownKey.Kind.UNSUPPORTED, false));
        node.filter(found -> !(found instanceof ScalarNode scalar && PlainScalar.of(scalar) == PlainScalar.NOTHING))
                .ifPresent(found -> reading.problem(path.full(), found, Shown.kind(found), accepted));
    }

    boolean isThere() {
        return node.isPresent();
    }

    /** Reports what only a look at several keys can tell. */
    public <T> Optional<T> refuse(String found, String accepted) {
        node.ifPresent(place -> reading.problem(path.full(), place, found, accepted));
        return Optional.empty();
    }

    private Path resolved(String text) {
        try {
            return reading.directory().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }

    private boolean holds(Optional<FileCheck> failed, Path file) {
        failed.ifPresent(check -> refuse(Shown.text(file.toString()) + ", " + check.found(), check.accepted()));
        return failed.isEmpty();
    }

    /** Reports everything that others can do with the file. */
    private boolean isGuarded(List<Exposure> exposures) {
        exposures.forEach(exposure -> refuse(exposure.found(), exposure.accepted()));
        return exposures.isEmpty();
    }

    private void know(KnownKey.Kind kind, String accepted) {
        reading.know(new KnownKey(path.generic(), kind, required));
        missingFrom.ifPresent(place -> reading.problem(path.full(), place, "nothing", accepted));
    }
}
