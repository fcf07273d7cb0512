package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {
    @TempDir
    Path state;

    @Test
    void recordsWhatIsListedForItsOwnerAlone() throws Exception {
        try (FlightRecording recording = new FlightRecording(state)) {
            assertThat(recording.begin()).isEqualTo(new FlightRecording.Begun());
            Path file = state.resolve("diagnosis.jfr");
            Files.writeString(file, "of an earlier one");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            assertThat(recording.end()).isEqualTo(new FlightRecording.Written(file));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(events(file)).contains("jdk.CPUInformation").isSubsetOf(FlightRecording.EVENTS);
        }
    }

    @Test
    void noListedEventHoldsTheEnvironmentOrACommandLine() {
        assertThat(FlightRecording.EVENTS)
                .doesNotContain(
                        "jdk.InitialEnvironmentVariable",
                        "jdk.InitialSystemProperty",
                        "jdk.InitialSecurityProperty",
                        "jdk.JVMInformation",
                        "jdk.SystemProcess",
                        "jdk.ProcessStart",
                        "jdk.JavaExceptionThrow",
                        "jdk.JavaErrorThrow",
                        "jdk.StringFlag",
                        "jdk.FileRead",
                        "jdk.FileWrite");
    }

    @Test
    void leavesNothingBehindWhereAnotherRecordingSeesMore() throws Exception {
        try (Recording other = new Recording();
                FlightRecording recording = new FlightRecording(state)) {
            other.enable("jdk.InitialEnvironmentVariable");
            other.enable("jdk.JVMInformation");
            other.start();
            recording.begin();

            FlightRecording.Result result = recording.end();

            assertThat(result).isInstanceOf(FlightRecording.Impossible.class);
            assertThat(((FlightRecording.Impossible) result).why())
                    .startsWith("another recording runs in this process")
                    .contains("jdk.JVMInformation");
            assertThat(state).isEmptyDirectory();
        }
    }

    @Test
    void onlyWhatWasBegunEnds() {
        try (FlightRecording recording = new FlightRecording(state)) {
            assertThat(recording.end()).isEqualTo(new FlightRecording.Impossible("no recording was begun"));
        }
    }

    private static Set<String> events(Path file) throws Exception {
        Set<String> names = new TreeSet<>();
        RecordingFile.readAllEvents(file)
                .forEach(event -> names.add(event.getEventType().getName()));
        return names;
    }
}
