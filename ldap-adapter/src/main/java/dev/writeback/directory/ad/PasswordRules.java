package dev.writeback.directory.ad;

import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.PasswordPolicy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The rules of MS-SAMR 3.1.1.7.2 that can be checked without the directory. */
final class PasswordRules {
    private static final int CATEGORIES = 3;
    private static final int SHORTEST_NAME = 3;
    private static final String DELIMITERS = ",.-_ #\t";

    private PasswordRules() {}

    /**
     * What the password violates.
     *
     * @param policy empty where it cannot be read: then only what holds for every account is checked
     */
    static Set<PolicyViolation> violations(
            CharSequence password, Optional<PasswordPolicy> policy, AccountEntry account) {
        Set<PolicyViolation> found = EnumSet.noneOf(PolicyViolation.class);
        if (password.length() > UnicodePwd.LONGEST) {
            found.add(PolicyViolation.TOO_LONG);
        }
        if (password.length() < policy.map(PasswordPolicy::minLength).orElse(0)) {
            found.add(PolicyViolation.TOO_SHORT);
        }
        if (policy.map(PasswordPolicy::complexity).orElse(false)) {
            if (categories(password) < CATEGORIES) {
                found.add(PolicyViolation.COMPLEXITY);
            }
            if (containsName(
                    password,
                    account.text("sAMAccountName").orElse(""),
                    account.text("displayName").orElse(""))) {
                found.add(PolicyViolation.CONTAINS_NAME);
            }
        }
        return found;
    }

    /** How many of the five kinds of characters occur: upper, lower, digit, ASCII symbol, other letters. */
    static int categories(CharSequence password) {
        int seen = 0;
        for (int i = 0; i < password.length(); ) {
            int c = Character.codePointAt(password, i);
            seen |= 1 << category(c);
            i += Character.charCount(c);
        }
        return Integer.bitCount(seen >>> 1);
    }

    private static int category(int c) {
        if (c >= '0' && c <= '9') {
            return 3;
        }
        if (Character.isUpperCase(c)) {
            return 1;
        }
        if (Character.isLowerCase(c)) {
            return 2;
        }
        if (Character.isLetter(c)) {
            return 5;
        }
        return c > ' ' && c < 0x7F ? 4 : 0;
    }

    /**
     * Whether the whole account name, or a part of the display name between delimiters, occurs in the password in any
     * case. Names and parts of less than three characters do not count.
     */
    static boolean containsName(CharSequence password, String accountName, String displayName) {
        if (accountName.length() >= SHORTEST_NAME && contains(password, accountName, 0, accountName.length())) {
            return true;
        }
        int start = 0;
        for (int i = 0; i <= displayName.length(); i++) {
            if (i == displayName.length() || DELIMITERS.indexOf(displayName.charAt(i)) >= 0) {
                if (i - start >= SHORTEST_NAME && contains(password, displayName, start, i)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /** By hand, since a library would make a {@code String} of the password. */
    private static boolean contains(CharSequence password, String name, int from, int to) {
        for (int at = 0; at + to - from <= password.length(); at++) {
            int i = 0;
            while (from + i < to && same(password.charAt(at + i), name.charAt(from + i))) {
                i++;
            }
            if (from + i == to) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(char a, char b) {
        return a == b
                || Character.toUpperCase(a) == Character.toUpperCase(b)
                || Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
