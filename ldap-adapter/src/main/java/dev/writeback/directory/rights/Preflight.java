package dev.writeback.directory.rights;

import java.util.List;
import java.util.Map;

/**
 * What the service account may do, as the access control lists say it: nothing was tried. It holds for ordinary users
 * that inherit from the part they are in; one whose own list was changed, as that of every administrator is, can differ.
 *
 * @param server whose lists were read
 * @param parts each part that was asked for, in that order, once for each class of users that is there
 * @param interruptions containers below them that inherit nothing from above, or whose own list takes something away, with
 *     what holds for the users in them; the detail says which of the two
 */
public record Preflight(String server, List<Part> parts, List<Part> interruptions) {
    public Preflight {
        parts = List.copyOf(parts);
        interruptions = List.copyOf(interruptions);
    }

    /** Nothing could be read, for that reason. */
    public static Preflight unreadable(String server, List<String> parts, String reason) {
        return new Preflight(
                server, parts.stream().map(dn -> Part.unreadable(dn, reason)).toList(), List.of());
    }

    /** What is known of a right. */
    public enum Answer {
        GRANTED,
        MISSING,
        /** What would tell cannot be read by the service account, or has a form that is not understood. */
        UNREADABLE
    }

    /**
     * One part of the directory.
     *
     * @param dn as it was asked for
     * @param users the class of users that it holds for
     * @param exists whether there is an entry of that name, as far as the service account can see; also true where nobody
     *     could look
     * @param rights what is readable; use {@link #of}
     * @param detail what was seen, for an operator; may be empty
     */
    public record Part(String dn, UserClass users, boolean exists, Map<Right, Answer> rights, String detail) {
        public Part {
            rights = Map.copyOf(rights);
        }

        /** Nothing can be read of that part. */
        public static Part unreadable(String dn, String reason) {
            return new Part(dn, UserClass.USER, true, Map.of(), reason);
        }

        /** There is no such part. */
        public static Part absent(String dn, String reason) {
            return new Part(dn, UserClass.USER, false, Map.of(), reason);
        }

        /** The answer for that right. */
        public Answer of(Right right) {
            return rights.getOrDefault(right, Answer.UNREADABLE);
        }
    }
}
