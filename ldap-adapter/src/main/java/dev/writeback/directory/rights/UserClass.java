package dev.writeback.directory.rights;

import java.util.UUID;

/** The classes of accounts that people have. An inherited entry for one of them is not in force on objects of the other. */
public enum UserClass {
    USER("user", "bf967aba-0de6-11d0-a285-00aa003049e2"),
    /** RFC 2798; on Active Directory a class of its own below {@code user}. */
    INET_ORG_PERSON("inetOrgPerson", "4828cc14-1437-45bc-9b07-ad6f015e5f28");

    private final String name;
    private final UUID guid;

    UserClass(String name, String guid) {
        this.name = name;
        this.guid = UUID.fromString(guid);
    }

    /** {@code schemaIDGUID}. */
    public UUID guid() {
        return guid;
    }

    /** {@code lDAPDisplayName}. */
    @Override
    public String toString() {
        return name;
    }
}
