package dev.writeback.directory.ad;

import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Preflight.Part;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where, below one part, users are not what they are above: containers that inherit nothing, and those whose own list takes
 * a right away. What such a container hands down to those below it is told once, of itself.
 *
 * <p>The containers that a domain keeps for itself, in {@code CN=System}, are left out: no user that is served lives there,
 * and among them is AdminSDHolder, whose list becomes that of every administrator.
 */
final class Interruptions {
    private static final String CLOSED = "inherits no permissions from above";
    private static final String TAKES = "takes rights away by its own access control list";

    private final EntryName base;
    private final EntryName system;
    private final Map<Place, Part> answers = new HashMap<>();
    private final List<Found> found = new ArrayList<>();

    private record Place(String name, UserClass users) {
        static Place of(EntryName name, Part part) {
            return new Place(name.normalised(), part.users());
        }
    }

    private record Found(EntryName name, Part part, boolean closed) {}

    /**
     * @param parts what holds in the part itself, for each class of users
     */
    Interruptions(String base, List<Part> parts, String domainDn) {
        this.base = name(base);
        this.system = name("CN=System," + domainDn);
        parts.forEach(part -> answers.put(Place.of(this.base, part), part));
    }

    /**
     * @param closed it inherits nothing
     */
    void add(Part part, boolean closed) {
        EntryName name = name(part.dn());
        if (name.names(base) || name.isWithin(system)) {
            return;
        }
        answers.put(Place.of(name, part), part);
        found.add(new Found(name, part, closed));
    }

    /** In the order in which they came; a container may come before the one that it lies in. */
    List<Part> found() {
        return found.stream()
                .filter(each -> each.closed() || takesFrom(above(each), each.part()))
                .map(each -> new Part(
                        each.part().dn(),
                        each.part().users(),
                        true,
                        each.part().rights(),
                        each.closed() ? CLOSED : TAKES))
                .toList();
    }

    /** What holds in the nearest container above it. */
    private Optional<Part> above(Found below) {
        return Stream.iterate(below.name().parent(), Optional::isPresent, name -> name.flatMap(EntryName::parent))
                .flatMap(Optional::stream)
                .flatMap(name -> Optional.ofNullable(answers.get(Place.of(name, below.part()))).stream())
                .findFirst();
    }

    private static boolean takesFrom(Optional<Part> above, Part below) {
        return Stream.of(Right.values())
                .filter(right -> below.of(right) == Answer.MISSING)
                .anyMatch(right ->
                        above.filter(part -> part.of(right) != Answer.MISSING).isPresent());
    }

    /** What a server has answered with is a name. */
    private static EntryName name(String dn) {
        return EntryName.parse(dn).orElseThrow(() -> new IllegalArgumentException("no distinguished name: " + dn));
    }
}
