package dev.writeback.agent.configure;

import dev.writeback.agent.doctor.OneLine;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The wizard at a terminal: answers can be edited, secrets are not shown, {@code <} goes one step back, Ctrl-C ends it and
 * nothing is written. Lines alone, no cursor games: it works in every terminal, and with a screen reader.
 */
final class TerminalDialogue implements Dialogue, AutoCloseable {
    private static final String BACK = "<";
    private static final char MASK = '*';

    private final Terminal terminal;
    private final LineReader reader;

    TerminalDialogue(Terminal terminal) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .build();
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
    }

    /** The terminal of this process. */
    static TerminalDialogue open() throws IOException {
        return new TerminalDialogue(
                TerminalBuilder.builder().system(true).jna(false).dumb(true).build());
    }

    @Override
    public Optional<String> ask(Question question) {
        String hint = question.usual().map(usual -> " [" + usual + "]").orElse("");
        while (true) {
            String typed = read(question.text() + hint + ": ", null).strip();
            if (typed.equals(BACK)) {
                return Optional.empty();
            }
            String answer = typed.isEmpty() ? question.usual().orElse("") : typed;
            Optional<String> complaint = answer.isEmpty() && question.usual().isEmpty()
                    ? Optional.of("an answer is needed; " + BACK + " goes one step back")
                    : question.complaint().apply(answer);
            if (complaint.isEmpty()) {
                return Optional.of(answer);
            }
            say("  " + complaint.get());
        }
    }

    @Override
    public Optional<Secret> askSecret(Question question) {
        while (true) {
            // The editor hands out a text, which lives until it is collected; it is not kept, shown or written.
            String typed = read(question.text() + " (not shown): ", MASK);
            if (typed.equals(BACK)) {
                return Optional.empty();
            }
            if (!typed.isEmpty()) {
                var utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
                byte[] bytes = new byte[utf8.remaining()];
                utf8.get(bytes);
                return Optional.of(Secret.takeOwnershipOf(bytes));
            }
            say("  an answer is needed; " + BACK + " goes one step back");
        }
    }

    @Override
    public Optional<Boolean> confirm(Question question, boolean usual) {
        Optional<String> answer = ask(new Question(
                question.item(),
                question.text(),
                Optional.of(usual ? "yes" : "no"),
                typed -> typed.toLowerCase(Locale.ROOT).matches("y|yes|n|no")
                        ? Optional.empty()
                        : Optional.of("accepted: yes or no")));
        return answer.map(typed -> typed.toLowerCase(Locale.ROOT).startsWith("y"));
    }

    @Override
    public void say(String line) {
        terminal.writer().println(OneLine.printable(line));
        terminal.flush();
    }

    private String read(String prompt, @Nullable Character mask) {
        try {
            return reader.readLine(OneLine.printable(prompt), mask);
        } catch (UserInterruptException | EndOfFileException e) {
            throw new WizardEndedException();
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
