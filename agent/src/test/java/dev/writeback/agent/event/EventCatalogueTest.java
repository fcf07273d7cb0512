package dev.writeback.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} is made from the code: {@code -Devents.write=true} writes it anew. */
class EventCatalogueTest {
    private static final Path PAGE = Path.of("../docs/events.md");

    /** The documented events of the reference system, by number. */
    static final Map<Integer, String> REFERENCE = new TreeMap<>(Map.ofEntries(
            Map.entry(31001, "PasswordResetStart"),
            Map.entry(31002, "PasswordResetSuccess"),
            Map.entry(31003, "PasswordResetFail"),
            Map.entry(31004, "OnboardingEventStart"),
            Map.entry(31005, "OnboardingEventSuccess"),
            Map.entry(31006, "ChangePasswordStart"),
            Map.entry(31007, "ChangePasswordSuccess"),
            Map.entry(31008, "ChangePasswordFail"),
            Map.entry(31009, "ResetUserPasswordByAdminStart"),
            Map.entry(31010, "ResetUserPasswordByAdminSuccess"),
            Map.entry(31011, "ResetUserPasswordByAdminFail"),
            Map.entry(31012, "OffboardingEventStart"),
            Map.entry(31013, "OffboardingEventSuccess"),
            Map.entry(31014, "OffboardingEventFail"),
            Map.entry(31015, "WriteBackServiceStarted"),
            Map.entry(31016, "WriteBackServiceStopped"),
            Map.entry(31017, "AuthTokenSuccess"),
            Map.entry(31018, "KeyPairCreationSuccess"),
            Map.entry(31019, "ServiceBusHeartBeat"),
            Map.entry(31034, "ServiceBusListenerError"),
            Map.entry(31044, "PasswordResetService"),
            Map.entry(32000, "UnknownError"),
            Map.entry(32001, "ServiceError"),
            Map.entry(32002, "ServiceBusError"),
            Map.entry(32003, "InPutValidationError"),
            Map.entry(32004, "DecryptionError"),
            Map.entry(32005, "ConfigurationError"),
            Map.entry(32007, "OnBoardingConfigUpdateError"),
            Map.entry(32008, "ValidationError"),
            Map.entry(32009, "AuthTokenError"),
            Map.entry(32010, "CryptoError"),
            Map.entry(32011, "OnBoardingServiceError"),
            Map.entry(32013, "OffBoardingError"),
            Map.entry(32014, "ServiceBusWarning"),
            Map.entry(32015, "ReportServiceHealthError"),
            Map.entry(33001, "ADUnKnownError"),
            Map.entry(33002, "ADUserNotFoundError"),
            Map.entry(33003, "ADMutliMatchError"),
            Map.entry(33004, "ADPermissionsError"),
            Map.entry(33005, "ADUserAccountDisabled"),
            Map.entry(33006, "ADUserAccountLockedOut"),
            Map.entry(33007, "ADUserIncorrectPassword"),
            Map.entry(33008, "ADPasswordPolicyError"),
            Map.entry(33009, "ADConfigurationError")));

    /** Why those of the reference that have no event here have none. */
    private static final Map<Integer, String> WITHOUT = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    31012,
                    "An agent is not switched off from its machine; the cloud revokes its keys: `crypto.key.revoked`."),
            Map.entry(31013, "As 31012."),
            Map.entry(31014, "As 31012."),
            Map.entry(31017, "Enrolment takes a one-time code; there is no token of an administrator."),
            Map.entry(
                    31034,
                    "Part of `relay.down`, which has the number 31044; its `detail` names a certificate that is not trusted."),
            Map.entry(32000, "Every failure has a name; what is unknown of a directory is `directory.unknown_error`."),
            Map.entry(32001, "There is no service beside the relay."),
            Map.entry(32002, "Part of `relay.down`, as 31034."),
            Map.entry(
                    32008,
                    "A message of the cloud that is malformed is `request.dropped` or `policy.switches.refused`."),
            Map.entry(32009, "As 31017."),
            Map.entry(32013, "As 31012."),
            Map.entry(32014, "Retries of the relay are in its metrics, and no event."),
            Map.entry(33009, "What is wrong with a directory is in `directory.server.down` and in the doctor.")));

    @Test
    void thePageIsTheCatalogue() throws IOException {
        if (Boolean.getBoolean("events.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).content().as("make it anew with -Devents.write=true").isEqualTo(page());
    }

    @Test
    void everyNumberOfTheReferenceIsTakenOrExplained() {
        Set<Integer> ours = Arrays.stream(EventType.values())
                .flatMapToInt(type -> type.msEventId().stream())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        ours.addAll(WITHOUT.keySet());
        assertThat(ours).isEqualTo(REFERENCE.keySet());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Events
                Made from the code (`EventType`); a test compares. Each event is one record of the audit, with these members:
                `n` its number in the chain, `time`, `event` its name, `id`, `msEventId` where the reference system (the password
                writeback of Azure AD Connect) has an event that says the same, `severity`, `agent`, those below, and `prev`, the
                hash of the record before it. Names and numbers are never given to something else.

                Events of a request have `requestId` (its `jti`), `operation`, `actor` (`self` or `admin`), `actorId` (the
                administrator), `actorAcr` (how the cloud authenticated that person), `subject` and `subjectFormat` (as the cloud
                named the account), and once it was found `directory`, `account` (its objectGUID) and `accountDn`; `traceId` where
                the cloud sent one. At the end come `outcome` and `reason` as in the ack, `violations`, `server`, `delivery`, and the
                times in milliseconds: `queuedMillis` in the relay, `verifiedMillis` until the request was verified,
                `directoryMillis` in the directory, `totalMillis` until now. No event holds a password, a key or a PIN.

                | id | event | severity | msEventId | means |
                |---|---|---|---|---|
                """);
        for (EventType type : EventType.values()) {
            page.append("| %d | `%s` | %s | %s | %s |%n"
                    .formatted(
                            type.id(),
                            type.label(),
                            type.severity().label(),
                            type.msEventId().isPresent()
                                    ? String.valueOf(type.msEventId().getAsInt())
                                    : "",
                            type.meaning())
                    .replace("\r\n", "\n"));
        }
        page.append("""

                ## The reference's events that have no counterpart
                32006, 32012 and 34001 to 34003 are deprecated there; 32016 to 32018 are not documented anywhere, so nothing here has
                those numbers.

                | msEventId | name there | here |
                |---|---|---|
                """);
        WITHOUT.forEach(
                (number, why) -> page.append("| %d | %s | %s |\n".formatted(number, REFERENCE.get(number), why)));
        return page.toString();
    }
}
