package dev.writeback.agent;

import dev.writeback.agent.diag.DiagJson;
import dev.writeback.agent.diag.FlightRecording;
import dev.writeback.agent.diag.ThreadDump;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.PingResult;
import dev.writeback.agent.presence.Steward;
import dev.writeback.agent.reload.ConfigReload;
import dev.writeback.agent.reload.ReloadJson;
import dev.writeback.agent.reload.ReloadResult;
import dev.writeback.agent.trust.Rotation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator of the machine can ask of the running agent; one wish at a time. Thread-safe. */
final class LocalControls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalControls.class);

    /** Wishes that wait; more than that is no administrator. */
    private static final int QUEUE = 16;

    private static final int IDLE_SECONDS = 30;

    private final ExecutorService executor;
    private final ExecutorService switches;
    private final Events events;
    private final IntakeGate gate;
    private final PolicyInForce policy;
    private final Supplier<Readiness> readiness;
    private final FlightRecording recording;
    private final Controls controls;

    /**
     * @param token that whoever asks must show
     * @param stateDirectory where a recording is laid
     * @param readiness what a switch answers with
     * @param reload empty when the agent was started without a file
     */
    LocalControls(
            String token,
            Path stateDirectory,
            IntakeGate gate,
            PolicyInForce policy,
            Steward steward,
            Supplier<Readiness> readiness,
            Optional<ConfigReload> reload,
            Events events) {
        this.events = events;
        this.executor = oneThread("local-control");
        this.switches = oneThread("local-switch");
        this.gate = gate;
        this.policy = policy;
        this.readiness = readiness;
        this.recording = new FlightRecording(stateDirectory);
        Map<String, Supplier<String>> byPath = new HashMap<>();
        byPath.put("/keys/rotate", () -> rotate(steward));
        byPath.put("/control/threads", () -> DiagJson.of(ThreadDump.text()));
        byPath.put("/control/recording/begin", () -> DiagJson.of(recording.begin()));
        byPath.put("/control/recording/end", () -> DiagJson.of(recording.end()));
        reload.ifPresent(config -> byPath.put("/config/reload", () -> reload(config)));
        this.controls = new Controls(token, executor, byPath)
                .with("/ping", () -> steward.ping().thenApply(PingResult::json))
                .with("/standby/on", () -> soon(() -> standby(true)))
                .with("/standby/off", () -> soon(() -> standby(false)))
                .with("/pause/on", () -> soon(() -> pause(true)))
                .with("/pause/off", () -> soon(() -> pause(false)));
    }

    private static ExecutorService oneThread(String name) {
        return new ThreadPoolExecutor(0, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What stops the agent does not wait behind what hangs. */
    private CompletionStage<String> soon(Supplier<String> control) {
        return CompletableFuture.supplyAsync(control, switches);
    }

    Controls controls() {
        return controls;
    }

    private String standby(boolean on) {
        standby(gate, on, events);
        return readiness.get().json();
    }

    static void standby(IntakeGate gate, boolean on, Events events) {
        if (gate.set(IntakeGate.Cause.STANDBY, on)) {
            log.atInfo().setMessage(on ? "stand-by begins" : "stand-by ends").log();
            events.tell(Event.of(on ? EventType.STANDBY_BEGUN : EventType.STANDBY_ENDED));
        }
    }

    private String pause(boolean on) {
        policy.pause(on);
        events.tell(Event.of(on ? EventType.PAUSED : EventType.RESUMED).with("closed", policy.closed()));
        return readiness.get().json();
    }

    private String rotate(Steward steward) {
        Rotation rotation = steward.rotate();
        events.tell(Event.of(EventType.KEYS_ROTATED_BY_HAND)
                .with("result", rotation instanceof Rotation.Waiting ? "waiting" : "impossible"));
        return rotation.json();
    }

    private static String reload(ConfigReload config) {
        ReloadResult result = config.reload();
        return ReloadJson.of(result, config.standing().since());
    }

    @Override
    public void close() {
        executor.shutdownNow();
        switches.shutdownNow();
        switches.shutdownNow();
        recording.close();
    }
}
