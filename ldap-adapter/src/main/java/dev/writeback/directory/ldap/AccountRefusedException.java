package dev.writeback.directory.ldap;

import dev.writeback.directory.inspection.BindTrouble;

/** A server has refused the service account. The message is what it said, without any secret. */
final class AccountRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final BindTrouble trouble;

    AccountRefusedException(BindTrouble trouble, String said, Throwable cause) {
        super(said, cause);
        this.trouble = trouble;
    }

    BindTrouble trouble() {
        return trouble;
    }
}
