package dev.writeback.sandbox.site;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a site is set up.
 *
 * @param folder gets all files
 * @param embedded a directory to start
 * @param given a directory that runs already; with neither, {@code agent.yaml} has a place to fill in
 * @param operations what the agent is allowed to do
 * @param perUser the agent's limit for one account
 * @param perAgent the agent's limit in all
 * @param httpPort the agent's local endpoint
 * @param locks how the relay locks a delivery
 * @param responseTimeout how long the agent waits for the directory; whole seconds
 */
public record SiteSettings(
        Path folder,
        Optional<EmbeddedDirectorySettings> embedded,
        Optional<SiteDirectory> given,
        OperationSettings operations,
        Rate perUser,
        Rate perAgent,
        int httpPort,
        Locks locks,
        Duration responseTimeout) {
    /**
     * How the relay locks a delivery.
     *
     * @param keptOnConnectionLoss whether a lock outlives its receiver's connection
     */
    public record Locks(Duration duration, boolean keptOnConnectionLoss) {}

    /** With an embedded directory, everything allowed, and limits that nobody reaches by hand. */
    public static SiteSettings in(Path folder, int httpPort) {
        return new SiteSettings(
                folder,
                Optional.of(EmbeddedDirectorySettings.defaults()),
                Optional.empty(),
                new OperationSettings(true, true, true, true, true),
                new Rate(1000, Duration.ofHours(1)),
                new Rate(10_000, Duration.ofMinutes(1)),
                httpPort,
                new Locks(Duration.ofSeconds(60), true),
                Duration.ofSeconds(10));
    }

    /** The directory is somebody else's. */
    public SiteSettings withoutDirectory() {
        return with(Optional.empty(), Optional.empty());
    }

    /** With that directory, which runs already. */
    public SiteSettings withGiven(SiteDirectory running) {
        return with(Optional.empty(), Optional.of(running));
    }

    /** That many ordinary users in the embedded directory, u01 and so on. */
    public SiteSettings withUsers(int number) {
        return with(embedded.map(settings -> settings.withUsers(number)), given);
    }

    private SiteSettings with(Optional<EmbeddedDirectorySettings> toStart, Optional<SiteDirectory> running) {
        return new SiteSettings(
                folder, toStart, running, operations, perUser, perAgent, httpPort, locks, responseTimeout);
    }

    public SiteSettings withOperations(OperationSettings allowed) {
        return new SiteSettings(folder, embedded, given, allowed, perUser, perAgent, httpPort, locks, responseTimeout);
    }

    /** For one more agent on the same machine. */
    public SiteSettings withHttpPort(int port) {
        return new SiteSettings(folder, embedded, given, operations, perUser, perAgent, port, locks, responseTimeout);
    }

    /** Limits that a load does not reach. */
    public SiteSettings withoutLimits() {
        Rate most = new Rate(1_000_000, Duration.ofMinutes(1));
        return new SiteSettings(folder, embedded, given, operations, most, most, httpPort, locks, responseTimeout);
    }

    /** Short times, so that what was in flight at a crash comes back soon. */
    public SiteSettings withTimes(Locks shorter, Duration shorterResponse) {
        return new SiteSettings(
                folder, embedded, given, operations, perUser, perAgent, httpPort, shorter, shorterResponse);
    }
}
