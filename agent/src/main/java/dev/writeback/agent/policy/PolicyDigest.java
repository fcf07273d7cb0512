package dev.writeback.agent.policy;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.StandardSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The policy in force as one short text: equal where two agents would decide alike, different where they might not. Which
 * servers, time limits and credentials an agent uses is its own affair and not in it; so is who narrowed what.
 */
final class PolicyDigest {
    private final MessageDigest digest;

    private PolicyDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * base64url of the SHA-256 of the rules in a fixed order; {@code pol} of an ack (PWB/1, section 4).
     *
     * @param local whose directories are served
     * @param rules what is allowed in them
     */
    static String of(AgentConfig local, Rules rules) {
        PolicyDigest text = new PolicyDigest();
        text.add("pwb-policy/2");
        text.add(rules.switches());
        text.add(rules.perUser());
        text.add(rules.perAgent());
        text.add(local.directories().size());
        local.directories().stream()
                .sorted(Comparator.comparing(DirectorySettings::name))
                .forEach(text::add);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.digest.digest());
    }

    private void add(Switches switches) {
        add(List.of(switches.reset(), switches.change(), switches.adminReset(), switches.unlock(), switches.validate())
                .toString());
    }

    private void add(Rates rates) {
        add(rates.all().size());
        rates.all().forEach(this::add);
    }

    private void add(Rate rate) {
        add(rate.count());
        add(rate.window().toSeconds());
    }

    private void add(DirectorySettings directory) {
        add(directory.name());
        add(directory.baseDn().normalised());
        add(directory.scope().include());
        add(directory.scope().exclude());
        add(Boolean.toString(directory.allowUserPrincipalName()));
        directory.standard().ifPresent(this::add);
    }

    private void add(StandardSettings standard) {
        add(standard.loginAttribute().toLowerCase(Locale.ROOT));
        add(standard.protectedGroups());
    }

    private void add(List<DistinguishedName> names) {
        List<String> sorted = names.stream()
                .map(DistinguishedName::normalised)
                .sorted()
                .distinct()
                .toList();
        add(sorted.size());
        sorted.forEach(this::add);
    }

    /** With its length before it, so that no text runs into the next. */
    private void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        add(utf8.length);
        digest.update(utf8);
    }

    private void add(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
