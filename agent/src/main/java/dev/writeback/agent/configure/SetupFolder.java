package dev.writeback.agent.configure;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the configuration and its secrets come to be: each file whole or not at all, for its owner alone, the configuration
 * last. Drafts, for looking around, are made in a folder of their own, of which {@link #discard} leaves nothing.
 */
final class SetupFolder {
    private static final int PIN_BYTES = 24;
    private static final String DRAFT_STATE = "state";

    private final Path config;
    private final AgentConfigLoader loader;
    private final SecureRandom random;
    private Optional<Path> scratch = Optional.empty();

    SetupFolder(Path config, AgentConfigLoader loader, SecureRandom random) {
        this.config = config.toAbsolutePath().normalize();
        this.loader = loader;
        this.random = random;
    }

    /** What was answered so far, as a configuration that can be used to look around. */
    AgentConfig draft(Answers answers, List<String> include) throws IOException, ConfigException {
        if (scratch.isEmpty()) {
            scratch = Optional.of(Files.createTempDirectory("writeback-setup"));
            // A terminal that is closed ends the process without a word to the wizard.
            Runtime.getRuntime().addShutdownHook(new Thread(this::discard, "wizard-end"));
        }
        Path file = scratch.get().resolve("agent.yaml");
        Path own = PrivateFile.directory(file.resolveSibling(DRAFT_STATE));
        write(file, answers, include, DRAFT_STATE, own);
        return loader.loadForEnrolment(file);
    }

    /**
     * Writes what was answered to its place; a configuration that was there is kept beside it. All of it belongs to the owner of
     * the state directory, when root writes it: to the agent's user, who could not read it otherwise.
     *
     * @throws ConfigException when it would not be one; then nothing is written
     */
    void finish(Answers answers) throws IOException, ConfigException {
        draft(answers, answers.list(Item.INCLUDE));
        Path folder = Files.createDirectories(Objects.requireNonNull(config.getParent()));
        String state = answers.find(Item.STATE_DIRECTORY).orElseThrow();
        Path own = PrivateFile.directory(folder.resolve(state));
        if (Files.exists(config)) {
            PrivateFile.replaceFor(
                    own, config.resolveSibling(config.getFileName() + ".before"), Files.readAllBytes(config));
        }
        write(config, answers, answers.list(Item.INCLUDE), state, own);
    }

    private void write(Path file, Answers answers, List<String> include, String state, Path own) throws IOException {
        if (answers.accepted().isPresent()) {
            PrivateFile.replaceFor(
                    own,
                    file.resolveSibling(ConfigurationText.DIRECTORY_CA),
                    answers.accepted().get().getBytes(StandardCharsets.US_ASCII));
        }
        Optional<Secret> password = answers.secret(Item.BIND_PASSWORD);
        if (password.isPresent() && !answers.byKerberos()) {
            byte[] bytes = password.get().map(byte[]::clone);
            try {
                PrivateFile.replaceFor(own, file.resolveSibling(ConfigurationText.BIND_PASSWORD), bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
        Path pin = file.resolveSibling(ConfigurationText.PIN);
        if (!Files.exists(pin)) {
            PrivateFile.replaceFor(own, pin, newPin());
        }
        PrivateFile.replaceFor(
                own, file, ConfigurationText.of(answers, include, state).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] newPin() {
        byte[] bytes = new byte[PIN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encode(bytes);
    }

    synchronized void discard() {
        if (scratch.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(scratch.get())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    scratch.get() + " cannot be removed; it holds the password that was typed", e);
        }
        scratch = Optional.empty();
    }
}
