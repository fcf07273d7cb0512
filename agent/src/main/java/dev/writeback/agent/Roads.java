package dev.writeback.agent;

import dev.writeback.agent.canary.Canary;
import dev.writeback.agent.canary.CanaryCloud;
import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.canary.CanaryRounds;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.CanarySettings;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.pipeline.Acknowledgement;
import dev.writeback.agent.pipeline.Admission;
import dev.writeback.agent.pipeline.Directives;
import dev.writeback.agent.pipeline.Directories;
import dev.writeback.agent.pipeline.Execution;
import dev.writeback.agent.pipeline.Hold;
import dev.writeback.agent.pipeline.Limits;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.Recovery;
import dev.writeback.agent.pipeline.RequestEvents;
import dev.writeback.agent.pipeline.RequestPipeline;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.policy.PolicySource;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.message.Subject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The roads of an agent: that of users' requests and that of the canary. They differ in who is believed, what is counted and
 * who is told, and in nothing else.
 *
 * @param busy the wait of a message that came twice at one time
 * @param recheck the pause before a server that does not answer is asked again
 * @param events of the users' requests
 */
record Roads(
        AgentConfig config,
        AgentTrust trust,
        Journal journal,
        PolicyInForce policy,
        Hold busy,
        Hold recheck,
        Clock clock,
        SecureRandom random,
        Waypoints waypoints,
        RequestEvents events) {

    RequestPipeline ofRequests(Map<String, Directory> directories, Directives directives, PipelineObserver observer) {
        EnvelopeOpener opener = new EnvelopeOpener(
                trust::opening,
                trust::cloud,
                config.cloud().issuer(),
                config.cloud().audience(),
                clock);
        return road(opener, policy, directories, directives, events, observer);
    }

    /** @param serving whether the agent takes requests at this moment */
    CanaryRounds ofCanary(
            CanarySettings settings,
            Map<String, Directory> directories,
            BooleanSupplier serving,
            CanaryObserver observer) {
        CanaryCloud cloud = new CanaryCloud(trust::confirmed, config.cloud().audience(), clock, random);
        Map<String, Directory> itsOwn = Map.of(settings.directory(), directories.get(settings.directory()));
        RequestPipeline road = road(
                cloud.opener(),
                policy.uncounted(),
                itsOwn,
                new NoDirectives(),
                new RequestEvents(Events.NONE, SteadyClock.startingAt(clock)),
                PipelineObserver.NONE);
        Subject account =
                new Subject(Subject.Format.OBJECT_GUID, settings.user().toString());
        Canary canary = new Canary(cloud, road, journal, account, serving, observer, clock, random);
        return new CanaryRounds(canary, settings.interval(), random);
    }

    private RequestPipeline road(
            EnvelopeOpener opener,
            PolicySource policies,
            Map<String, Directory> directories,
            Directives directives,
            RequestEvents events,
            PipelineObserver observer) {
        Limits limits = Limits.forResponseTime(longestResponse(config.directories()));
        Acknowledgement acknowledgement = new Acknowledgement(
                new AckSealer(
                                config.agent().id(),
                                config.cloud().audience(),
                                trust::confirmed,
                                () -> trust.cloud().keys(),
                                clock,
                                random)
                        .withPolicy(policy::digest),
                events,
                observer);
        Directories all = new Directories(directories);
        Recovery recovery = new Recovery(all, limits, recheck);
        Execution execution = new Execution(policies, all, opener, journal, recovery, limits);
        Admission admission = new Admission(journal, execution, recovery, acknowledgement, events, busy, limits);
        return new RequestPipeline(
                opener,
                admission,
                acknowledgement,
                directives,
                limits,
                events,
                observer,
                clock,
                SteadyClock.startingAt(clock),
                waypoints);
    }

    private static Duration longestResponse(List<DirectorySettings> directories) {
        return directories.stream()
                .map(DirectorySettings::responseTimeout)
                .max(Duration::compareTo)
                .orElse(ActiveDirectorySettings.DEFAULT_RESPONSE_TIMEOUT);
    }

    /** On the canary's road there are requests alone. */
    private record NoDirectives() implements Directives {
        @Override
        public boolean echoed(Opening.Echoed word) {
            throw new IllegalStateException("the canary sends no echo");
        }

        @Override
        public void apply(Opening.Directive word) {
            throw new IllegalStateException("the canary gives no orders");
        }

        @Override
        public void refused(Opening.SwitchesRefused word) {
            throw new IllegalStateException("the canary gives no orders");
        }
    }
}
