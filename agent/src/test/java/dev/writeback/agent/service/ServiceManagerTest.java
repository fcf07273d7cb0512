package dev.writeback.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.http.Readiness.Component;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at a real socket of the service manager, byte by byte; sd_notify(3). */
@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {
    private static final long PID = 4711;
    private static final Readiness READY = new Readiness(List.of(new Component("relay", true, "UP")));
    private static final Readiness AWAY = new Readiness(List.of(
            new Component("relay", false, "DOWN: connection refused"),
            new Component("clock", true, "as the directory's"),
            new Component("directory.corp", false, "dc1: no answer\nat all")));

    @TempDir
    Path directory;

    @Test
    void tellsThatTheAgentHasStarted() throws Exception {
        try (NotificationReceiver systemd = NotificationReceiver.at(path())) {
            manager(Map.of("NOTIFY_SOCKET", path())).ready(READY);

            assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=ready");
        }
    }

    @Test
    void tellsItToASocketInTheAbstractSpace() throws Exception {
        String name = "@writeback-" + UUID.randomUUID();
        try (NotificationReceiver systemd = NotificationReceiver.at(name)) {
            manager(Map.of("NOTIFY_SOCKET", name)).ready(READY);

            assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=ready");
        }
    }

    @Test
    void signsOfLifeHaveTheStatusOnlyWhenItHasChanged() throws Exception {
        try (NotificationReceiver systemd = NotificationReceiver.at(path())) {
            ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "30000000"));

            manager.ready(AWAY);
            manager.alive(AWAY);
            manager.alive(READY);
            manager.alive(READY);

            assertThat(systemd.next())
                    .isEqualTo("READY=1\nSTATUS=not ready: relay: DOWN: connection refused;"
                            + " directory.corp: dc1: no answer at all");
            assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.next()).isEqualTo("WATCHDOG=1\nSTATUS=ready");
            assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void withoutAWatchdogOnlyChangesOfTheStatusAreSent() throws Exception {
        try (NotificationReceiver systemd = NotificationReceiver.at(path())) {
            ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", path()));

            manager.ready(READY);
            manager.alive(READY);
            manager.alive(AWAY);

            assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=ready");
            assertThat(systemd.next()).startsWith("STATUS=not ready: relay: ");
        }
    }

    @Test
    void tellsWhenTheConfigurationIsReadAgainAndWhenTheAgentStops() throws Exception {
        try (NotificationReceiver systemd = NotificationReceiver.at(path())) {
            ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", path()));

            manager.reloading();
            manager.ready(READY);
            manager.stopping();

            assertThat(systemd.next())
                    .isEqualTo("RELOADING=1\nMONOTONIC_USEC=1500\nSTATUS=reading the configuration again");
            assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=ready");
            assertThat(systemd.next()).isEqualTo("STOPPING=1\nSTATUS=stopping: what is in flight ends");
        }
    }

    @Test
    void givesSignsOfLifeThreeTimesAsOftenAsTheWatchdogWaits() {
        assertThat(manager(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "30000000"))
                        .interval())
                .contains(Duration.ofSeconds(10));
        assertThat(manager(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "4711"))
                        .interval())
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotOurs() throws Exception {
        try (NotificationReceiver systemd = NotificationReceiver.at(path())) {
            ServiceManager manager =
                    manager(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1"));

            manager.alive(READY);

            assertThat(systemd.next()).isEqualTo("STATUS=ready");
        }
    }

    @Test
    void withoutAServiceManagerNothingIsToDo() {
        ServiceManager manager = manager(Map.of());

        assertThat(manager.interval()).isEmpty();
        assertThatCode(() -> manager.ready(READY)).doesNotThrowAnyException();
    }

    @Test
    void aServiceManagerThatIsGoneOrCannotBeReachedDisturbsNobody() {
        assertThatCode(() -> manager(Map.of("NOTIFY_SOCKET", path())).ready(READY))
                .doesNotThrowAnyException();
        assertThat(manager(Map.of("NOTIFY_SOCKET", "vsock:2:1")).interval()).isEmpty();
        assertThat(manager(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))).interval())
                .isEmpty();
    }

    private String path() {
        return directory.resolve("notify").toString();
    }

    private static ServiceManager manager(Map<String, String> environment) {
        return ServiceManager.of(new HashMap<>(environment)::get, PID, () -> 1_500_000);
    }
}
