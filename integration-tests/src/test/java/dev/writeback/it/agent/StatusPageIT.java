package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.it.browser.Browser;
import dev.writeback.it.browser.ChromiumExtension;
import dev.writeback.it.browser.PageChecks;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The status page of a running agent, with its relay and its directory, in a browser. */
@ExtendWith(SharedSite.class)
class StatusPageIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChromiumExtension CHROMIUM = new ChromiumExtension();

    private final AgentSite world;
    private Browser browser;

    StatusPageIT(AgentSite world) {
        this.world = world;
    }

    @BeforeEach
    void open() throws Exception {
        browser = CHROMIUM.browser();
        browser.resize(1200, 900);
        browser.preferScheme("light");
        browser.console();
        browser.open(world.http.root().resolve("/"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#state")).startsWith("Ready\n"));
    }

    @Test
    void showsARequestWithoutBeingLoadedAgain() throws Exception {
        // Given
        browser.script("window.loadedOnce = true;");

        // When
        Ack good = world.answer(world.reset("u07", "Fresh-Passw0rd-70!"));
        Ack bad = world.answer(world.reset("u07", "u07"));

        // Then
        assertThat(good.outcome()).isEqualTo(Outcome.OK);
        assertThat(bad.outcome()).isEqualTo(Outcome.REFUSED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#operations"))
                        .contains(good.request().value())
                        .contains(bad.request().value()));
        assertThat(browser.text("#operations")).contains("Reset by the user", "done", "policy violation");
        assertThat(browser.text("body")).doesNotContain("u07", "Passw0rd");
        assertThat(browser.script("return window.loadedOnce").asBoolean()).isTrue();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void showsThatSomebodyPausesTheAgentAndLetsItServeAgain() throws Exception {
        browser.script("window.loadedOnce = true;");

        execute("status", "--pause", "on");
        try {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(browser.text("#state")).startsWith("Paused\n"));
            assertThat(browser.text("#troubles"))
                    .contains("Switched: operations")
                    .contains("writeback status --pause off")
                    .contains("“What is allowed”");
            assertThat(browser.text("#switches")).contains("off: paused");
            browser.screenshot(Path.of("target", "status-page-paused.png"));
        } finally {
            execute("status", "--pause", "off");
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#state")).startsWith("Ready\n"));
        assertThat(browser.script("return window.loadedOnce").asBoolean()).isTrue();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void isReadableInLightAndInDark() throws Exception {
        world.answer(world.reset("u08", "Fresh-Passw0rd-80!"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#operations")).contains("done"));
        assertThat(PageChecks.faint(browser)).isEmpty();
        assertThat(PageChecks.flaws(browser)).isEmpty();
        browser.screenshot(Path.of("target", "status-page-light.png"));
        String light = background();

        browser.preferScheme("dark");

        assertThat(background()).isNotEqualTo(light);
        assertThat(PageChecks.faint(browser)).isEmpty();
        browser.screenshot(Path.of("target", "status-page-dark.png"));
        assertThat(browser.console()).isEmpty();
    }

    private String background() throws Exception {
        return browser.script("return getComputedStyle(document.body).backgroundColor")
                .asText();
    }

    @Test
    void fitsAPhone() throws Exception {
        world.answer(world.reset("u09", "Fresh-Passw0rd-90!"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#operations")).contains("done"));

        browser.resize(360, 740);

        assertThat(PageChecks.tooWide(browser)).isEmpty();
        assertThat(PageChecks.flaws(browser)).isEmpty();
        browser.screenshot(Path.of("target", "status-page-phone.png"));
    }

    @Test
    void everythingThatCanBeDoneIsReachedByTheKeyboardInTheOrderOfThePage() throws Exception {
        assertThat(browser.tab()).isEqualTo("Skip to the state");
        assertThat(isSeenToHaveTheFocus()).isTrue();
        assertThat(browser.tab()).isEqualTo("hold");
        assertThat(isSeenToHaveTheFocus()).isTrue();
        for (String link : List.of("status.json", "readyz", "metrics")) {
            assertThat(browser.tab()).isEqualTo(link);
            assertThat(isSeenToHaveTheFocus()).isTrue();
        }
    }

    private boolean isSeenToHaveTheFocus() throws Exception {
        return browser.script("const s = getComputedStyle(document.activeElement);"
                        + " const b = document.activeElement.getBoundingClientRect();"
                        + " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && b.left >= 0;")
                .asBoolean();
    }

    @Test
    void holdsItsUpdatesWhenAsked() throws Exception {
        browser.script("document.getElementById('hold').focus();");
        browser.press("\uE007");
        assertThat(browser.text("#as-of")).endsWith("updates held");
        String then = browser.text("#as-of");
        Ack unseen = world.answer(world.reset("u10", "Fresh-Passw0rd-10!"));

        browser.press("\uE007");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.text("#operations"))
                        .contains(unseen.request().value()));
        assertThat(browser.text("#as-of")).isNotEqualTo(then).doesNotContain("held");
    }

    private void execute(String... command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--config";
        all[command.length + 1] = world.site.agentConfig().toString();
        Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(all);
    }
}
