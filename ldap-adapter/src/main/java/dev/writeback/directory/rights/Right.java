package dev.writeback.directory.rights;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is needed of Active Directory. */
public enum Right {
    /** User-Force-Change-Password (MS-ADTS 5.1.3.2.1): needed for a reset. */
    RESET_PASSWORD("Reset Password", "00299570-246d-11d0-a768-00aa006e0529", Kind.CONTROL),
    /** User-Change-Password: needed for a change; everybody has it unless it was taken away. */
    CHANGE_PASSWORD("Change Password", "ab721a53-1e2f-11d0-9819-00aa0040529b", Kind.CONTROL),
    /** Needed to unlock. */
    WRITE_LOCKOUT_TIME("lockoutTime", "28630ebf-41d5-11d1-a9c1-0000f80367c1", Kind.ATTRIBUTE),
    /** Needed for "must change at the next logon"; in the property set User-Account-Restrictions. */
    WRITE_PWD_LAST_SET(
            "pwdLastSet",
            "bf967a0a-0de6-11d0-a285-00aa003049e2",
            Kind.ATTRIBUTE,
            "4c164200-20c0-11d0-a768-00aa006e0529"),
    /** On the domain itself. Without it a password that was reset counts as expired (MS-SAMR 3.1.1.8.7). */
    UNEXPIRE_PASSWORD("Unexpire Password", "ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501", Kind.CONTROL);

    /** What a right is of. */
    public enum Kind {
        /** A control access right: {@code CR}. */
        CONTROL,
        /** Writing an attribute: {@code WP}. */
        ATTRIBUTE
    }

    private final String object;
    private final UUID guid;
    private final Kind kind;
    private final Set<UUID> names;

    Right(String object, String guid, Kind kind, String... propertySets) {
        this.object = object;
        this.guid = UUID.fromString(guid);
        this.kind = kind;
        this.names = Stream.concat(Stream.of(guid), Stream.of(propertySets))
                .map(UUID::fromString)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code rightsGuid} of the control right, or {@code schemaIDGUID} of the attribute. */
    public UUID guid() {
        return guid;
    }

    public Kind kind() {
        return kind;
    }

    /** The display name of the control right, or the {@code lDAPDisplayName} of the attribute. */
    public String object() {
        return object;
    }

    /** Whether an entry about that control right, attribute or property set is about this right. */
    public boolean isNamedBy(UUID objectType) {
        return names.contains(objectType);
    }

    /** Whether it is of the domain's root, and not of users. */
    public boolean isOfDomain() {
        return this == UNEXPIRE_PASSWORD;
    }

    /** In words: {@code Reset Password}, {@code write lockoutTime}. */
    @Override
    public String toString() {
        return kind == Kind.ATTRIBUTE ? "write " + object : object;
    }
}
