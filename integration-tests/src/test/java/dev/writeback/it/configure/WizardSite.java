package dev.writeback.it.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.desk.DeskAdministrator;
import dev.writeback.sandbox.desk.Presence;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cloud that waits for a machine, the machine's empty folder, and the directory that it is to be connected to. */
public final class WizardSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Target target;
    private final Site site;
    private final CloudService cloud;
    private final CloudConfig.Desk desk;
    private final Path machine;
    private final int port;

    /**
     * The directory.
     *
     * @param url {@code ldaps://}
     * @param authority file with its certificate, where the server shows its own alone
     * @param options of a Java that is to find its host
     */
    public record Target(
            String url,
            String baseDn,
            String serviceAccount,
            String servicePassword,
            String staff,
            String user,
            Optional<Path> authority,
            List<String> options) {}

    private WizardSite(Target target, Site site, CloudService cloud, CloudConfig.Desk desk, Path machine, int port) {
        this.target = target;
        this.site = site;
        this.cloud = cloud;
        this.desk = desk;
        this.machine = machine;
        this.port = port;
    }

    /** With the site's own embedded directory as the target. */
    static WizardSite embedded(Path folder) throws Exception {
        Site site = open(folder, false);
        var directory = site.directory().orElseThrow();
        return of(
                new Target(
                        directory.url(),
                        directory.baseDn(),
                        directory.serviceAccountDn(),
                        new String(directory.serviceAccountPassword(), StandardCharsets.UTF_8),
                        directory.staffDn(),
                        "objectGUID:" + directory.guidOf("u01"),
                        Optional.empty(),
                        List.of()),
                site,
                folder);
    }

    /** With another directory. */
    public static WizardSite before(Target target, Path folder) throws Exception {
        return of(target, open(folder, true), folder);
    }

    private static Site open(Path folder, boolean without) throws Exception {
        SiteSettings settings = SiteSettings.in(folder.resolve("site"), Site.freePort());
        Site site = Site.open(without ? settings.withoutDirectory() : settings, Clock.systemUTC(), new SecureRandom());
        Files.writeString(site.file("agents.jwks"), "{\"keys\":[]}");
        return site;
    }

    private static WizardSite of(Target target, Site site, Path folder) throws Exception {
        CloudService cloud = site.openDesk(Clock.systemUTC(), new SecureRandom());
        CloudConfig.Desk desk = new CloudConfigLoader(System::getenv)
                .load(site.cloudConfig())
                .desk()
                .orElseThrow();
        return new WizardSite(target, site, cloud, desk, folder.resolve("machine"), Site.freePort());
    }

    public Target target() {
        return target;
    }

    Path file(String name) {
        return site.file(name);
    }

    Path config() {
        return machine.resolve("agent.yaml");
    }

    int port() {
        return port;
    }

    /** Where the wizard, and nobody else, makes its temporary files. */
    Path temporary() {
        return file("desk-ca.pem").getParent();
    }

    String deskUrl() {
        return desk.url().toString();
    }

    String code() throws IOException {
        return new DeskAdministrator(desk).code().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
    }

    /** {@code java ... configure --config FILE}, with more arguments. */
    List<String> configure(String... more) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary()));
        line.addAll(target.options());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of("configure", "--config", config().toString()));
        line.addAll(List.of(more));
        return line;
    }

    /** Every answer as a flag. */
    List<String> unattended(Path password, Path code) throws IOException {
        Files.writeString(password, target.servicePassword() + "\n");
        Files.writeString(code, code() + "\n");
        return configure(
                "--yes",
                "--agent-id=hq-9",
                "--http-port=" + port,
                "--cloud-url=" + deskUrl(),
                "--cloud-ca=" + file("desk-ca.pem"),
                "--issuer=https://sspr.example.test",
                "--audience=urn:pwb:sandbox:hq",
                "--code=" + code,
                "--presence=presence",
                "--relay-ca=" + file("relay-ca.pem"),
                "--server=" + target.url(),
                "--base-dn=" + target.baseDn(),
                "--directory-ca-sha256=" + fingerprint(),
                "--bind-user=" + target.serviceAccount(),
                "--bind-password-file=" + password,
                "--include=" + target.staff());
    }

    private String fingerprint() throws IOException {
        URI url = URI.create(target.url());
        try {
            return CertificateFingerprint.ofTheAuthority(url.getHost(), url.getPort() < 0 ? 636 : url.getPort());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Starts the agent that was configured, and sees a reset through. */
    void resetsAPassword() throws Exception {
        AgentCommand usual = AgentCommand.likeThisProcess(Main.class).shortLived();
        List<String> options = new ArrayList<>(usual.options());
        options.addAll(target.options());
        AgentProcess agent = new AgentCommand(usual.classPath(), usual.mainClass(), options, usual.environment())
                .start(config(), machine.resolve("agent.log"));
        try (CloudClient client = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()),
                Clock.systemUTC(),
                new SecureRandom())) {
            agent.awaitReady(new AgentHttp(port), PATIENCE);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(cloud.presence().get(0).state()).isEqualTo(Presence.State.PRESENT));
            String[] user = target.user().split(":", 2);
            try (Secret password = Secret.takeOwnershipOf("W1zard-Made!".getBytes(StandardCharsets.UTF_8))) {
                Reply reply = client.send(
                                client.seal(
                                        Draft.reset(new Subject(Subject.Format.OBJECT_GUID, user[1]), Initiator.self()),
                                        Optional.of(password),
                                        Optional.empty()),
                                PATIENCE)
                        .get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
                assertThat(reply).isInstanceOf(Reply.Acknowledged.class);
                assertThat(((Reply.Acknowledged) reply).ack().outcome()).isEqualTo(Outcome.OK);
            }
        } finally {
            agent.close();
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
