package dev.writeback.agent.doctor;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRefusal;
import dev.writeback.agent.relay.servicebus.RelayInspection;
import dev.writeback.agent.relay.servicebus.ServiceBusTransportSettings;
import dev.writeback.agent.tls.TlsAttempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The way to the relay: its name, TLS, the access key, and what that may do with which queue. */
final class RelayCheck {
    static final String NAME = "relay";
    private static final String CONNECTION = "relay.serviceBus.connectionFile";
    private static final Duration QUEUE_LIMIT = Duration.ofSeconds(12);

    private final AgentConfig config;
    private final Clock clock;

    RelayCheck(AgentConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    Check look() {
        ServiceBusSettings bus = config.relay().serviceBus();
        RelayInspection relay;
        try {
            relay = RelayInspection.of(ServiceBusTransportSettings.of(
                    bus.connection()::read,
                    bus.requests(),
                    bus.replies(),
                    bus.caFile(),
                    config.limits().inFlight()));
        } catch (RelayException e) {
            return Check.failure(
                    NAME,
                    String.valueOf(e.getMessage()),
                    "put the connection string as the cloud gave it" + " into " + CONNECTION);
        } catch (SecretUnavailableException e) {
            return Check.failure(
                    NAME,
                    CONNECTION + ": " + e.getMessage(),
                    "put the connection string there, readable for the agent's user alone");
        }
        String place = relay.host() + ":" + relay.port();
        List<Check> parts = new ArrayList<>();
        NameCheck.of(relay.host(), "correct the Endpoint in " + CONNECTION + ", or the DNS of this host")
                .ifPresent(parts::add);
        if (parts.stream().allMatch(Check::holds)) {
            TlsAttempt tls = relay.tls();
            parts.add(new TlsCheck(
                            relay.host(),
                            place,
                            relay.trusted(),
                            "relay.serviceBus.caFile",
                            "the Endpoint of " + CONNECTION,
                            clock.instant())
                    .of(tls.protocol(), tls.chain(), tls.failure()));
        }
        if (parts.stream().allMatch(Check::holds)) {
            parts.addAll(access(relay, bus));
            if (config.cloud().desk().isEmpty()) {
                parts.add(CloudClock.of(relay, clock).look());
            }
        } else {
            parts.add(Check.note("access key and queues", "not checked: there is no connection to ask"));
        }
        return Check.of(NAME, place, parts);
    }

    private List<Check> access(RelayInspection relay, ServiceBusSettings bus) {
        Optional<Check> ended =
                relay.signatureEnd().filter(clock.instant()::isAfter).map(RelayCheck::ended);
        if (ended.isPresent()) {
            return List.of(ended.get());
        }
        Map<String, Optional<RelayRefusal.Kind>> answers = new ConcurrentHashMap<>();
        List<Examination> queues = new ArrayList<>();
        queues.add(new Examination(
                "requests", () -> queue("requests", bus.requests(), "Listen", relay.listen(QUEUE_LIMIT), answers)));
        queues.add(sending(relay, "replies", bus.replies(), answers));
        if (!bus.presence().equalsIgnoreCase(bus.replies())) {
            queues.add(sending(relay, "presence", bus.presence(), answers));
        }
        List<Check> seen = Examinations.run(queues, QUEUE_LIMIT.plusSeconds(3));
        // A wrong key is wrong for every queue alike: it is told once.
        Check key = key(whose(relay), queues.size(), answers.values());
        return key.holds() ? Stream.concat(Stream.of(key), seen.stream()).toList() : List.of(key);
    }

    private static Check ended(Instant end) {
        return Check.failure(
                "access key",
                "the signature in " + CONNECTION + " has ended at " + end,
                "get a new one from the cloud");
    }

    private static Examination sending(
            RelayInspection relay, String name, String queue, Map<String, Optional<RelayRefusal.Kind>> answers) {
        return new Examination(name, () -> queue(name, queue, "Send", relay.send(queue, QUEUE_LIMIT), answers));
    }

    private static String whose(RelayInspection relay) {
        return relay.keyName().map(name -> "the key '" + name + "'").orElse("what is in " + CONNECTION);
    }

    /**
     * What the answers about the queues say of the key.
     *
     * @param queues how many were asked about
     * @param answers empty for a right that is granted
     */
    static Check key(String whose, int queues, Collection<Optional<RelayRefusal.Kind>> answers) {
        String name = "access key";
        long refused = answers.stream()
                .filter(answer -> answer.filter(RelayRefusal.Kind.KEY::equals).isPresent())
                .count();
        if (refused == queues) {
            return Check.failure(
                    name,
                    "the relay refuses " + whose
                            + ": the key is wrong, or was renewed in the cloud, or there is none of that name",
                    "get the present connection string from the cloud and put it into " + CONNECTION
                            + "; if it is the present one, this host's clock is wrong");
        }
        return answers.stream().anyMatch(RelayCheck::speaksForTheKey)
                ? Check.ok(name, "the relay accepts " + whose)
                : Check.note(name, "not known: the relay did not say what it thinks of " + whose);
    }

    /** Whoever is told about a right or a queue has shown a key that is accepted. */
    private static boolean speaksForTheKey(Optional<RelayRefusal.Kind> answer) {
        return answer.isEmpty()
                || switch (answer.get()) {
                    case RIGHT, QUEUE, DISABLED -> true;
                    case KEY, SILENCE, OTHER -> false;
                };
    }

    private static Check queue(
            String name,
            String queue,
            String right,
            Optional<RelayRefusal> refusal,
            Map<String, Optional<RelayRefusal.Kind>> answers) {
        answers.put(name, refusal.map(RelayRefusal::kind));
        if (refusal.isEmpty()) {
            return Check.ok(name, "queue " + queue + ": " + right + " is granted");
        }
        String key = "relay.serviceBus." + name;
        String seen = refusal.get().detail();
        return switch (refusal.get().kind()) {
            case KEY ->
                Check.failure(
                        name,
                        "queue " + queue + ": " + seen,
                        "get the present connection string from the cloud and put it into " + CONNECTION);
            case RIGHT ->
                Check.failure(
                        name,
                        "the access key is right, and lacks " + right + " on the queue " + queue,
                        "give the key's policy " + right + " on " + queue + " in the cloud, and nothing more");
            case QUEUE ->
                Check.failure(
                        name,
                        "there is no queue " + queue + " in the namespace",
                        "create it in the cloud, or correct " + key);
            case DISABLED ->
                Check.failure(name, "the queue " + queue + " is switched off", "switch it on again in the cloud");
            case SILENCE ->
                Check.failure(
                        name,
                        "the relay gave no answer about the queue " + queue + " in time",
                        "run the doctor again; if it stays so, look at the firewalls: TLS passes and AMQP does not");
            case OTHER ->
                Check.failure(
                        name,
                        "queue " + queue + ": " + seen,
                        "run the doctor again; if it stays so, look at the state of the namespace in the cloud");
        };
    }
}
