package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.JournalReader;
import dev.writeback.agent.journal.JournalUnusableException;
import dev.writeback.agent.journal.SqliteJournal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback journal list}: what happened, from the agent's own memory. */
@Command(name = "list", description = "Lists the requests that the agent remembers, oldest first.")
final class JournalListCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    JournalListCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        Path file = loader.loadForALook(config.file()).agent().stateDirectory().resolve(SqliteJournal.FILE);
        List<JournalReader.Row> rows;
        try {
            rows = JournalReader.read(file);
        } catch (JournalUnusableException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(json(rows));
        } else {
            rows.forEach(row -> out.printf("%s  %s  %-9s  %s%n", row.admitted(), row.id(), row.state(), summary(row)));
            out.printf("%d requests%n", rows.size());
        }
        out.flush();
        return ExitCodes.DONE;
    }

    private static String summary(JournalReader.Row row) {
        String write = row.intent()
                .map(intent -> intent.operation().wireName() + " of " + intent.account() + " on " + intent.server())
                .orElse("no password write");
        String end = row.conclusion()
                .map(conclusion -> conclusion.outcome()
                        + conclusion
                                .reason()
                                .map(reason -> " " + reason.wireName())
                                .orElse(""))
                .orElse("not concluded");
        return write + ": " + end;
    }

    private static String json(List<JournalReader.Row> rows) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("requests");
            for (JournalReader.Row row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, JournalReader.Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("jti", row.id());
        json.writeStringField("state", row.state());
        json.writeStringField("admitted", row.admitted().toString());
        json.writeStringField("keepUntil", row.keepUntil().toString());
        if (row.intent().isPresent()) {
            Intent intent = row.intent().get();
            json.writeStringField("operation", intent.operation().wireName());
            json.writeStringField("account", intent.account().toString());
            json.writeStringField("server", intent.server());
        }
        if (row.conclusion().isPresent()) {
            Conclusion conclusion = row.conclusion().get();
            json.writeStringField("outcome", conclusion.outcome().name());
            if (conclusion.reason().isPresent()) {
                json.writeStringField("reason", conclusion.reason().get().wireName());
            }
        }
        json.writeEndObject();
    }
}
