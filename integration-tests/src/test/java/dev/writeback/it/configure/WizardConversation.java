package dev.writeback.it.configure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An administrator at the wizard, with some errors on the way. */
public final class WizardConversation {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA-256 ([0-9A-F:]{95})");

    private WizardConversation() {}

    /** From an empty folder to an agent that resets a password; the screen is kept. */
    public static void holds(WizardSite site, Path recording) throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.running(site.configure())) {
            answer(terminal, "Id of this agent", "HQ 9");
            terminal.awaitText("found 'HQ 9'; accepted: 1 to 63 of a-z, 0-9 and -");
            answer(terminal, "Id of this agent", "hq-9");
            answer(terminal, "Directory for its state", "");
            answer(terminal, "Port of its local endpoint", Integer.toString(site.port()));
            answer(terminal, "where the cloud enrols agents", site.deskUrl());
            answer(
                    terminal,
                    "Certificates to trust there",
                    site.file("desk-ca.pem").toString());
            answer(terminal, "HTTP proxy", "");
            answer(terminal, "Issuer of its requests", "https://sspr.example.test");
            answer(terminal, "Audience", "urn:pwb:sandbox:hq");
            answer(terminal, "Queue of the requests", "");
            answer(terminal, "Queue of the replies", "");
            answer(terminal, "Queue of the heartbeats", "presence");
            answer(terminal, "trust at the relay", site.file("relay-ca.pem").toString());
            String code = site.code();
            answer(terminal, "Enrolment code", code + "X");
            terminal.awaitText("check that");
            answer(terminal, "Enrolment code", code);
            answer(terminal, "Domain whose controllers DNS knows", "");
            answer(terminal, "Server, ldaps://", site.target().url());
            answer(terminal, "Distinguished name of the domain", site.target().baseDn());
            answer(terminal, "Certificate of its authority", "");
            believe(terminal, site.target());
            answer(terminal, "How the agent signs in", "");
            answer(terminal, "Service account", site.target().serviceAccount());
            answer(terminal, "Its password (not shown)", site.target().servicePassword());
            terminal.awaitPrompt("Numbers to tick");
            answer(terminal, "Numbers to tick", "");
            terminal.awaitText("nothing is ticked");
            answer(terminal, "Numbers to tick", numberOf("OU=Staff", terminal.screen()));
            terminal.awaitText("[x]");
            answer(terminal, "Numbers to tick", "");
            answer(terminal, "Write back resets [yes]", "<");
            answer(terminal, "Numbers to tick", "");
            answer(terminal, "Write back resets [yes]", "");
            answer(terminal, "Write back changes", "");
            answer(terminal, "resets by administrators", "no");
            answer(terminal, "Unlock accounts", "yes");
            answer(terminal, "Tell before a reset", "");
            assertThat(site.config()).as("nothing is written before the end").doesNotExist();
            answer(terminal, "Write it, enrol, and check", "");
            terminal.awaitText("ended with ");
            terminal.record(recording);
            String screen = terminal.screen();
            assertThat(screen)
                    .contains(
                            "== Ready to configure  (6 of 6)",
                            "Features     reset, change, unlock, validate",
                            "Enrolled as hq-9.")
                    .containsPattern("\\[x\\] +[0-9]+  +OU=Staff.*\\([0-9]+ users\\)")
                    .doesNotContain(site.target().servicePassword())
                    .doesNotContain(code);
        }
        assertThat(Files.readString(site.config())).contains("unlock: true", "adminReset: false");
        site.resetsAPassword();
    }

    /** The authority, by a file where the server shows its own certificate alone, else by its fingerprint. */
    private static void believe(TmuxTerminal terminal, WizardSite.Target target) throws Exception {
        if (target.authority().isPresent()) {
            answer(terminal, "authority's certificate", target.authority().get().toString());
            return;
        }
        answer(terminal, "last sixteen digits", "00000000");
        terminal.awaitText("it is not accepted");
        Matcher shown = FINGERPRINT.matcher(terminal.screen());
        assertThat(shown.find()).isTrue();
        answer(terminal, "last sixteen digits", shown.group(1).replace(":", "").substring(48));
    }

    private static void answer(TmuxTerminal terminal, String prompt, String answer) throws Exception {
        terminal.awaitPrompt(prompt);
        terminal.type(answer);
    }

    private static String numberOf(String unit, String screen) {
        Matcher line =
                Pattern.compile("\\[.\\] +([0-9]+)  +" + Pattern.quote(unit)).matcher(screen);
        assertThat(line.find()).as(screen).isTrue();
        return line.group(1);
    }
}
