package dev.writeback.directory.inspection;

import java.util.List;
import java.util.Optional;

/**
 * What a server is, as a bound connection sees it.
 *
 * @param unusable why the agent would not use it; empty when it would
 * @param facts what it says of itself, in words
 * @param historyOnReset whether it can check a reset against the password history; empty when the type of directory has no
 *     such question
 */
public record ServerView(Optional<String> unusable, List<String> facts, Optional<Boolean> historyOnReset) {
    public ServerView {
        facts = List.copyOf(facts);
    }

    public static ServerView unusable(String reason) {
        return new ServerView(Optional.of(reason), List.of(), Optional.empty());
    }
}
