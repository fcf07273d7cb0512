package dev.writeback.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The password policy in force for one account.
 *
 * @param minLength characters
 * @param historyLength remembered passwords
 * @param complexity the complexity rule of MS-SAMR 3.1.1.7.2 applies
 * @param minAge least age before the user may change the password
 * @param changeAllowedAt when a change becomes possible, if it is too early now
 * @param source {@code domain}, or the name of the fine-grained policy
 */
public record PasswordPolicy(
        int minLength,
        int historyLength,
        boolean complexity,
        Duration minAge,
        Optional<Instant> changeAllowedAt,
        String source) {}
