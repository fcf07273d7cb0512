package dev.writeback.sandbox.cli;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Subject;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of a command line that says what a request asks for. */
final class RequestOptions {
    @Parameters(index = "0", paramLabel = "OPERATION", description = "reset, change, unlock, validate or ping")
    private String operation = "";

    @Option(
            names = "--user",
            paramLabel = "FMT:VALUE",
            description = "Whose account: objectGUID, objectSid, immutableId or userPrincipalName, a colon, the value")
    private @Nullable String user;

    @Option(names = "--must-change", description = "reset: another password is due at the next sign-in")
    private boolean mustChange;

    @Option(names = "--unlock", description = "reset: unlock the account in the same write")
    private boolean unlock;

    @Option(names = "--admin", paramLabel = "NAME", description = "On behalf of this administrator, not of the user")
    private @Nullable String admin;

    /**
     * The draft of what was asked for.
     *
     * @throws IllegalArgumentException when the options do not fit each other; the message is fit for the user
     */
    Draft draft() {
        Operation wanted = Operation.ofWireName(operation)
                .orElseThrow(() -> new IllegalArgumentException("found the operation '" + operation + "'; accepted: "
                        + Arrays.stream(Operation.values())
                                .map(Operation::wireName)
                                .collect(Collectors.joining(", "))));
        boolean ping = wanted == Operation.PING;
        if (ping != (user == null)) {
            throw new IllegalArgumentException(
                    ping ? "ping has no user: leave out --user" : operation + " needs --user FMT:VALUE");
        }
        if (ping && admin != null) {
            throw new IllegalArgumentException("ping has no initiator: leave out --admin");
        }
        Optional<Initiator> initiator =
                ping ? Optional.empty() : Optional.of(admin == null ? Initiator.self() : Initiator.admin(admin));
        Draft draft = Draft.of(wanted, Optional.ofNullable(user).map(RequestOptions::subject), initiator);
        draft = unlock ? draft.andUnlock() : draft;
        return mustChange ? draft.andMustChange() : draft;
    }

    private static Subject subject(String text) {
        int colon = text.indexOf(':');
        Optional<Subject.Format> format =
                colon < 0 ? Optional.empty() : Subject.Format.ofWireName(text.substring(0, colon));
        if (format.isEmpty()) {
            throw new IllegalArgumentException("--user: found '" + text + "'; accepted: "
                    + Arrays.stream(Subject.Format.values())
                            .map(each -> each.wireName() + ":VALUE")
                            .collect(Collectors.joining(", ")));
        }
        return new Subject(format.get(), text.substring(colon + 1));
    }
}
