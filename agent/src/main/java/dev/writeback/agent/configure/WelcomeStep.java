package dev.writeback.agent.configure;

import java.nio.file.Path;

/** What this is about, and what this agent is called. */
final class WelcomeStep implements Step {
    private static final Path INSTALLED = Path.of("/etc/writeback");

    private final Path config;

    /** @param config the file to be written */
    WelcomeStep(Path config) {
        this.config = config.toAbsolutePath().normalize();
    }

    @Override
    public String title() {
        return "Welcome";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        dialogue.say("This sets up the agent that brings new passwords from the cloud to your directory.");
        dialogue.say("You need: an enrolment code of the cloud's administrator, and a service account of the");
        dialogue.say("directory. Nothing is written before the last step; < goes one step back, Ctrl-C ends.");
        dialogue.say("");
        return new Asking(dialogue, answers)
                .text(Question.about(Item.AGENT_ID)
                        .usually("agent-1")
                        .matching("[a-z0-9-]{1,63}", "1 to 63 of a-z, 0-9 and -"))
                .text(Question.about(Item.STATE_DIRECTORY).usually(usualState()))
                .text(Question.about(Item.HTTP_PORT).usually("9464").matching("[0-9]{1,5}", "a port, or 0 for any"))
                .done();
    }

    /** Beside the configuration; but an installed service can write nothing below /etc, and has its own place. */
    private String usualState() {
        return config.startsWith(INSTALLED) ? "/var/lib/writeback" : "state";
    }
}
