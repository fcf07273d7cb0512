package dev.writeback.directory.standard;

/** The errors of draft-behera-ldap-password-policy-10, section 6.2, in the order of their numbers, and OpenLDAP's ninth. */
enum PolicyError {
    PASSWORD_EXPIRED,
    ACCOUNT_LOCKED,
    CHANGE_AFTER_RESET,
    PASSWORD_MOD_NOT_ALLOWED,
    MUST_SUPPLY_OLD_PASSWORD,
    INSUFFICIENT_PASSWORD_QUALITY,
    PASSWORD_TOO_SHORT,
    PASSWORD_TOO_YOUNG,
    PASSWORD_IN_HISTORY,
    /** passwordTooLong, of OpenLDAP since 2.5. */
    PASSWORD_TOO_LONG,
    /** A number that is not listed. */
    OTHER,
    /** No control in the answer, or no error in it. */
    NONE;

    /** Whether a write cannot have been made as it was asked for when this stands beside a success. */
    boolean contradictsSuccess() {
        return switch (this) {
            case PASSWORD_EXPIRED, CHANGE_AFTER_RESET, NONE -> false;
            case ACCOUNT_LOCKED,
                    PASSWORD_MOD_NOT_ALLOWED,
                    MUST_SUPPLY_OLD_PASSWORD,
                    INSUFFICIENT_PASSWORD_QUALITY,
                    PASSWORD_TOO_SHORT,
                    PASSWORD_TOO_YOUNG,
                    PASSWORD_IN_HISTORY,
                    PASSWORD_TOO_LONG,
                    OTHER -> true;
        };
    }

    static PolicyError of(int number) {
        return number >= 0 && number < OTHER.ordinal() ? values()[number] : OTHER;
    }
}
