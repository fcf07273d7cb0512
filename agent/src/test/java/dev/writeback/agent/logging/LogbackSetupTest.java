package dev.writeback.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import dev.writeback.agent.config.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Threat T11: nothing makes a library log what it sends and receives. */
class LogbackSetupTest {
    private static final List<String> LIBRARIES = List.of(
            "com.azure",
            "com.azure.core.amqp.implementation.ReactorConnection",
            "com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient",
            "org.apache.qpid",
            "org.apache.qpid.proton.engine.impl.TransportImpl",
            "reactor.core",
            "io.netty.handler.logging.LoggingHandler",
            "com.unboundid.ldap.sdk",
            "com.nimbusds",
            "sun.net.www.protocol.http.HttpURLConnection",
            "org.slf4j.wire");

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @AfterEach
    void quietAgain() {
        LogbackSetup.apply(context, Level.WARN, "System.err");
    }

    @ParameterizedTest
    @EnumSource(LogLevel.class)
    void librariesWarnAtMostWhateverLevelIsConfigured(LogLevel level) {
        AgentLogging.start(level);

        assertThat(LIBRARIES)
                .allSatisfy(name ->
                        assertThat(context.getLogger(name).getEffectiveLevel()).isEqualTo(Level.WARN));
        assertThat(context.getLogger("dev.writeback.agent.pipeline").getEffectiveLevel())
                .isEqualTo(Level.valueOf(level.name()));
    }

    @Test
    void fileIsWrittenAndMovedAwayAtItsSize(@TempDir Path directory) throws Exception {
        Path file =
                Files.createDirectory(directory.resolve("Program Data (x86)")).resolve("agent.log");
        Files.writeString(file, "x".repeat(10 * 1024 * 1024) + "\nold\n");
        AgentLogging.start(LogLevel.INFO, file);
        var logger = context.getLogger("dev.writeback.agent.Test");

        await().untilAsserted(() -> {
            logger.info("next");
            assertThat(file.resolveSibling("agent.log.1")).exists();
        });

        assertThat(file).content().contains("message=next").doesNotContain("old");
        assertThat(file.resolveSibling("agent.log.1")).content().contains("\nold\n");
    }

    @Test
    void othersCannotReadTheFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("agent.log");

        AgentLogging.start(LogLevel.INFO, file);

        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void groupKeepsTheFilesThatItCouldReadAndOthersDoNot(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("agent.log"), "x".repeat(10 * 1024 * 1024) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        AgentLogging.start(LogLevel.INFO, file);
        assertThat(mode(file)).isEqualTo("rw-r-----");
        var logger = context.getLogger("dev.writeback.agent.Test");

        await().untilAsserted(() -> {
            logger.info("next");
            assertThat(file.resolveSibling("agent.log.1")).exists();
        });

        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(mode(file.resolveSibling("agent.log.1"))).isEqualTo("rw-r-----");
    }

    @Test
    void whatALinkPointsToKeepsItsMode(@TempDir Path directory) throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));

        AgentLogging.start(LogLevel.INFO, Files.createSymbolicLink(directory.resolve("agent.log"), target));

        assertThat(mode(target)).isEqualTo("rw-r--r--");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void fileThatCannotBeOpenedIsSaid(@TempDir Path directory) {
        assertThatThrownBy(() -> AgentLogging.start(LogLevel.INFO, directory.resolve("no/agent.log")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> AgentLogging.start(LogLevel.INFO, directory.resolve("100%.log")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("%");
    }

    @Test
    void javaUtilLoggingIsBridgedAndWarnsAtMost() {
        AgentLogging.start(LogLevel.DEBUG);

        var root = java.util.logging.Logger.getLogger("");
        assertThat(root.getLevel()).isEqualTo(java.util.logging.Level.WARNING);
        assertThat(root.getHandlers()).hasOnlyElementsOfType(org.slf4j.bridge.SLF4JBridgeHandler.class);
        assertThat(root.getHandlers()).hasSize(1);
        assertThat(LogManager.getLogManager().getLogger("").isLoggable(java.util.logging.Level.FINE))
                .isFalse();
    }

    @Test
    void configurationFilesAndPropertiesOfLogbackAreNotLookedAt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("logback.xml"),
                "<configuration><logger name=\"com.azure\" level=\"TRACE\"/><root level=\"TRACE\"/></configuration>");
        System.setProperty("logback.configurationFile", file.toString());
        LoggerContext fresh = new LoggerContext();
        try {
            new ContextInitializer(fresh).autoConfig();
        } finally {
            System.clearProperty("logback.configurationFile");
        }

        assertThat(fresh.getLogger("com.azure").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(fresh.getLogger("dev.writeback").getEffectiveLevel()).isEqualTo(Level.WARN);
        fresh.stop();
    }

    @Test
    void oneConsoleIsAttachedHoweverOftenItStarts() {
        AgentLogging.start(LogLevel.INFO);
        AgentLogging.start(LogLevel.INFO);

        assertThat(context.getLogger("ROOT").iteratorForAppenders())
                .toIterable()
                .hasSize(1);
    }

    @Test
    void namesTheSwitchesThatTraceTheWire() {
        assertThat(WireTracing.switchedOn(name -> null, name -> null)).isEmpty();
        assertThat(WireTracing.switchedOn(
                        name -> name.equals("PN_TRACE_FRM") ? "1" : null,
                        name -> name.equals("javax.net.debug") ? "all" : null))
                .containsExactly("the environment variable PN_TRACE_FRM", "the system property javax.net.debug");
    }
}
