package dev.writeback.protocol.message;

import java.time.Instant;
import java.util.Optional;

/**
 * The password policy in force for one user: the claim {@code rules} of PWB/1, section 4.
 *
 * @param minLength characters
 * @param historyLength remembered passwords, 0 for none
 * @param complexity whether the directory's complexity rule applies
 * @param minAgeSeconds least age of a password before the user may change it, seconds
 * @param changeAllowedAt when a change becomes possible, if it is too early now
 * @param source {@code domain}, or the name of the fine-grained policy
 */
public record PolicyRules(
        int minLength,
        int historyLength,
        boolean complexity,
        long minAgeSeconds,
        Optional<Instant> changeAllowedAt,
        String source) {}
