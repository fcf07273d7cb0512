package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.TenantSwitches;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of a config message, written and read (PWB/1, section 4). */
final class SwitchClaims {
    static final String TYP = "pwb-cfg+jwt";

    private static final Set<String> KNOWN =
            Set.of("v", "iss", "aud", "jti", "iat", "exp", "epoch", "operations", "limits");
    private static final Set<String> OPERATIONS = Set.of("reset", "change", "adminReset", "unlock", "validate");
    private static final Set<String> LIMITS = Set.of("perUser", "perAgent");
    private static final Set<String> LIMIT = Set.of("count", "seconds");

    private SwitchClaims() {}

    static void add(TenantSwitches switches, Map<String, Object> claims) {
        claims.put("epoch", switches.epoch().value());
        Map<String, Object> operations = new LinkedHashMap<>();
        operations.put("reset", switches.reset());
        operations.put("change", switches.change());
        operations.put("adminReset", switches.adminReset());
        operations.put("unlock", switches.unlock());
        operations.put("validate", switches.validate());
        claims.put("operations", operations);
        Map<String, Object> limits = new LinkedHashMap<>();
        switches.perUser().ifPresent(limit -> limits.put("perUser", limit(limit)));
        switches.perAgent().ifPresent(limit -> limits.put("perAgent", limit(limit)));
        if (!limits.isEmpty()) {
            claims.put("limits", limits);
        }
    }

    private static Map<String, Object> limit(TenantSwitches.Limit limit) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("count", limit.count());
        members.put("seconds", limit.seconds());
        return members;
    }

    static TenantSwitches read(JsonObject claims) throws RejectedException {
        Epoch epoch = Claims.epoch(claims).orElseThrow(() -> new RejectedException(Rejection.EPOCH));
        Claims.requireKnown(claims, KNOWN, Rejection.CONFIG_MEMBERS);
        JsonObject operations = claims.object("operations").orElseThrow(SwitchClaims::malformed);
        require(operations.names().equals(OPERATIONS), Rejection.CONFIG_MEMBERS);
        Optional<JsonObject> limits = claims.object("limits");
        require(claims.has("limits") == limits.isPresent(), Rejection.CONFIG_MEMBERS);
        require(LIMITS.containsAll(limits.map(JsonObject::names).orElse(Set.of())), Rejection.CONFIG_MEMBERS);
        return new TenantSwitches(
                epoch,
                operation(operations, "reset"),
                operation(operations, "change"),
                operation(operations, "adminReset"),
                operation(operations, "unlock"),
                operation(operations, "validate"),
                limit(limits, "perUser"),
                limit(limits, "perAgent"));
    }

    private static boolean operation(JsonObject operations, String name) throws RejectedException {
        return operations.bool(name).orElseThrow(SwitchClaims::malformed);
    }

    private static Optional<TenantSwitches.Limit> limit(Optional<JsonObject> limits, String name)
            throws RejectedException {
        if (limits.filter(present -> present.has(name)).isEmpty()) {
            return Optional.empty();
        }
        JsonObject limit = limits.flatMap(present -> present.object(name)).orElseThrow(SwitchClaims::malformed);
        require(limit.names().equals(LIMIT), Rejection.CONFIG_MEMBERS);
        return Optional.of(new TenantSwitches.Limit(
                within(TenantSwitches.Limit.MOST, limit, "count"),
                within(TenantSwitches.Limit.LONGEST, limit, "seconds")));
    }

    private static int within(int largest, JsonObject limit, String name) throws RejectedException {
        return limit.integer(name)
                .filter(value -> value >= 1 && value <= largest)
                .map(Math::toIntExact)
                .orElseThrow(SwitchClaims::malformed);
    }

    private static RejectedException malformed() {
        return new RejectedException(Rejection.CONFIG_MEMBERS);
    }
}
