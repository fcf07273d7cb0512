package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.config.ScopeSettings;
import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.directory.Account;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PWB/1, section 4: in force is, member by member, the narrower of the local file and the cloud's switches. For any pair of
 * them and any sequence of requests, also while the switches change. The seed is fixed; {@code -Dnarrowing.seed=S} tries
 * another.
 */
class NarrowingTest {
    private static final int ROUNDS = 1000;
    private static final int REQUESTS = 40;
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final String BASE = ",DC=corp,DC=example,DC=test";
    private static final List<String> UNITS = List.of("OU=A" + BASE, "OU=B" + BASE, "OU=C,OU=A" + BASE);

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("narrowing.seed", 20261123));
    private final HandClock clock = new HandClock(START);
    private AgentConfig base;

    /** One request, whom it is about, and when it comes. */
    private record Event(WritebackRequest request, Account account, Instant at) {}

    /** What one side allows, written down as plainly as can be. */
    private record Side(
            OperationSettings operations,
            Optional<Rate> perUser,
            Optional<Rate> perAgent,
            Optional<ScopeSettings> scope,
            boolean byPrincipalName) {
        static Side of(AgentConfig local) {
            DirectorySettings only = local.directories().get(0);
            return new Side(
                    local.operations(),
                    Optional.of(local.limits().perUser()),
                    Optional.of(local.limits().perAgent()),
                    Optional.of(only.scope()),
                    only.allowUserPrincipalName());
        }

        static Side of(Optional<TenantSwitches> tenant) {
            return new Side(
                    tenant.map(TenantSwitches::operations).orElse(new OperationSettings(true, true, true, true, true)),
                    tenant.flatMap(TenantSwitches::perUser),
                    tenant.flatMap(TenantSwitches::perAgent),
                    Optional.empty(),
                    true);
        }

        boolean isOn(WritebackRequest request) {
            boolean named = request.subject()
                    .filter(subject -> subject.format() == Subject.Format.USER_PRINCIPAL_NAME)
                    .isPresent();
            if (named && !byPrincipalName) {
                return false;
            }
            boolean admin = request.initiator()
                    .filter(initiator -> initiator.kind() == Initiator.Kind.ADMIN)
                    .isPresent();
            return switch (request.operation()) {
                case RESET -> admin ? operations.adminReset() : operations.reset();
                case CHANGE -> operations.change();
                case UNLOCK -> operations.unlock();
                case VALIDATE -> operations.validate();
                case PING -> true;
            };
        }

        boolean serves(Account account) {
            DistinguishedName name = DistinguishedName.of(account.dn());
            return scope.map(served -> served.include().stream().anyMatch(name::isWithin)
                            && served.exclude().stream().noneMatch(name::isWithin))
                    .orElse(true);
        }

        static boolean hasRoom(Optional<Rate> rate, List<Instant> before, Instant now) {
            return rate.isEmpty()
                    || before.stream()
                                    .filter(at ->
                                            at.isAfter(now.minus(rate.get().window())))
                                    .count()
                            < rate.get().count();
        }
    }

    /** Decides as section 5, step 9, says, for several sides that must all agree. */
    private static final class Oracle {
        private final List<Instant> all = new ArrayList<>();
        private final Map<UUID, List<Instant>> byUser = new HashMap<>();

        boolean permits(Event event, List<Side> sides) {
            if (event.request().operation() == Operation.PING) {
                return true;
            }
            boolean agentHasRoom = sides.stream().allMatch(side -> Side.hasRoom(side.perAgent(), all, event.at()));
            if (agentHasRoom) {
                all.add(event.at());
            }
            if (!agentHasRoom || !sides.stream().allMatch(side -> side.isOn(event.request()))) {
                return false;
            }
            List<Instant> ofUser = byUser.computeIfAbsent(event.account().guid(), user -> new ArrayList<>());
            boolean userHasRoom = sides.stream().allMatch(side -> Side.hasRoom(side.perUser(), ofUser, event.at()));
            boolean served = sides.stream().allMatch(side -> side.serves(event.account()))
                    && event.account().protections().isEmpty();
            if (userHasRoom) {
                ofUser.add(event.at());
            } else if (served) {
                all.remove(all.size() - 1);
            }
            return userHasRoom && served;
        }
    }

    @BeforeEach
    void load() throws Exception {
        base = new ConfigFiles(directory).load(ConfigFiles.MINIMAL);
    }

    @Test
    void permitsWhatBothPermitAndNothingElse() {
        Map<Reason, Integer> denied = new EnumMap<>(Reason.class);
        int permitted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            AgentConfig local = local();
            Optional<TenantSwitches> tenant = tenant(1);
            Policy.History history = new Policy.History();
            Policy inForce = new Policy(narrowed(local, tenant), history, clock);
            Oracle oracle = new Oracle();
            List<Event> passed = new ArrayList<>();
            for (Event event : events()) {
                Decision decision = decide(inForce, event);
                assertThat(decision instanceof Decision.Permit)
                        .as("round %s: %s under %s and %s", round, event, local, tenant)
                        .isEqualTo(oracle.permits(event, List.of(Side.of(local), Side.of(tenant))));
                if (decision instanceof Decision.Deny deny) {
                    denied.merge(deny.reason(), 1, Integer::sum);
                } else {
                    passed.add(event);
                }
            }
            permitted += passed.size();
            assertIsPermittedBy(Side.of(local), passed);
            assertIsPermittedBy(Side.of(tenant), passed);
            assertIsPermittedBy(new Policy(Rules.of(local), new Policy.History(), clock), passed);
        }

        assertThat(permitted).as("the test is no empty one").isGreaterThan(ROUNDS);
        assertThat(denied.keySet())
                .containsExactlyInAnyOrder(
                        Reason.OPERATION_DISABLED, Reason.OUT_OF_SCOPE, Reason.PROTECTED_ACCOUNT, Reason.RATE_LIMITED);
        assertThat(denied.values()).allSatisfy(times -> assertThat(times).isGreaterThan(100));
    }

    @Test
    void neverPermitsMoreThanTheLocalFileWhileTheSwitchesChange() {
        for (int round = 0; round < ROUNDS; round++) {
            AgentConfig local = local();
            Policy.History history = new Policy.History();
            Policy inForce = new Policy(narrowed(local, tenant(1)), history, clock);
            List<Event> passed = new ArrayList<>();
            for (Event event : events()) {
                if (random.nextInt(4) == 0) {
                    inForce = new Policy(narrowed(local, tenant(2)), history, clock);
                }
                if (decide(inForce, event) instanceof Decision.Permit) {
                    passed.add(event);
                }
            }
            assertIsPermittedBy(Side.of(local), passed);
            assertIsPermittedBy(new Policy(Rules.of(local), new Policy.History(), clock), passed);
        }
    }

    @Test
    void closedPermitsNothingButPings() {
        for (int round = 0; round < ROUNDS; round++) {
            Policy closed = new Policy(narrowed(local(), tenant(1)).closed(), new Policy.History(), clock);
            for (Event event : events()) {
                assertThat(decide(closed, event) instanceof Decision.Permit)
                        .isEqualTo(event.request().operation() == Operation.PING);
            }
        }
    }

    private static void assertIsPermittedBy(Side side, List<Event> passed) {
        Oracle oracle = new Oracle();
        assertThat(passed).allMatch(event -> oracle.permits(event, List.of(side)));
    }

    private void assertIsPermittedBy(Policy policy, List<Event> passed) {
        assertThat(passed).allMatch(event -> decide(policy, event) instanceof Decision.Permit);
    }

    private Decision decide(Policy policy, Event event) {
        clock.set(event.at());
        Decision decision = policy.decideOperation(event.request(), true);
        boolean end = decision instanceof Decision.Deny || event.request().operation() == Operation.PING;
        return end ? decision : policy.decideAccount(event.account(), true);
    }

    private static Rules narrowed(AgentConfig local, Optional<TenantSwitches> tenant) {
        return tenant.map(Rules.of(local)::and).orElse(Rules.of(local));
    }

    private AgentConfig local() {
        DirectorySettings only = base.directories().get(0);
        List<DistinguishedName> include = units(1);
        DirectorySettings bent = new DirectorySettings(
                only.name(),
                only.servers(),
                only.baseDn(),
                only.caFile(),
                only.bind(),
                new ScopeSettings(include, units(0)),
                only.connectTimeout(),
                only.responseTimeout(),
                only.poolSize(),
                only.requireHistoryOnReset(),
                random.nextBoolean(),
                only.verifyReplication(),
                only.standard());
        return new AgentConfig(
                base.agent(),
                base.cloud(),
                base.keys(),
                base.relay(),
                List.of(bent),
                operations(),
                new LimitSettings(rate(), rate(), 32),
                base.http(),
                base.audit(),
                base.canary());
    }

    private List<DistinguishedName> units(int least) {
        List<DistinguishedName> units = new ArrayList<>();
        int number = random.nextInt(least, 3);
        for (int i = 0; i < number; i++) {
            units.add(DistinguishedName.of(UNITS.get(random.nextInt(UNITS.size()))));
        }
        return units;
    }

    private Optional<TenantSwitches> tenant(long epoch) {
        if (random.nextInt(8) == 0) {
            return Optional.empty();
        }
        return Optional.of(new TenantSwitches(epoch, operations(), perhapsRate(), perhapsRate()));
    }

    private Optional<Rate> perhapsRate() {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(rate());
    }

    private Rate rate() {
        return new Rate(random.nextInt(1, 9), Duration.ofSeconds(random.nextInt(1, 40)));
    }

    /** Each mostly on: of two sides and five switches a sequence would else hardly ever get anywhere. */
    private OperationSettings operations() {
        return new OperationSettings(on(), on(), on(), on(), on());
    }

    private boolean on() {
        return random.nextInt(4) != 0;
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < REQUESTS; i++) {
            now = now.plusSeconds(random.nextInt(4));
            events.add(new Event(request(), account(), now));
        }
        return events;
    }

    private WritebackRequest request() {
        WritebackRequest.Header header = new WritebackRequest.Header(
                new RequestId("00000000-0000-4000-8000-000000000001"), START, START.plusSeconds(60), Optional.empty());
        Subject subject = random.nextInt(4) == 0
                ? new Subject(Subject.Format.USER_PRINCIPAL_NAME, "u01@corp.example.test")
                : new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10");
        Initiator by = random.nextBoolean() ? Initiator.self() : Initiator.admin("a");
        return switch (Operation.values()[random.nextInt(Operation.values().length)]) {
            case RESET -> new WritebackRequest.Reset(header, subject, by, false, false);
            case CHANGE -> new WritebackRequest.Change(header, subject, by);
            case UNLOCK -> new WritebackRequest.Unlock(header, subject, by);
            case VALIDATE -> new WritebackRequest.Validate(header, subject, by);
            case PING -> new WritebackRequest.Ping(header);
        };
    }

    private Account account() {
        int number = random.nextInt(3);
        return new Account(
                new UUID(0, number),
                "CN=u" + number + "," + UNITS.get(number),
                "S-1-5-21-1-2-3-1104",
                "corp",
                "dc1",
                Optional.empty(),
                random.nextInt(12) == 0 ? Set.of(Account.Protection.values()[0]) : Set.of(),
                false,
                false,
                Optional.empty());
    }
}
