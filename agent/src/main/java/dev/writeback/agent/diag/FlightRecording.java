package dev.writeback.agent.diag;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * A short recording of this process by the Java Flight Recorder, into a file of the state directory that only the agent's
 * user can read. Events are listed by name: those with environment variables, system properties, command lines, messages of
 * exceptions or file names are not among them. Thread-safe.
 */
public final class FlightRecording implements AutoCloseable {
    /** The file in the state directory. Who asked for it takes it away. */
    public static final String FILE = "diagnosis.jfr";

    static final Set<String> EVENTS = Set.of(
            "jdk.CPUInformation",
            "jdk.CPULoad",
            "jdk.ClassLoadingStatistics",
            "jdk.CompilerStatistics",
            "jdk.ExceptionStatistics",
            "jdk.ExecutionSample",
            "jdk.GCHeapSummary",
            "jdk.GCPhasePause",
            "jdk.GarbageCollection",
            "jdk.JavaMonitorEnter",
            "jdk.JavaMonitorWait",
            "jdk.JavaThreadStatistics",
            "jdk.MetaspaceSummary",
            "jdk.NativeMethodSample",
            "jdk.OSInformation",
            "jdk.ObjectAllocationSample",
            "jdk.PhysicalMemory",
            "jdk.SafepointBegin",
            "jdk.SocketRead",
            "jdk.SocketWrite",
            "jdk.ThreadAllocationStatistics",
            "jdk.ThreadContextSwitchRate",
            "jdk.ThreadCPULoad",
            "jdk.ThreadEnd",
            "jdk.ThreadPark",
            "jdk.ThreadStart");

    /** It ends by itself when nobody asks for its end. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final long LARGEST = 8L * 1024 * 1024;

    private final Path file;
    private @Nullable Recording running;

    public FlightRecording(Path stateDirectory) {
        this.file = stateDirectory.resolve(FILE);
    }

    /** What became of a wish. */
    public sealed interface Result permits Begun, Written, Impossible {}

    /** It runs. */
    public record Begun() implements Result {}

    /** It is in the file. */
    public record Written(Path file) implements Result {}

    /** There is none. */
    public record Impossible(String why) implements Result {}

    /** Begins one, in place of one that runs. */
    public synchronized Result begin() {
        close();
        try {
            if (!FlightRecorder.isAvailable()) {
                return new Impossible("this Java runtime has no flight recorder");
            }
            Recording recording = new Recording();
            recording.setName("writeback diag");
            for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
                if (EVENTS.contains(type.getName())) {
                    recording.enable(type.getName());
                } else {
                    recording.disable(type.getName());
                }
            }
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(20));
            recording.enable("jdk.CPULoad").withPeriod(Duration.ofSeconds(1));
            recording.setMaxSize(LARGEST);
            recording.setDuration(LONGEST);
            recording.start();
            running = recording;
            return new Begun();
        } catch (IllegalStateException | NoClassDefFoundError e) {
            return new Impossible("this Java runtime has no flight recorder: " + e.getMessage());
        }
    }

    /** Ends it and writes it. */
    public synchronized Result end() {
        Recording recording = running;
        if (recording == null) {
            return new Impossible("no recording was begun");
        }
        running = null;
        try (recording) {
            Files.deleteIfExists(file);
            PrivateFile.open(file, StandardOpenOption.CREATE_NEW).close();
            recording.dump(file);
        } catch (IOException | IllegalStateException e) {
            return new Impossible("the recording could not be written: " + e.getMessage());
        }
        return checked();
    }

    /** Another recording of this process may ask for other events, and they share what is written. */
    private Result checked() {
        try {
            Set<String> others = others();
            if (others.isEmpty()) {
                return new Written(file);
            }
            Files.deleteIfExists(file);
            return new Impossible("another recording runs in this process, and its events would be in this one: "
                    + String.join(", ", others));
        } catch (IOException e) {
            return new Impossible("the recording cannot be read again: " + e.getMessage());
        }
    }

    private Set<String> others() throws IOException {
        Set<String> others = new TreeSet<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                String name = recording.readEvent().getEventType().getName();
                if (!EVENTS.contains(name)) {
                    others.add(name);
                }
            }
        }
        return others;
    }

    @Override
    public synchronized void close() {
        Recording recording = running;
        running = null;
        if (recording != null) {
            recording.close();
        }
    }
}
