package dev.writeback.agent.keys;

import java.io.IOException;
import java.nio.file.Path;

/** The file of the control token holds something else. Holds nothing of its content. */
public final class MalformedTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedTokenException(Path file) {
        super("the control token in " + file + " is malformed; the agent writes another when it starts");
    }
}
