package dev.writeback.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with documents that an agent shows on a bad day only. */
class StatusPageTextIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChromiumExtension CHROMIUM = new ChromiumExtension();

    private volatile String document = SampleStatus.badNight().json();
    private LocalHttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Protection.NONE,
                type -> "",
                () -> new Readiness(List.of()),
                new Controls("token", Runnable::run, Map.of()),
                () -> document);
        CHROMIUM.browser().resize(1200, 900);
        CHROMIUM.browser().preferScheme("light");
        CHROMIUM.browser().console();
    }

    @AfterEach
    void stop() throws Exception {
        // Or the page asks on, and complains to the next test that nobody answers.
        CHROMIUM.browser().open(URI.create("about:blank"));
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void tellsOnABadNightWhatIsWrongAndWhatToDo(String scheme) throws Exception {
        Browser browser = CHROMIUM.browser();
        browser.preferScheme(scheme);

        open();

        assertThat(browser.text("#state")).startsWith("Not ready\n");
        assertThat(browser.text("#troubles-list > li:first-child"))
                .startsWith("Failure: directory corp\n")
                .contains("\nDo: no server of the directory answers")
                .endsWith("Runbook: “WritebackDirectoryDown” in operations.md");
        assertThat(browser.text("#troubles"))
                .contains("Warning: directory plant\n", "Warning: keys\n", "Warning: canary\n")
                .contains("Warning: configuration\n");
        assertThat(browser.text("#keys")).contains("9 days left");
        assertThat(browser.text("#switches")).contains("off by the cloud", "off in the file");
        assertThat(PageChecks.faint(browser)).isEmpty();
        assertThat(PageChecks.flaws(browser)).isEmpty();
        assertThat(browser.console()).isEmpty();
        browser.screenshot(Path.of("target", "status-page-trouble-" + scheme + ".png"));
    }

    @Test
    void markupInTheDocumentIsText() throws Exception {
        // Given
        String markup = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
                + "<b>bold</b>&amp;\u202E";
        document = SampleStatus.saying(markup).json();
        Browser browser = CHROMIUM.browser();

        // When
        open();

        // Then
        assertThat(browser.text("#directories")).contains(markup);
        assertThat(browser.text("#troubles")).contains(markup);
        assertThat(browser.text("#operations")).contains(markup);
        assertThat(browser.script("return document.querySelectorAll('img, b b, main script').length")
                        .asInt())
                .isZero();
        assertThat(browser.script("return document.title").asText()).doesNotContain("hacked");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void showsTenRequestsAndTheOthersWhenAsked() throws Exception {
        document = SampleStatus.busy(50).json();
        Browser browser = CHROMIUM.browser();
        open();
        assertThat(rows()).isEqualTo(10);
        assertThat(browser.text("#more")).isEqualTo("Show all 50");
        assertThat(browser.tab()).isEqualTo("Skip to the state");
        assertThat(browser.tab()).isEqualTo("hold");
        assertThat(browser.tab()).isEqualTo("more");

        browser.press("\uE007");

        assertThat(rows()).isEqualTo(50);
        assertThat(browser.text("#more")).isEqualTo("Show fewer");
    }

    private static int rows() throws Exception {
        return CHROMIUM.browser()
                .script("return document.querySelectorAll('#operations tbody tr').length")
                .asInt();
    }

    @Test
    void showsAPartThatItKnowsNothingOf() throws Exception {
        document = SampleStatus.busy(1).json();

        open();

        assertThat(CHROMIUM.browser().text("#inside")).contains("weather\n").contains("fair");
    }

    @Test
    void longNamesDoNotMakeAPhoneScrollSideways() throws Exception {
        document = SampleStatus.saying("x".repeat(300)).json();
        Browser browser = CHROMIUM.browser();
        browser.resize(360, 740);

        open();

        assertThat(PageChecks.tooWide(browser)).isEmpty();
    }

    @Test
    void saysThatWhatItShowsIsOldWhenNobodyAnswers() throws Exception {
        // Given
        open();

        // When
        server.close();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(CHROMIUM.browser().text("#state"))
                        .startsWith("No answer\n")
                        .contains("has not answered since ")
                        .contains("is it running?"));
        assertThat(CHROMIUM.browser().script("return document.title").asText()).startsWith("No answer");
        assertThat(PageChecks.faint(CHROMIUM.browser())).isEmpty();
        CHROMIUM.browser().screenshot(Path.of("target", "status-page-silent.png"));
        server = LocalHttpServer.start(
                server.address(),
                Protection.NONE,
                type -> "",
                () -> new Readiness(List.of()),
                new Controls("token", Runnable::run, Map.of()),
                () -> document);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(CHROMIUM.browser().text("#state")).startsWith("Not ready\n"));
    }

    @Test
    void aForeignNameThatLeadsHereIsRefused() throws Exception {
        Browser browser = CHROMIUM.browser();

        browser.open(
                URI.create("http://" + Browser.REBOUND + ":" + server.address().getPort() + "/status.json"));

        assertThat(browser.text("body").strip()).isEqualTo("Misdirected Request");
    }

    @Test
    void aForeignPageCannotReadTheDocument() throws Exception {
        Browser browser = CHROMIUM.browser();
        browser.open(URI.create("data:text/html,foreign"));

        String read = browser.script("return fetch('http://127.0.0.1:"
                        + server.address().getPort() + "/status.json').then((a) => a.text()).catch(() => 'refused')")
                .asText();

        assertThat(browser.text("body")).isEqualTo("foreign");
        assertThat(read).isEqualTo("refused");
    }

    private void open() throws Exception {
        CHROMIUM.browser()
                .open(URI.create("http://127.0.0.1:" + server.address().getPort() + "/"));
        await().atMost(SOON)
                .until(() -> CHROMIUM.browser()
                        .script("return !document.getElementById('parts').hidden")
                        .asBoolean());
    }
}
