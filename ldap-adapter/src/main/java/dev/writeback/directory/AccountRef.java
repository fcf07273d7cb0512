package dev.writeback.directory;

import java.util.UUID;

/** How an account is named by who asks; each form leads to exactly one entry or to none. */
public sealed interface AccountRef {
    /** By {@code objectGUID}. */
    record ByGuid(UUID guid) implements AccountRef {}

    /** By {@code objectSid} in its string form, {@code S-1-5-...}. */
    record BySid(String sid) implements AccountRef {}

    /**
     * By Entra ID's onPremisesImmutableId: 16 bytes that are {@code mS-DS-ConsistencyGuid} where that is set, else
     * {@code objectGUID}, in the byte order that the directory stores.
     */
    record ByImmutableId(byte[] bytes) implements AccountRef {}

    /** By {@code userPrincipalName}, compared as the directory compares it. */
    record ByUserPrincipalName(String name) implements AccountRef {}
}
