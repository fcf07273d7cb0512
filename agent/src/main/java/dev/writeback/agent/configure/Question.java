package dev.writeback.agent.configure;

import java.util.Optional;
import java.util.function.Function;

/**
 * One question.
 *
 * @param usual what an empty answer means; empty when there has to be one
 * @param complaint what is wrong with an answer; empty when nothing is
 */
record Question(Item item, String text, Optional<String> usual, Function<String, Optional<String>> complaint) {
    static Question about(Item item) {
        return new Question(item, item.text(), Optional.empty(), answer -> Optional.empty());
    }

    Question usually(String answer) {
        return new Question(item, text, Optional.of(answer), complaint);
    }

    Question offering(Optional<String> answer) {
        return answer.isPresent() ? usually(answer.get()) : this;
    }

    Question saying(String otherText) {
        return new Question(item, otherText, usual, complaint);
    }

    Question checked(Function<String, Optional<String>> check) {
        return new Question(item, text, usual, check);
    }

    Question matching(String pattern, String accepted) {
        return checked(answer -> answer.matches(pattern)
                ? Optional.empty()
                : Optional.of("found '" + answer + "'; accepted: " + accepted));
    }
}
