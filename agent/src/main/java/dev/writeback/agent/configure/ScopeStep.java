package dev.writeback.agent.configure;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.configure.DirectoryBrowser.Part;
import dev.writeback.agent.configure.DirectoryBrowser.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whose passwords may be written: the tree of the directory, where parts are ticked by their numbers. */
final class ScopeStep implements Step {
    private final SetupFolder folder;
    private final DirectoryBrowser browser;

    ScopeStep(SetupFolder folder, DirectoryBrowser browser) {
        this.folder = folder;
        this.browser = browser;
    }

    @Override
    public String title() {
        return "Domain and OU filtering";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        if (dialogue instanceof Unattended && !answers.list(Item.INCLUDE).isEmpty()) {
            return true;
        }
        Optional<View> seen = look(dialogue, answers);
        if (seen.isEmpty()) {
            // A password that was refused is not tried a second time.
            answers.forget(Item.BIND_PASSWORD);
            return false;
        }
        return choose(dialogue, answers, seen.get().parts());
    }

    private Optional<View> look(Dialogue dialogue, Answers answers) {
        dialogue.say("  looking into the directory ...");
        try {
            AgentConfig draft =
                    folder.draft(answers, List.of(answers.find(Item.BASE_DN).orElseThrow()));
            View view = browser.look(draft.directories().get(0));
            if (view.trouble().isEmpty()) {
                return Optional.of(view);
            }
            dialogue.say("  it cannot be read: " + view.trouble().get());
        } catch (ConfigException e) {
            dialogue.say("  what was answered so far cannot be used:");
            e.problems().forEach(problem -> dialogue.say("    " + problem));
        } catch (IOException e) {
            dialogue.say("  nothing can be written here: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean choose(Dialogue dialogue, Answers answers, List<Part> parts) {
        Set<String> ticked = new LinkedHashSet<>(answers.list(Item.INCLUDE));
        while (true) {
            show(dialogue, parts, ticked);
            Optional<String> typed = dialogue.ask(Question.about(Item.INCLUDE)
                    .saying("Numbers to tick or untick, done when it is right")
                    .usually("done")
                    .checked(answer -> complaint(answer, parts.size(), ticked)));
            if (typed.isEmpty()) {
                return false;
            }
            if (typed.get().equalsIgnoreCase("done")) {
                answers.put(Item.INCLUDE, new ArrayList<>(ticked));
                return true;
            }
            for (String number : Asking.words(typed.get())) {
                String dn = parts.get(Integer.parseInt(number) - 1).dn();
                if (!ticked.remove(dn)) {
                    ticked.add(dn);
                }
            }
        }
    }

    private static Optional<String> complaint(String answer, int parts, Set<String> ticked) {
        if (answer.equalsIgnoreCase("done")) {
            return ticked.isEmpty()
                    ? Optional.of("nothing is ticked: nobody's password could be written")
                    : Optional.empty();
        }
        for (String word : Asking.words(answer)) {
            boolean isNumber =
                    word.matches("[0-9]{1,6}") && Integer.parseInt(word) >= 1 && Integer.parseInt(word) <= parts;
            if (!isNumber) {
                return Optional.of("found '" + word + "'; accepted: numbers from 1 to " + parts + ", or done");
            }
        }
        return Optional.empty();
    }

    private static void show(Dialogue dialogue, List<Part> parts, Set<String> ticked) {
        dialogue.say("");
        List<String> above = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String lower = part.dn().toLowerCase(Locale.ROOT);
            while (!above.isEmpty() && !lower.endsWith("," + above.get(above.size() - 1))) {
                above.remove(above.size() - 1);
            }
            String name = above.isEmpty()
                    ? part.dn()
                    : part.dn()
                            .substring(
                                    0,
                                    part.dn().length()
                                            - above.get(above.size() - 1).length()
                                            - 1);
            dialogue.say(String.format(
                    Locale.ROOT,
                    "  [%s] %3d  %s%s  (%d %s)",
                    ticked.contains(part.dn()) ? "x" : " ",
                    i + 1,
                    "  ".repeat(above.size()),
                    name,
                    part.users(),
                    part.users() == 1 ? "user" : "users"));
            above.add(lower);
        }
        dialogue.say("");
    }
}
