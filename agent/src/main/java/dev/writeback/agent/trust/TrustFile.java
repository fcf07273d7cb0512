package dev.writeback.agent.trust;

import dev.writeback.agent.state.CheckedFile;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Epoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file {@code trust} of the state directory: public keys, epochs, and where each own key stands. */
final class TrustFile {
    static final String NAME = "trust";

    private static final long VERSION = 1;
    private static final int LARGEST = 64 * 1024;

    private final Path file;

    TrustFile(Path stateDirectory) {
        this.file = stateDirectory.resolve(NAME);
    }

    Path path() {
        return file;
    }

    /** Returns when it is on the disk. */
    void write(TrustState state) throws IOException {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("v", VERSION);
        state.root().ifPresent(root -> text.put("root", MessageJwks.writeRoot(root)));
        text.put("cloud", MessageJwks.write(state.cloudKeys()));
        text.put("cloudEpoch", state.cloudEpoch().value());
        text.put("announced", state.announced().value());
        text.put("told", state.told().value());
        List<Map<String, Object>> own = new ArrayList<>();
        state.own()
                .forEach((key, standing) -> own.add(Map.of(
                        "kid",
                        key.value(),
                        "state",
                        standing.state().text(),
                        "since",
                        standing.since().getEpochSecond())));
        text.put("own", own);
        CheckedFile.replace(file, new String(StrictJson.write(text), StandardCharsets.UTF_8));
    }

    /**
     * What was written last; empty when nothing ever was.
     *
     * @throws DamagedFileException when nobody can say what it was: an epoch that fell would let old keys in
     */
    Optional<TrustState> read() throws DamagedFileException {
        Optional<String> text = CheckedFile.read(file);
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(text.get()));
    }

    private TrustState parsed(String text) throws DamagedFileException {
        try {
            JsonObject json = StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8), LARGEST);
            if (json.integer("v").filter(v -> v == VERSION).isEmpty()) {
                throw new DamagedFileException(file, "a version that this agent does not read");
            }
            Optional<KeyRecord> root = Optional.empty();
            if (json.has("root")) {
                root = Optional.of(MessageJwks.rootKey(json.object("root").orElseThrow()));
            }
            List<KeyRecord> cloud = new ArrayList<>();
            for (JsonObject key : json.objects("cloud").orElseThrow()) {
                cloud.add(MessageJwks.cloudKey(key));
            }
            Map<KeyId, Standing> own = new LinkedHashMap<>();
            for (JsonObject key : json.objects("own").orElseThrow()) {
                own.put(
                        new KeyId(key.string("kid").orElseThrow()),
                        new Standing(
                                key.string("state").flatMap(Standing.State::of).orElseThrow(),
                                Instant.ofEpochSecond(key.integer("since").orElseThrow())));
            }
            return new TrustState(
                    root,
                    KeyRing.of(cloud),
                    epoch(json, "cloudEpoch"),
                    epoch(json, "announced"),
                    epoch(json, "told"),
                    own);
        } catch (JsonFault | JwkException | RuntimeException e) {
            throw new DamagedFileException(file, "a content that this agent did not write");
        }
    }

    private static Epoch epoch(JsonObject json, String name) {
        return new Epoch(json.integer(name).orElseThrow());
    }
}
