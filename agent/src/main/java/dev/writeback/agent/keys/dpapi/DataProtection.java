package dev.writeback.agent.keys.dpapi;

/** Encrypts for this machine or this user, by keys that the operating system holds. */
public interface DataProtection {
    /**
     * The encrypted bytes. The caller still owns, and zeroes, the plain ones.
     *
     * @throws DataProtectionException when the system refuses
     */
    byte[] protect(byte[] plain) throws DataProtectionException;

    /**
     * The plain bytes, which the caller owns and zeroes.
     *
     * @throws DataProtectionException when they were not encrypted here, or by another user
     */
    byte[] unprotect(byte[] encrypted) throws DataProtectionException;
}
