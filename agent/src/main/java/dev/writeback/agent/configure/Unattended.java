package dev.writeback.agent.configure;

import dev.writeback.protocol.secret.Secret;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers each question with what its flag said, or with what is usual. */
final class Unattended implements Dialogue {
    private final Consumer<String> out;

    /** @param out gets each line that is said */
    Unattended(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public Optional<String> ask(Question question) {
        String answer = question.usual().orElseThrow(() -> new MissingAnswerException(question, "found nothing"));
        question.complaint().apply(answer).ifPresent(complaint -> {
            throw new MissingAnswerException(question, complaint);
        });
        return Optional.of(answer);
    }

    @Override
    public Optional<Secret> askSecret(Question question) {
        throw new MissingAnswerException(question, "found nothing");
    }

    @Override
    public Optional<Boolean> confirm(Question question, boolean usual) {
        return Optional.of(usual);
    }

    @Override
    public void say(String line) {
        out.accept(line);
    }
}
