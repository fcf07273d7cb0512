package dev.writeback.agent.files;

/** What is at stake with a file: who but its owner may do what. */
public enum Stake {
    /** Nobody else may read it: keys, passwords, the journal. */
    SECRET(077, "rw-------", "600"),
    /** A secret that the service manager has laid there and grants by an access control list, which shows as the group's mode. */
    GRANTED_SECRET(037, "r--------", "400"),
    /** Its group may read it: the configuration, the audit. */
    GROUP_READABLE(027, "rw-r-----", "640"),
    /** Everybody may read it, nobody else may write it: certificates, public keys, libraries. */
    TRUSTED(022, "no write access for group and others", "go-w"),
    /** Everybody may look into it, nobody else may put things there. */
    DIRECTORY(022, "no write access for group and others", "go-w");

    private final int forbidden;
    private final String accepted;
    private final String mode;

    Stake(int forbidden, String accepted, String mode) {
        this.forbidden = forbidden;
        this.accepted = accepted;
        this.mode = mode;
    }

    /** The bits of the mode that must not be set. */
    int forbidden() {
        return forbidden;
    }

    /** In words, for an operator. */
    String accepted() {
        return accepted;
    }

    /** What {@code chmod} is given to mend it. */
    String mode() {
        return mode;
    }
}
