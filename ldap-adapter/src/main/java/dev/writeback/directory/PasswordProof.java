package dev.writeback.directory;

/** What one bind with a password says of it. */
public enum PasswordProof {
    /** It is the password: the bind succeeded, or was refused for a reason that is given only for the right one. */
    RIGHT,
    /** It is not. */
    WRONG,
    /** A wrong password could have locked the account, so none was tried. */
    NOT_TRIED,
    /** The answer says nothing about the password, or none came. */
    UNKNOWN
}
