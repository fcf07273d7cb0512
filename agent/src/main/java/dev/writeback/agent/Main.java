package dev.writeback.agent;

import dev.writeback.agent.cli.AgentLauncher;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.WritebackCommand;
import dev.writeback.agent.config.ReadConfig;
import dev.writeback.agent.service.ServiceManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The entry point of an installed agent. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        end(commandLine().execute(arguments));
    }

    static void end(int exitCode) {
        System.exit(exitCode);
    }

    /** The commands of an installed agent, to which a checkout adds its own. */
    public static CommandLine commandLine() {
        return commandLine(Main::runUntilStopped);
    }

    static CommandLine commandLine(AgentLauncher launcher) {
        return WritebackCommand.create(
                launcher, new ActiveDirectoryBrowser(Clock.systemUTC()), DirectoryOpening::inspector, Version.CURRENT);
    }

    /**
     * Runs until the process is asked to end (SIGTERM, SIGINT); the agent then drains before the process is gone. SIGHUP has
     * it read its configuration again. The service manager is told that the agent has started when it has, whether or not its
     * relay and directories can be reached: no outage of theirs may let the start run out of time.
     */
    private static int runUntilStopped(ReadConfig config) throws CommandException {
        ServiceManager manager =
                ServiceManager.of(System::getenv, ProcessHandle.current().pid(), System::nanoTime);
        Agent agent = start(config);
        manager.ready(agent.readiness());
        agent.tell(manager);
        HangUp.onSignal(() -> {
            manager.reloading();
            agent.reloadConfig();
            manager.ready(agent.readiness());
        });
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            manager.stopping();
                            agent.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.DONE;
    }

    /** Runs until {@code stopAsked} is counted down, and returns when the agent has drained. */
    static int runUntil(CountDownLatch stopAsked, ReadConfig config) throws CommandException {
        try (Agent agent = start(config)) {
            stopAsked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.DONE;
    }

    private static Agent start(ReadConfig config) throws CommandException {
        try {
            return Agent.start(config, Clock.systemUTC(), new SecureRandom());
        } catch (StartException e) {
            String why = String.valueOf(e.getMessage());
            throw e.isMisconfigured() ? CommandException.misconfigured(why, e) : CommandException.failed(why, e);
        }
    }
}
