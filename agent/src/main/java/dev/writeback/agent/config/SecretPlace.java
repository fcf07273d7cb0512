package dev.writeback.agent.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a secret key points to, or why that is no place to read a secret from.
 *
 * @param problem what was found, without the value; present when {@code reference} is not
 */
record SecretPlace(Optional<SecretReference> reference, Optional<String> problem) {
    private static final Pattern ENVIRONMENT = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]{0,127})");
    private static final Pattern CREDENTIAL = Pattern.compile("credential:([A-Za-z0-9_-][A-Za-z0-9._-]{0,127})");
    private static final Pattern CONNECTION_STRING = Pattern.compile("(?is)\\s*(endpoint=|sharedaccess).*");

    static SecretPlace of(String text, Path directory, Environment environment) {
        Matcher variable = ENVIRONMENT.matcher(text);
        if (variable.matches()) {
            return inEnvironment(variable.group(1), environment);
        }
        Matcher credential = CREDENTIAL.matcher(text);
        if (credential.matches()) {
            return asCredential(credential.group(1), environment);
        }
        if (text.startsWith("env:") || text.startsWith("credential:")) {
            return refused("a name of another form");
        }
        if (CONNECTION_STRING.matcher(text).matches()) {
            return refused("a secret in the file itself (not shown)");
        }
        return inFile(text, directory);
    }

    /** A file that does not exist, where it may be made; empty for everything else. */
    static Optional<SecretReference> toCome(String text, Path directory, Environment environment) {
        if (text.startsWith("env:")
                || text.startsWith("credential:")
                || of(text, directory, environment).reference.isPresent()) {
            return Optional.empty();
        }
        try {
            Path file = directory.resolve(text).normalize();
            boolean canBeMade = !CONNECTION_STRING.matcher(text).matches()
                    && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(
                            Objects.requireNonNull(file.toAbsolutePath().getParent()));
            return canBeMade ? Optional.of(new FileSecret(file, file.toString())) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static SecretPlace inEnvironment(String name, Environment environment) {
        @Nullable String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            return refused("an environment variable that is not set");
        }
        return found(new EnvironmentSecret(name, environment));
    }

    private static SecretPlace asCredential(String name, Environment environment) {
        @Nullable String directory = environment.get("CREDENTIALS_DIRECTORY");
        if (directory == null || directory.isEmpty()) {
            return refused("a credential, but the service manager passed none (CREDENTIALS_DIRECTORY is not set)");
        }
        return readable(Path.of(directory, name), "credential:" + name, "a credential");
    }

    private static SecretPlace inFile(String text, Path directory) {
        try {
            Path file = directory.resolve(text).normalize();
            return readable(file, file.toString(), "a name (not shown; it starts at " + directory + ")");
        } catch (InvalidPathException e) {
            return refused("a text (not shown) that is no path");
        }
    }

    private static SecretPlace readable(Path file, String place, String what) {
        Optional<String> failed = FileCheck.readable(file).map(check -> what + ", " + check.found());
        if (failed.isPresent()) {
            return refused(failed.get());
        }
        return found(new FileSecret(file, place));
    }

    private static SecretPlace found(SecretReference reference) {
        return new SecretPlace(Optional.of(reference), Optional.empty());
    }

    private static SecretPlace refused(String found) {
        return new SecretPlace(Optional.empty(), Optional.of(found));
    }
}
