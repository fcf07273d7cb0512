package dev.writeback.agent.doctor;

import dev.writeback.agent.config.Problem;
import java.util.ArrayList;
import java.util.List;

/** Whose the agent's files are: an agent that finds one of these problems does not start. */
final class FilesCheck {
    private static final String NAME = "files";
    private static final String MEND = "mend it: ";

    private FilesCheck() {}

    /**
     * @param checked whether the configuration wants that looked at
     * @param exposures what others can read or change
     */
    static Check of(boolean checked, List<Problem> exposures) {
        if (!checked) {
            return Check.warning(
                    NAME,
                    "whether others can read or change the agent's files is not looked at",
                    "set agent.checkFileModes to true, unless the file system knows no owners and modes");
        }
        if (exposures.isEmpty()) {
            return Check.ok(NAME, "nobody else can read what is secret or change what is trusted");
        }
        List<Check> lines = new ArrayList<>();
        for (Problem exposure : exposures) {
            lines.add(Check.failure(
                    exposure.key().isEmpty() ? "configuration" : exposure.key(),
                    exposure.found(),
                    advice(exposure.accepted())));
        }
        return Check.of(NAME, "the agent does not start while others can read or change these", lines);
    }

    /** The command alone, where there is one: what would be right is the same for all files of a kind. */
    private static String advice(String accepted) {
        return accepted.substring(Math.max(0, accepted.indexOf(MEND)));
    }
}
