package dev.writeback.sandbox.directory;

import java.time.Instant;
import java.util.UUID;

/**
 * One write that the directory has committed.
 *
 * @param sequence 1 for the first write after the start, then one more each
 * @param account {@code objectGUID}
 * @param kind what was written
 * @param at directory time
 */
public record PasswordWrite(long sequence, UUID account, Kind kind, Instant at) {
    /** What a modify did; one modify that resets and unlocks is recorded as both. */
    public enum Kind {
        /** {@code unicodePwd} replaced. */
        RESET,
        /** {@code unicodePwd}: old deleted, new added. */
        CHANGE,
        /** {@code lockoutTime} set to 0, whether the account was locked or not. */
        UNLOCK
    }
}
