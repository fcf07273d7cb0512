package dev.writeback.agent.policy;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
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
 * The local policy as one short text: equal where two agents would decide alike, different where they might not. Which
 * servers, time limits and credentials an agent uses is its own affair and not in it.
 */
public final class PolicyDigest {
    private final MessageDigest digest;

    private PolicyDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** base64url of the SHA-256 of the rules in a fixed order; {@code pol} of an ack (PWB/1, section 4). */
    public static String of(AgentConfig config) {
        PolicyDigest rules = new PolicyDigest();
        rules.add("pwb-policy/1");
        rules.add(config.operations());
        rules.add(config.limits().perUser());
        rules.add(config.limits().perAgent());
        rules.add(config.directories().size());
        config.directories().stream()
                .sorted(Comparator.comparing(DirectorySettings::name))
                .forEach(rules::add);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(rules.digest.digest());
    }

    private void add(OperationSettings operations) {
        add(List.of(
                        operations.reset(),
                        operations.change(),
                        operations.adminReset(),
                        operations.unlock(),
                        operations.validate())
                .toString());
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
