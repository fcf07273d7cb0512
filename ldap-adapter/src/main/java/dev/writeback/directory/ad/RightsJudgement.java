package dev.writeback.directory.ad;

import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Judges access control lists for one account, as MS-ADTS 5.1.3.3 does: the first entry that concerns a right and the
 * account decides, and without one it is denied.
 *
 * @param who the account and all its groups
 * @param defaults what every new object of a class has in a list of its own; a class is missing when the schema cannot be
 *     read
 */
record RightsJudgement(Set<Sid> who, Map<UserClass, List<AccessControlEntry>> defaults) {
    RightsJudgement {
        who = Set.copyOf(who);
        defaults = Map.copyOf(defaults);
    }

    /** What holds for users of that class in a container, however deep below it. */
    Map<Right, Answer> ofUsersBelow(SecurityDescriptor container, UserClass users) {
        List<AccessControlEntry> own = defaults.getOrDefault(users, List.of());
        List<AccessControlEntry> entries = Stream.concat(
                        own.stream(),
                        container.dacl().stream().flatMap(List::stream).filter(entry -> entry.reaches(users.guid())))
                .toList();
        Map<Right, Answer> answers = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            Answer answer = decide(entries, right);
            // A list that is not known could have a grant that comes first.
            boolean open = answer == Answer.MISSING && !defaults.containsKey(users);
            answers.put(right, open ? Answer.UNREADABLE : answer);
        }
        return answers;
    }

    /** What holds for the object itself. */
    Answer onItself(SecurityDescriptor object, Right right) {
        return object.dacl()
                .map(entries -> decide(
                        entries.stream()
                                .filter(AccessControlEntry::isInForceHere)
                                .toList(),
                        right))
                .orElse(Answer.GRANTED);
    }

    private Answer decide(List<AccessControlEntry> entries, Right right) {
        return entries.stream()
                .filter(entry -> who.contains(entry.trustee()) && entry.concerns(right))
                .findFirst()
                .map(entry -> entry.allows() ? Answer.GRANTED : Answer.MISSING)
                .orElse(Answer.MISSING);
    }
}
