package dev.writeback.directory;

/**
 * What a reset does beside the password, in the same write.
 *
 * @param unlock {@code lockoutTime} = 0
 * @param mustChange {@code pwdLastSet} = 0
 */
public record ResetOptions(boolean unlock, boolean mustChange) {}
