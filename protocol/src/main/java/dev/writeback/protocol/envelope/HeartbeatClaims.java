package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of a heartbeat, written and read (PWB/1, section 4). */
final class HeartbeatClaims {
    static final String TYP = "pwb-hb+jwt";

    private static final Set<String> KNOWN = Set.of(
            "v",
            "iss",
            "aud",
            "jti",
            "iat",
            "exp",
            "ctr",
            "prev",
            "version",
            "state",
            "keys",
            "backlog",
            "directories",
            "offset",
            "cfg",
            "kepoch",
            "cfgRefused",
            "pol",
            "echo");

    private HeartbeatClaims() {}

    static void add(Heartbeat heartbeat, Map<String, Object> claims) {
        claims.put("ctr", heartbeat.counter());
        claims.put("prev", heartbeat.previous());
        claims.put("version", heartbeat.version());
        claims.put("state", heartbeat.state().wireName());
        claims.put("keys", heartbeat.keys().stream().map(HeartbeatClaims::key).toList());
        claims.put("backlog", heartbeat.backlog());
        claims.put(
                "directories",
                heartbeat.directories().stream().map(HeartbeatClaims::directory).toList());
        heartbeat.offsetMillis().ifPresent(millis -> claims.put("offset", millis));
        claims.put("cfg", heartbeat.config().value());
        claims.put("kepoch", heartbeat.cloudKeys().value());
        heartbeat.configRefused().ifPresent(epoch -> claims.put("cfgRefused", epoch.value()));
        heartbeat.policy().ifPresent(digest -> claims.put("pol", digest));
        heartbeat.echo().ifPresent(echo -> claims.put("echo", echo.value()));
    }

    private static Map<String, Object> key(Heartbeat.ShownKey key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kid", key.id().value());
        members.put("use", key.use().wireName());
        members.put("exp", key.expiresAt().getEpochSecond());
        return members;
    }

    private static Map<String, Object> directory(Heartbeat.DirectoryHealth directory) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", directory.name());
        members.put("state", directory.state().wireName());
        members.put(
                "servers",
                directory.servers().stream().map(HeartbeatClaims::server).toList());
        return members;
    }

    private static Map<String, Object> server(Heartbeat.ServerHealth server) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("host", server.host());
        members.put("state", server.state().wireName());
        return members;
    }

    static Heartbeat read(JsonObject claims) throws RejectedException {
        Claims.requireKnown(claims, KNOWN, Rejection.HEARTBEAT_MEMBERS);
        require(!claims.has("offset") || claims.integer("offset").isPresent(), Rejection.HEARTBEAT_MEMBERS);
        require(!claims.has("pol") || claims.string("pol").isPresent(), Rejection.HEARTBEAT_MEMBERS);
        require(!claims.has("echo") || claims.string("echo").isPresent(), Rejection.HEARTBEAT_MEMBERS);
        Optional<Epoch> refused =
                claims.has("cfgRefused") ? Optional.of(epoch(claims, "cfgRefused")) : Optional.empty();
        try {
            return new Heartbeat(
                    natural(claims, "ctr"),
                    text(claims, "prev"),
                    text(claims, "version"),
                    Claims.named(Heartbeat.State.values(), Heartbeat.State::wireName, claims.string("state"))
                            .orElseThrow(HeartbeatClaims::malformed),
                    keys(claims),
                    natural(claims, "backlog"),
                    directories(claims),
                    claims.integer("offset"),
                    epoch(claims, "cfg"),
                    epoch(claims, "kepoch"),
                    refused,
                    claims.string("pol"),
                    claims.string("echo").map(Echo::new));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static List<Heartbeat.ShownKey> keys(JsonObject claims) throws RejectedException {
        List<Heartbeat.ShownKey> keys = new ArrayList<>();
        for (JsonObject key : objects(claims, "keys", Set.of("kid", "use", "exp"))) {
            KeyUse use = key.string("use").flatMap(KeyUse::ofWireName).orElseThrow(HeartbeatClaims::malformed);
            keys.add(new Heartbeat.ShownKey(
                    new KeyId(text(key, "kid")), use, Instant.ofEpochSecond(natural(key, "exp"))));
        }
        return keys;
    }

    private static List<Heartbeat.DirectoryHealth> directories(JsonObject claims) throws RejectedException {
        List<Heartbeat.DirectoryHealth> directories = new ArrayList<>();
        for (JsonObject directory : objects(claims, "directories", Set.of("name", "state", "servers"))) {
            List<Heartbeat.ServerHealth> servers = new ArrayList<>();
            for (JsonObject server : objects(directory, "servers", Set.of("host", "state"))) {
                servers.add(new Heartbeat.ServerHealth(text(server, "host"), health(server)));
            }
            directories.add(new Heartbeat.DirectoryHealth(text(directory, "name"), health(directory), servers));
        }
        return directories;
    }

    private static Heartbeat.Health health(JsonObject object) throws RejectedException {
        return Claims.named(Heartbeat.Health.values(), Heartbeat.Health::wireName, object.string("state"))
                .orElseThrow(HeartbeatClaims::malformed);
    }

    private static List<JsonObject> objects(JsonObject holder, String name, Set<String> members)
            throws RejectedException {
        List<JsonObject> objects = holder.objects(name).orElseThrow(HeartbeatClaims::malformed);
        for (JsonObject object : objects) {
            require(object.names().equals(members), Rejection.HEARTBEAT_MEMBERS);
        }
        return objects;
    }

    private static String text(JsonObject object, String name) throws RejectedException {
        return object.string(name).orElseThrow(HeartbeatClaims::malformed);
    }

    private static long natural(JsonObject object, String name) throws RejectedException {
        return Claims.natural(object, name, Rejection.HEARTBEAT_MEMBERS);
    }

    private static Epoch epoch(JsonObject object, String name) throws RejectedException {
        return new Epoch(natural(object, name));
    }

    private static RejectedException malformed() {
        return new RejectedException(Rejection.HEARTBEAT_MEMBERS);
    }
}
