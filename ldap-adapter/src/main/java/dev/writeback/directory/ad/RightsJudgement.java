package dev.writeback.directory.ad;

import dev.writeback.directory.ad.Preflight.Answer;
import dev.writeback.directory.ad.Preflight.Right;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Judges access control lists for one account, as MS-ADTS 5.1.3.3 does: the first entry that concerns a right and the
 * account decides, and without one it is denied.
 *
 * @param who the account and all its groups
 * @param userDefaults what every new user has in a list of its own; empty when the schema cannot be read
 */
record RightsJudgement(Set<Sid> who, Optional<List<AccessControlEntry>> userDefaults) {
    private static final UUID USER = UUID.fromString("bf967aba-0de6-11d0-a285-00aa003049e2");

    RightsJudgement {
        who = Set.copyOf(who);
        userDefaults = userDefaults.map(List::copyOf);
    }

    /** What holds for users in a container, however deep below it. */
    Map<Right, Answer> ofUsersBelow(SecurityDescriptor container) {
        List<AccessControlEntry> entries = Stream.concat(
                        userDefaults.stream().flatMap(List::stream),
                        container.dacl().stream().flatMap(List::stream).filter(entry -> entry.reaches(USER)))
                .toList();
        Map<Right, Answer> answers = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            Answer answer = decide(entries, right);
            // A list that is not known could have a grant that comes first.
            boolean open = answer == Answer.MISSING && userDefaults.isEmpty();
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
