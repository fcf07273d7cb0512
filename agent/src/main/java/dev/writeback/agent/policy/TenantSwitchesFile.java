package dev.writeback.agent.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.state.CheckedFile;
import dev.writeback.agent.state.DamagedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The tenant's switches in the state directory: the newest that were accepted, and their epoch. */
final class TenantSwitchesFile {
    static final String NAME = "tenant-switches";

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;

    TenantSwitchesFile(Path stateDirectory) {
        this.file = stateDirectory.resolve(NAME);
    }

    Path path() {
        return file;
    }

    /** Returns when they are on the disk. */
    void write(TenantSwitches switches) throws IOException {
        OperationSettings operations = switches.operations();
        ObjectNode node = JSON.createObjectNode().put("version", VERSION).put("epoch", switches.epoch());
        node.putObject("operations")
                .put("reset", operations.reset())
                .put("change", operations.change())
                .put("adminReset", operations.adminReset())
                .put("unlock", operations.unlock())
                .put("validate", operations.validate());
        switches.perUser().ifPresent(rate -> write(node.putObject("perUser"), rate));
        switches.perAgent().ifPresent(rate -> write(node.putObject("perAgent"), rate));
        CheckedFile.replace(file, node + "\n");
    }

    private static void write(ObjectNode node, Rate rate) {
        node.put("count", rate.count()).put("seconds", rate.window().toSeconds());
    }

    /**
     * Those that were written last; empty when there never were any.
     *
     * @throws DamagedFileException when nobody can say what they were
     */
    Optional<TenantSwitches> read() throws DamagedFileException {
        Optional<String> text = CheckedFile.read(file);
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(text.get()));
    }

    private TenantSwitches parsed(String text) throws DamagedFileException {
        try {
            JsonNode node = JSON.readTree(text);
            int version = node.required("version").intValue();
            if (version != VERSION) {
                throw new DamagedFileException(file, "version " + version + " where this agent reads " + VERSION);
            }
            JsonNode operations = node.required("operations");
            return new TenantSwitches(
                    node.required("epoch").longValue(),
                    new OperationSettings(
                            operations.required("reset").booleanValue(),
                            operations.required("change").booleanValue(),
                            operations.required("adminReset").booleanValue(),
                            operations.required("unlock").booleanValue(),
                            operations.required("validate").booleanValue()),
                    rate(node, "perUser"),
                    rate(node, "perAgent"));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DamagedFileException(file, "no switches in it");
        }
    }

    private static Optional<Rate> rate(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name))
                .map(rate -> new Rate(
                        rate.required("count").intValue(),
                        Duration.ofSeconds(rate.required("seconds").longValue())));
    }
}
