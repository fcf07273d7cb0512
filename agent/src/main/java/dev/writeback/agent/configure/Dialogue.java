package dev.writeback.agent.configure;

import dev.writeback.protocol.secret.Secret;
import java.util.Optional;

/** How the wizard speaks with whoever answers. An empty answer means: one step back. */
interface Dialogue {
    /** Asks until the answer is one that can be used. */
    Optional<String> ask(Question question);

    /** Asks for something that is not shown while it is typed; the caller closes it. */
    Optional<Secret> askSecret(Question question);

    /** Yes or no. */
    Optional<Boolean> confirm(Question question, boolean usual);

    /** Prints a line. */
    void say(String line);
}
