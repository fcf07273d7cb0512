package dev.writeback.sandbox.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.enrolment.AgentRegistry;
import dev.writeback.protocol.enrolment.EnrolledAgent;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.HeartbeatChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The agents that the cloud knows, kept in a store. Thread-safe.
 *
 * <p>An agent whose public keys were put into the key file by hand is one like any other.
 */
final class AgentBook implements AgentRegistry {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** So many heartbeats are remembered across a restart of the cloud. */
    private static final int LINKS = 8;

    private final Store store;
    private final Map<String, AgentEntry> entries = new LinkedHashMap<>();

    /** Where the book is kept: the public keys by themselves, for those who seal requests, and the rest. */
    interface Store {
        /** A JWK set. */
        byte[] readKeys() throws IOException;

        Optional<byte[]> readBook() throws IOException;

        /** Keeps both, durably. */
        void keep(byte[] keys, byte[] book) throws IOException;
    }

    private AgentBook(Store store) {
        this.store = store;
    }

    /** Reads the book. */
    static AgentBook open(Store store) throws IOException {
        AgentBook book = new AgentBook(store);
        try {
            KeyRing keys = JwkSets.readPublic(store.readKeys());
            keys.agents().forEach(id -> book.entries.put(id, AgentEntry.enrolled(id, keys.ofAgent(id))));
            Optional<byte[]> rest = store.readBook();
            if (rest.isPresent()) {
                JSON.readTree(rest.get()).path("agents").forEach(node -> book.read(node, keys));
            }
            return book;
        } catch (JwkException | JsonProcessingException e) {
            throw new IOException("the agents' keys are not readable: " + e.getMessage(), e);
        }
    }

    private void read(JsonNode node, KeyRing keys) {
        String id = node.path("id").asText();
        AgentEntry plain = entries.get(id);
        if (plain == null) {
            return;
        }
        KeyRing confirmed = KeyRing.empty();
        KeyRing former = KeyRing.empty();
        List<String> formerIds = new ArrayList<>();
        node.path("former").forEach(kid -> formerIds.add(kid.asText()));
        for (KeyRecord key : keys.ofAgent(id).all()) {
            if (formerIds.contains(key.id().value())) {
                former = former.with(key);
            } else {
                confirmed = confirmed.with(key);
            }
        }
        List<HeartbeatChain.Link> links = new ArrayList<>();
        node.path("links")
                .forEach(link -> links.add(new HeartbeatChain.Link(
                        link.path("ctr").asLong(),
                        link.path("prev").asText(),
                        link.path("digest").asText())));
        entries.put(
                id,
                new AgentEntry(
                        id,
                        confirmed,
                        former,
                        new Epoch(node.path("announced").asLong()),
                        new Epoch(node.path("told").asLong()),
                        links,
                        node.path("forked").asBoolean()));
    }

    @Override
    public synchronized KeyRing keys() {
        List<KeyRecord> all = new ArrayList<>();
        entries.values().forEach(entry -> all.addAll(entry.known().all()));
        return KeyRing.of(all);
    }

    @Override
    public synchronized boolean add(EnrolledAgent agent) {
        boolean keyIsTaken = agent.keys().all().stream()
                .anyMatch(key -> keys().find(key.id()).isPresent());
        if (keyIsTaken || entries.containsKey(agent.id())) {
            return false;
        }
        entries.put(agent.id(), AgentEntry.enrolled(agent.id(), agent.keys()));
        keep();
        return true;
    }

    synchronized List<AgentEntry> all() {
        return List.copyOf(entries.values());
    }

    synchronized Optional<AgentEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Changes the entry of an agent that is there. */
    synchronized AgentEntry change(String id, UnaryOperator<AgentEntry> change) {
        AgentEntry changed = change.apply(find(id).orElseThrow());
        entries.put(id, changed);
        keep();
        return changed;
    }

    /** Forgets an agent: its messages are nobody's, and its id is free for a new enrolment. */
    synchronized void remove(String id) {
        entries.remove(id);
        keep();
    }

    /** Nothing is sealed to an agent that was copied; what it signs is still looked at. */
    private KeyRing published() {
        List<KeyRecord> all = new ArrayList<>();
        for (AgentEntry entry : entries.values()) {
            entry.known().all().stream()
                    .filter(key -> !entry.forked() || key.use() == KeyUse.SIG)
                    .forEach(all::add);
        }
        return KeyRing.of(all);
    }

    private void keep() {
        ObjectNode book = JSON.createObjectNode();
        ArrayNode agents = book.putArray("agents");
        for (AgentEntry entry : entries.values()) {
            ObjectNode node = agents.addObject()
                    .put("id", entry.id())
                    .put("announced", entry.announced().value())
                    .put("told", entry.told().value())
                    .put("forked", entry.forked());
            ArrayNode former = node.putArray("former");
            entry.former().all().forEach(key -> former.add(key.id().value()));
            ArrayNode links = node.putArray("links");
            List<HeartbeatChain.Link> newest = entry.links();
            newest.subList(Math.max(0, newest.size() - LINKS), newest.size())
                    .forEach(link -> links.addObject()
                            .put("ctr", link.counter())
                            .put("prev", link.previous())
                            .put("digest", link.digest()));
        }
        try {
            store.keep(JwkSets.writePublic(published()), book.toPrettyString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the book of agents cannot be kept", e);
        }
    }
}
