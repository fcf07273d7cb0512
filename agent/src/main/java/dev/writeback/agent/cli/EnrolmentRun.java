package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.DeskSettings;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.enrolment.DeskAddress;
import dev.writeback.agent.enrolment.DeskUnreachableException;
import dev.writeback.agent.enrolment.Enrolment;
import dev.writeback.agent.enrolment.EnrolmentResult;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.enrolment.EnrolmentCode;
import dev.writeback.protocol.enrolment.Fingerprint;
import dev.writeback.protocol.enrolment.MalformedCodeException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.function.Consumer;

/** Enrols the machine of a configuration, and tells whoever sits there what to compare. */
final class EnrolmentRun {
    private final AgentConfigLoader loader;
    private final String version;
    private final Clock clock;

    /** What came of it. */
    record Enrolled(String agent, Fingerprint fingerprint) {}

    EnrolmentRun(AgentConfigLoader loader, String version, Clock clock) {
        this.loader = loader;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Enrols.
     *
     * @param typed the code as it was typed; stays the caller's
     * @param say gets each line that is for a person
     */
    Enrolled enrol(Path file, Secret typed, Consumer<String> say)
            throws ConfigException, CommandException, KeyStorageException {
        AgentConfig loaded = loader.loadForEnrolment(file);
        DeskSettings desk = loaded.cloud()
                .desk()
                .orElseThrow(() -> CommandException.failed(file
                        + ": cloud.url: found nothing; accepted: the https address where the cloud enrols agents"));
        try (EnrolmentCode code = EnrolmentCode.parse(typed);
                EnrolmentAudit audit = EnrolmentAudit.open(loaded, clock, say);
                KeyStorage storage = ConfiguredKeys.storage(loaded, new SecureRandom())) {
            Enrolment enrolment = new Enrolment(
                    site(loaded),
                    new DeskAddress(desk.url(), desk.caFile(), desk.proxy().map(EnrolmentRun::resolved)),
                    storage,
                    clock,
                    new SecureRandom());
            audit.tell(EventType.ENROLL_STARTED, "desk", desk.url().getHost());
            EnrolmentResult result = run(enrolment, code, say, audit);
            if (result instanceof EnrolmentResult.Refused refused) {
                throw CommandException.failed("not enrolled: found " + refused.found() + "; " + refused.advice());
            }
            String agent = loaded.agent().id();
            audit.tell(EventType.ENROLL_SUCCEEDED, "kid", signingKey(storage));
            say.accept("Enrolled as " + agent + ".");
            return new Enrolled(agent, ((EnrolmentResult.Enrolled) result).fingerprint());
        } catch (MalformedCodeException | DeskUnreachableException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandException.failed("what the cloud said cannot be kept: " + e.getMessage(), e);
        }
    }

    private static EnrolmentResult run(
            Enrolment enrolment, EnrolmentCode code, Consumer<String> say, EnrolmentAudit audit)
            throws DeskUnreachableException, IOException, KeyStorageException {
        try {
            EnrolmentResult result = enrolment.run(code, fingerprint -> show(fingerprint, say));
            if (result instanceof EnrolmentResult.Refused refused) {
                audit.tell(EventType.ENROLL_FAILED, "detail", refused.found());
            }
            return result;
        } catch (DeskUnreachableException | IOException | KeyStorageException e) {
            audit.tell(EventType.ENROLL_FAILED, "detail", e.getClass().getSimpleName());
            throw e;
        }
    }

    private static String signingKey(KeyStorage storage) throws KeyStorageException {
        return storage.load().all().stream()
                .filter(key -> key.use() == KeyUse.SIG)
                .max(Comparator.comparing(KeyRecord::notBefore))
                .map(key -> key.id().value())
                .orElse("unknown");
    }

    private static void show(Fingerprint fingerprint, Consumer<String> say) {
        say.accept("The cloud shows the same six words, or something is between you and it:");
        say.accept("");
        say.accept("    " + fingerprint);
        say.accept("");
    }

    private static InetSocketAddress resolved(InetSocketAddress proxy) {
        return new InetSocketAddress(proxy.getHostString(), proxy.getPort());
    }

    private Enrolment.Site site(AgentConfig loaded) throws CommandException, IOException {
        ServiceBusSettings relay = loaded.relay().serviceBus();
        Path connection = relay.connection()
                .writable()
                .orElseThrow(() -> CommandException.failed("relay.serviceBus.connectionFile: found "
                        + relay.connection() + ", which this command cannot" + " write; accepted: a file"));
        return new Enrolment.Site(
                loaded.cloud().issuer(),
                loaded.cloud().audience(),
                hostName(),
                version,
                relay.requests(),
                relay.replies(),
                connection,
                PrivateFile.directory(loaded.agent().stateDirectory()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
