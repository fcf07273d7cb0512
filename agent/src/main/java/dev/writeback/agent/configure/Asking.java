package dev.writeback.agent.configure;

import dev.writeback.protocol.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Several questions in a row; the first that is answered with a step back ends it. */
final class Asking {
    private final Dialogue dialogue;
    private final Answers answers;
    private boolean goesOn = true;

    Asking(Dialogue dialogue, Answers answers) {
        this.dialogue = dialogue;
        this.answers = answers;
    }

    Asking text(Question question) {
        return unless(() -> {
            Optional<String> answer = dialogue.ask(question.offering(answers.find(question.item())));
            answer.ifPresent(text -> answers.put(question.item(), text));
            return answer.isPresent();
        });
    }

    Asking yesOrNo(Item item, boolean usual) {
        return unless(() -> {
            boolean offered = answers.find(item).map("yes"::equals).orElse(usual);
            Optional<Boolean> answer = dialogue.confirm(Question.about(item), offered);
            answer.ifPresent(yes -> answers.put(item, yes ? "yes" : "no"));
            return answer.isPresent();
        });
    }

    /** A secret that a flag gave is not asked for. */
    Asking secret(Item item) {
        return unless(() -> {
            if (answers.secret(item).isPresent()) {
                return true;
            }
            Optional<Secret> answer = dialogue.askSecret(Question.about(item));
            answer.ifPresent(secret -> answers.put(item, secret));
            return answer.isPresent();
        });
    }

    Asking when(boolean applies, UnaryOperator<Asking> more) {
        return goesOn && applies ? more.apply(this) : this;
    }

    private Asking unless(Supplier<Boolean> question) {
        if (goesOn) {
            goesOn = question.get();
        }
        return this;
    }

    boolean done() {
        return goesOn;
    }

    /** A file that can be read, or none. */
    static Question file(Item item) {
        return Question.about(item)
                .checked(answer -> Files.isReadable(Path.of(answer))
                        ? Optional.empty()
                        : Optional.of("found '" + answer + "', which is no file that can be read"));
    }

    static Question fileOrNone(Item item) {
        Question file = file(item);
        return file.checked(answer -> answer.equalsIgnoreCase(Answers.NONE)
                        ? Optional.empty()
                        : file.complaint().apply(answer))
                .usually(Answers.NONE);
    }

    static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
