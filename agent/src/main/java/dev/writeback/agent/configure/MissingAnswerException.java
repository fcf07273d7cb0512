package dev.writeback.agent.configure;

/** Nobody is there to be asked, and the flag has no answer that can be used. */
public final class MissingAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingAnswerException(Question question, String found) {
        super(question.item().flag() + ": " + found + " (" + question.text() + "); nothing was written");
    }
}
