package dev.writeback.agent.configure;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/** The pages in their order. Used by one thread. */
public final class Wizard {
    private final SetupFolder folder;
    private final List<Step> steps;

    /**
     * @param config the file to be written
     * @param browser looks into the directory before anything is written
     */
    public Wizard(Path config, AgentConfigLoader loader, DirectoryBrowser browser, SecureRandom random) {
        this.folder = new SetupFolder(config, loader, random);
        this.steps = List.of(
                new WelcomeStep(config),
                new CloudStep(),
                new DirectoryStep(),
                new ScopeStep(folder, browser),
                new FeatureStep(),
                new ReadyStep(config));
    }

    /**
     * Asks at the terminal of this process, and writes.
     *
     * @throws WizardEndedException when it was ended there
     */
    public void atTheTerminal(Answers answers) throws IOException, ConfigException {
        try (TerminalDialogue dialogue = TerminalDialogue.open()) {
            run(dialogue, answers);
        }
    }

    /**
     * Takes what flags and defaults say, and writes.
     *
     * @throws MissingAnswerException when that is not enough
     */
    public void unattended(Answers answers, Consumer<String> out) throws IOException, ConfigException {
        run(new Unattended(out), answers);
    }

    void run(Dialogue dialogue, Answers answers) throws IOException, ConfigException {
        try {
            int page = 0;
            while (page < steps.size()) {
                Step step = steps.get(page);
                dialogue.say("");
                dialogue.say("== " + step.title() + "  (" + (page + 1) + " of " + steps.size() + ")");
                boolean forward = step.run(dialogue, answers);
                if (!forward && dialogue instanceof Unattended) {
                    throw new MissingAnswerException(
                            Question.about(Item.ACCEPT).saying(step.title()),
                            "the step '" + step.title() + "' did not succeed");
                }
                page = Math.max(0, forward ? page + 1 : page - 1);
            }
            folder.finish(answers);
        } finally {
            folder.discard();
        }
    }
}
