package dev.writeback.directory.ad;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the service account may do, as the access control lists say it: nothing was tried. It holds for ordinary users
 * that inherit from the part they are in; one whose own list was changed, as that of every administrator is, can differ.
 *
 * @param server whose lists were read
 * @param parts each part that was asked for, in that order
 * @param interruptions containers below them that inherit nothing from above, with what holds for the users in them
 */
public record Preflight(String server, List<Part> parts, List<Part> interruptions) {
    public Preflight {
        parts = List.copyOf(parts);
        interruptions = List.copyOf(interruptions);
    }

    /** Nothing could be read, for that reason. */
    static Preflight unreadable(String server, List<String> parts, String reason) {
        return new Preflight(
                server, parts.stream().map(dn -> Part.unreadable(dn, reason)).toList(), List.of());
    }

    /** What is needed of a directory. */
    public enum Right {
        /** User-Force-Change-Password (MS-ADTS 5.1.3.2.1): needed for a reset. */
        RESET_PASSWORD("00299570-246d-11d0-a768-00aa006e0529"),
        /** User-Change-Password: needed for a change; everybody has it unless it was taken away. */
        CHANGE_PASSWORD("ab721a53-1e2f-11d0-9819-00aa0040529b"),
        /** Needed to unlock. */
        WRITE_LOCKOUT_TIME("28630ebf-41d5-11d1-a9c1-0000f80367c1", Set.of()),
        /** Needed for "must change at the next logon"; in the property set User-Account-Restrictions. */
        WRITE_PWD_LAST_SET("bf967a0a-0de6-11d0-a285-00aa003049e2", Set.of("4c164200-20c0-11d0-a768-00aa006e0529")),
        /** On the domain itself. Without it a password that was reset counts as expired (MS-SAMR 3.1.1.8.7). */
        UNEXPIRE_PASSWORD("ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501");

        private final int bits;
        private final UUID guid;
        private final Set<UUID> names;

        Right(String controlRight) {
            this.bits = AccessControlEntry.CONTROL_ACCESS | AccessControlEntry.GENERIC_ALL;
            this.guid = UUID.fromString(controlRight);
            this.names = Set.of(guid);
        }

        Right(String attribute, Set<String> propertySets) {
            this.bits = AccessControlEntry.WRITE_PROPERTY
                    | AccessControlEntry.GENERIC_ALL
                    | AccessControlEntry.GENERIC_WRITE;
            this.guid = UUID.fromString(attribute);
            this.names = Stream.concat(Stream.of(attribute), propertySets.stream())
                    .map(UUID::fromString)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** {@code rightsGuid} of the control right, or {@code schemaIDGUID} of the attribute. */
        public UUID guid() {
            return guid;
        }

        /** Any of these in the mask of an entry is about this right. */
        int bits() {
            return bits;
        }

        boolean isNamedBy(UUID objectType) {
            return names.contains(objectType);
        }
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
     * @param rights what is readable; use {@link #of}
     * @param detail what was seen, for an operator; may be empty
     */
    public record Part(String dn, Map<Right, Answer> rights, String detail) {
        public Part {
            rights = Map.copyOf(rights);
        }

        static Part unreadable(String dn, String reason) {
            return new Part(dn, Map.of(), reason);
        }

        /** The answer for that right. */
        public Answer of(Right right) {
            return rights.getOrDefault(right, Answer.UNREADABLE);
        }
    }
}
