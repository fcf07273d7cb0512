package dev.writeback.sandbox.site;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a site is set up.
 *
 * @param folder gets all files
 * @param withDirectory start an embedded directory
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
        boolean withDirectory,
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

    /** With a directory, everything allowed, and limits that nobody reaches by hand. */
    public static SiteSettings in(Path folder, int httpPort) {
        return new SiteSettings(
                folder,
                true,
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
        return new SiteSettings(
                folder, false, Optional.empty(), operations, perUser, perAgent, httpPort, locks, responseTimeout);
    }

    /** With that directory, which runs already. */
    public SiteSettings withGiven(SiteDirectory running) {
        return new SiteSettings(
                folder, false, Optional.of(running), operations, perUser, perAgent, httpPort, locks, responseTimeout);
    }

    public SiteSettings withOperations(OperationSettings allowed) {
        return new SiteSettings(
                folder, withDirectory, given, allowed, perUser, perAgent, httpPort, locks, responseTimeout);
    }

    /** Limits that a load does not reach. */
    public SiteSettings withoutLimits() {
        Rate most = new Rate(1_000_000, Duration.ofMinutes(1));
        return new SiteSettings(folder, withDirectory, given, operations, most, most, httpPort, locks, responseTimeout);
    }

    /** Short times, so that what was in flight at a crash comes back soon. */
    public SiteSettings withTimes(Locks shorter, Duration shorterResponse) {
        return new SiteSettings(
                folder, withDirectory, given, operations, perUser, perAgent, httpPort, shorter, shorterResponse);
    }
}
