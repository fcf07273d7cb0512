package dev.writeback.sandbox.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback cloud code}. */
@Command(name = "code", description = "Prints a new one-time code, by which one machine enrols within 15 minutes.")
public final class CloudCodeCommand implements Callable<Integer> {
    @Mixin
    private final DeskOptions desk = new DeskOptions();

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws Exception {
        console.out().println(code(desk.ask(administrator -> administrator.code())));
        console.out().flush();
        return ExitCodes.DONE;
    }

    private static String code(String answer) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(answer).path("code").asText();
    }
}
