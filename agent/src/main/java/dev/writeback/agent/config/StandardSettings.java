package dev.writeback.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * What is said of a directory that is no Active Directory: {@code type: standard}.
 *
 * @param loginAttribute what a request's userPrincipalName is compared with
 * @param defaultPolicy the password policy of accounts without one of their own, where it is an entry
 * @param protectedGroups groups whose members are never written to
 * @param hashesCleartext whether the server hashes a userPassword that is written to it; a forced change needs that
 */
public record StandardSettings(
        String loginAttribute,
        Optional<DistinguishedName> defaultPolicy,
        List<DistinguishedName> protectedGroups,
        boolean hashesCleartext) {
    static final TextForm ATTRIBUTE =
            TextForm.of("[A-Za-z][A-Za-z0-9-]{0,63}", "the name of an attribute, such as uid or mail");
    static final String DEFAULT_ATTRIBUTE = "uid";

    /**
     * @throws IllegalArgumentException when the attribute is of another form
     */
    public StandardSettings {
        protectedGroups = List.copyOf(protectedGroups);
        ATTRIBUTE.require("loginAttribute", loginAttribute);
    }
}
