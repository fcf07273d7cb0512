package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.directory.rights.Preflight;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Preflight.Part;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the service account may do in the served parts, beside what it needs.
 *
 * @param needed by the operations that are switched on
 * @param exclude parts that are not served, in which nothing is needed
 */
record RightsCheck(Set<Right> needed, List<DistinguishedName> exclude) {
    static final String NAME = "rights";
    private static final String ADVICE =
            "writeback plan-permissions prints the commands that grant what is missing, and nothing more";

    Check of(String account, Preflight preflight) {
        List<Check> lines = new ArrayList<>();
        if (needed.isEmpty()) {
            return Check.note(NAME, "none is needed: every operation that writes is switched off");
        }
        preflight.parts().forEach(part -> lines.add(ofPart(part)));
        if (needed.contains(Right.UNEXPIRE_PASSWORD)) {
            // It is read with each part that is there.
            preflight.parts().stream()
                    .filter(part -> !part.rights().isEmpty())
                    .findFirst()
                    .ifPresent(part -> lines.add(ofDomain(part.of(Right.UNEXPIRE_PASSWORD))));
        }
        preflight.interruptions().stream()
                .filter(part -> !with(Answer.MISSING, part::of).isEmpty() && isServed(part))
                .forEach(part -> lines.add(ofInterruption(part)));
        return Check.of(NAME, "of " + account + ", as the access control lists say", lines);
    }

    private Check ofPart(Part part) {
        String name = nameOf(part);
        String missing = with(Answer.MISSING, part::of);
        String unreadable = with(Answer.UNREADABLE, part::of);
        if (!part.exists()) {
            return Check.failure(
                    name, part.detail(), "correct scope.include, or let the service account see what is in there");
        }
        if (!missing.isEmpty()) {
            return Check.failure(name, "for objects of the class " + part.users() + " lacks: " + missing, ADVICE);
        }
        if (!unreadable.isEmpty()) {
            return Check.warning(
                    name,
                    "nobody can tell whether it has: " + unreadable
                            + (part.detail().isEmpty() ? "" : "; " + part.detail()),
                    "let the service account read the permissions (READ_CONTROL) there, as everybody may by default");
        }
        return Check.ok(name, "for objects of the class " + part.users() + " has: " + with(Answer.GRANTED, part::of));
    }

    private static Check ofDomain(Answer answer) {
        String name = "domain";
        return switch (answer) {
            case GRANTED -> Check.ok(name, "has: " + Right.UNEXPIRE_PASSWORD);
            case MISSING ->
                Check.failure(
                        name,
                        "lacks: " + Right.UNEXPIRE_PASSWORD + "; a password that is reset would count as expired",
                        ADVICE);
            case UNREADABLE ->
                Check.warning(
                        name,
                        "nobody can tell whether it has: " + Right.UNEXPIRE_PASSWORD,
                        "let the service account read the permissions (READ_CONTROL) of the domain's root");
        };
    }

    private boolean isServed(Part part) {
        DistinguishedName name = DistinguishedName.of(part.dn());
        return exclude.stream().noneMatch(name::isWithin);
    }

    private Check ofInterruption(Part part) {
        return Check.warning(
                nameOf(part),
                part.detail() + "; for objects of the class " + part.users() + " in it lacks: "
                        + with(Answer.MISSING, part::of),
                "if it is meant to be so, exclude it in scope.exclude; else let it inherit, and take the denial away");
    }

    private static String nameOf(Part part) {
        return part.users() == UserClass.USER ? part.dn() : part.dn() + " (" + part.users() + ")";
    }

    /** The rights with that answer, of those that users have, in words. */
    private String with(Answer answer, Function<Right, Answer> of) {
        return needed.stream()
                .filter(right -> !right.isOfDomain() && of.apply(right) == answer)
                .map(Right::toString)
                .collect(Collectors.joining(", "));
    }
}
