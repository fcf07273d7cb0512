package dev.writeback.agent;

import dev.writeback.agent.audit.eventlog.EventLogException;
import dev.writeback.agent.audit.eventlog.EventSeverity;
import dev.writeback.agent.audit.eventlog.WindowsEventLog;
import dev.writeback.agent.cli.AgentLauncher;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.event.EventType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The agent as a service of Windows: procrun calls {@link #start} on a thread of its own, which returns after {@link #stop}.
 *
 * <p>An agent that ends by itself ends the process, and with it says to the service control manager whether to start it
 * again. Exit code 0 is told as a stop, which nothing follows; at any other procrun says nothing, and the manager finds a
 * service that died, and restarts it. So what a restart cannot mend, a wrong configuration or wrong usage, ends with 0, and
 * the reason stands in the event log.
 */
public final class WindowsService {
    private static final Logger log = LoggerFactory.getLogger(WindowsService.class);
    private static final WindowsService SERVICE =
            new WindowsService(Main::commandLine, WindowsService::tellEventLog, Main::end);

    /** Told why the agent did not start, or ended. */
    @FunctionalInterface
    interface Obituary {
        void tell(int exitCode, String message);
    }

    private final Function<AgentLauncher, CommandLine> commands;
    private final Obituary obituary;
    private final IntConsumer end;
    private final CountDownLatch stopAsked = new CountDownLatch(1);

    /**
     * @param commands the command line whose {@code run} calls the launcher
     * @param obituary where an administrator looks for why a service is not there
     * @param end ends the process with an exit code
     */
    WindowsService(Function<AgentLauncher, CommandLine> commands, Obituary obituary, IntConsumer end) {
        this.commands = commands;
        this.obituary = obituary;
        this.end = end;
    }

    /** Runs the command {@code arguments} until {@link #stop}; ends the process where the command ends before. */
    public static void start(String[] arguments) {
        SERVICE.run(arguments);
    }

    /**
     * Asks the agent to stop and returns; procrun waits until {@link #start} has returned, which is after it has drained.
     *
     * @param arguments none
     */
    public static void stop(String[] arguments) {
        SERVICE.askToStop();
    }

    void run(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = commands.apply(config -> Main.runUntil(stopAsked, config));
        PrintWriter console = line.getErr();
        int exitCode = line.setErr(new PrintWriter(said)).execute(arguments);
        console.print(said);
        console.flush();
        if (exitCode != ExitCodes.DONE) {
            obituary.tell(exitCode, said.toString());
        }
        if (!isStopAsked()) {
            end.accept(isWorthARestart(exitCode) ? exitCode : ExitCodes.DONE);
        }
    }

    void askToStop() {
        stopAsked.countDown();
    }

    private boolean isStopAsked() {
        return stopAsked.getCount() == 0;
    }

    private static boolean isWorthARestart(int exitCode) {
        return exitCode != ExitCodes.CONFIGURATION && exitCode != ExitCodes.USAGE;
    }

    private static void tellEventLog(int exitCode, String message) {
        try (WindowsEventLog events = WindowsEventLog.open()) {
            EventType type = isWorthARestart(exitCode) ? EventType.AGENT_STOPPED : EventType.CONFIG_ERROR;
            events.report(
                    EventSeverity.ERROR,
                    type.msEventId().orElse(type.id()),
                    "The agent ended with exit code " + exitCode + ".\r\n\r\n" + message);
        } catch (EventLogException e) {
            log.atWarn()
                    .setMessage("the event log was not told why the agent ended")
                    .addKeyValue("cause", e.getMessage())
                    .log();
        }
    }
}
