package dev.writeback.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogfmtLayoutTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger log = context.getLogger("dev.writeback.agent.pipeline.RequestPipeline");

    @BeforeEach
    void capture() {
        events.setContext(context);
        events.start();
        context.getLogger("ROOT").addAppender(events);
        context.getLogger("ROOT").setLevel(Level.INFO);
    }

    @Test
    void writesKeyValuesAfterTheMessage() {
        log.atInfo()
                .setMessage("Request done")
                .addKeyValue("requestId", "0193a1c2-0000-7000-8000-000000000001")
                .addKeyValue("millis", 31)
                .log();

        assertThat(line())
                .matches("time=20[0-9T:.-]+Z level=info logger=agent.pipeline.RequestPipeline"
                        + " message=\"Request done\" requestId=0193a1c2-0000-7000-8000-000000000001 millis=31\n");
    }

    @Test
    void valueCannotForgeALineOrAPair() {
        log.atInfo()
                .setMessage("User {} asked")
                .addArgument("x\" level=error\nlevel=error message=forged")
                .addKeyValue("a b=c", "\u001b[31m\u202e\\")
                .addKeyValue("empty", "")
                .addKeyValue("none", (Object) null)
                .log();

        assertThat(line())
                .containsOnlyOnce("\n")
                .endsWith(" message=\"User x\\\" level=error\\nlevel=error message=forged asked\""
                        + " a_b_c=\"\\u001b[31m\\u202e\\\\\" empty=\"\" none=null\n");
    }

    @Test
    void writesTextBeyondAscii() {
        log.info("J\u00f6rg \u65e5\u672c \ud83d\ude00");

        assertThat(line()).contains("message=\"J\u00f6rg \u65e5\u672c \ud83d\ude00\"");
    }

    @Test
    void keepsAnExceptionOnTheSameLine() {
        log.atWarn()
                .setMessage("The relay is gone")
                .setCause(new IllegalStateException("closed\nby peer", new java.io.IOException("reset")))
                .log();

        assertThat(line())
                .containsOnlyOnce("\n")
                .contains(" error=\"java.lang.IllegalStateException: closed\\nby peer <- java.io.IOException: reset\"")
                .contains(" at=\"" + LogfmtLayoutTest.class.getName() + ".");
    }

    @Test
    void exceptionWithoutMessageAndFramesIsWrittenToo() {
        Exception bare = new Exception();
        bare.setStackTrace(Arrays.copyOf(bare.getStackTrace(), 0));

        log.atWarn().setMessage("x").setCause(bare).log();

        assertThat(line()).endsWith(" error=java.lang.Exception at=\"\"\n");
    }

    private String line() {
        return new LogfmtLayout().doLayout(events.list.get(0));
    }
}
