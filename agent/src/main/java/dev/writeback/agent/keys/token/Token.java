package dev.writeback.agent.keys.token;

/**
 * A token that is present.
 *
 * @param slot its slot's number, which the library has given
 * @param label what its owner has called it; without trailing blanks
 */
public record Token(long slot, String label, PinState pin) {}
