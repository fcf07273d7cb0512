package dev.writeback.agent.configure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Everything once more, before it is written. */
final class ReadyStep implements Step {
    private final Path config;

    ReadyStep(Path config) {
        this.config = config;
    }

    @Override
    public String title() {
        return "Ready to configure";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        line(dialogue, "Agent", answers.find(Item.AGENT_ID).orElse(""));
        line(
                dialogue,
                "Cloud",
                answers.find(Item.ISSUER).orElse("") + " by "
                        + answers.find(Item.CLOUD_URL).orElse(""));
        line(
                dialogue,
                "Directory",
                answers.value(Item.DOMAIN).orElseGet(() -> String.join(" ", answers.list(Item.SERVERS))));
        line(
                dialogue,
                "Signs in as",
                answers.byKerberos()
                        ? answers.find(Item.PRINCIPAL).orElse("") + " by Kerberos"
                        : answers.find(Item.BIND_USER).orElse(""));
        answers.list(Item.INCLUDE).forEach(dn -> line(dialogue, "Writes to", dn));
        line(dialogue, "Features", features(answers));
        line(dialogue, "File", config + (Files.exists(config) ? ", which is replaced" : ""));
        dialogue.say("");
        return dialogue.confirm(Question.about(Item.ACCEPT).saying("Write it, enrol, and check"), true)
                .orElse(false);
    }

    private static void line(Dialogue dialogue, String name, String value) {
        dialogue.say(String.format(Locale.ROOT, "  %-12s %s", name, value));
    }

    private static String features(Answers answers) {
        StringBuilder on = new StringBuilder();
        for (Item item : new Item[] {Item.RESET, Item.CHANGE, Item.ADMIN_RESET, Item.UNLOCK, Item.VALIDATE}) {
            if (answers.isYes(item)) {
                on.append(on.isEmpty() ? "" : ", ").append(item.flag().substring(2));
            }
        }
        return on.isEmpty() ? "none" : on.toString();
    }
}
