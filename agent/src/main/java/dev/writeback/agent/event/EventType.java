package dev.writeback.agent.event;

import static dev.writeback.agent.event.Severity.ERROR;
import static dev.writeback.agent.event.Severity.INFO;
import static dev.writeback.agent.event.Severity.WARNING;

import dev.writeback.protocol.message.Reason;
import java.util.OptionalInt;

/**
 * The catalogue. Numbers and names are for good: a number is never given to something else. {@link #msEventId} is the number
 * that Azure AD Connect's password writeback gives to the same thing in the Windows event log, so that rules made for it go
 * on working; {@code docs/events.md} is made from here.
 */
public enum EventType {
    // 1xx: the agent itself.
    AGENT_STARTED(101, "agent.started", INFO, "The process has begun; `version`, `policy` and the signing key `kid`."),
    AGENT_READY(102, "agent.ready", INFO, 31015, "Requests can be served."),
    AGENT_NOT_READY(
            103, "agent.not_ready", ERROR, "Requests can no longer be served; `components` says which part is why."),
    AGENT_STOPPED(
            104,
            "agent.stopped",
            WARNING,
            31016,
            "The agent stops; the cloud's requests wait for it or another agent."),
    ENROLL_STARTED(
            105, "agent.enroll.started", INFO, 31004, "Somebody on this machine enrols it with a one-time code."),
    ENROLL_SUCCEEDED(106, "agent.enroll.succeeded", INFO, 31005, "The machine is enrolled; `kid` is its signing key."),
    ENROLL_FAILED(
            107, "agent.enroll.failed", ERROR, 32011, "The enrolment was refused or broke off; nothing has changed."),
    CONFIG_RELOADED(
            108,
            "config.reloaded",
            INFO,
            "The configuration was read again and is in force; `result` says what changed."),
    CONFIG_ERROR(
            109,
            "config.error",
            ERROR,
            32005,
            "The configuration was read again and is not in force; the one before it is."),
    STANDBY_BEGUN(110, "agent.standby.begun", WARNING, "By hand: no requests are taken."),
    STANDBY_ENDED(111, "agent.standby.ended", INFO, "By hand: requests are taken again."),
    PAUSED(112, "agent.paused", WARNING, "By hand: the kill switch is on; every operation is refused."),
    RESUMED(113, "agent.resumed", INFO, "By hand: the kill switch is off."),
    SWITCHES_ACCEPTED(114, "policy.switches.accepted", INFO, "The cloud's switches are in force; `operations` are on."),
    SWITCHES_REFUSED(
            115,
            "policy.switches.refused",
            ERROR,
            32007,
            "The cloud's switches cannot be taken; those before them stay in force."),
    INTAKE_CLOSED(116, "agent.intake.closed", ERROR, "Nothing is taken from the relay, for the `cause`."),
    INTAKE_OPENED(117, "agent.intake.opened", INFO, "That `cause` is over."),
    ENDPOINT_CLOSED(
            118,
            "agent.endpoint.closed",
            ERROR,
            "Somebody else has the port of the local endpoint (`address`): the agent works without metrics, health, status and controls, and tries again."),
    ENDPOINT_OPENED(119, "agent.endpoint.opened", INFO, "The local endpoint listens after all."),

    // 15x: the audit itself.
    AUDIT_BEGUN(150, "audit.begun", INFO, "The first record of an audit: there was none before it."),
    AUDIT_CONTINUED(
            151,
            "audit.continued",
            INFO,
            "The first record of a further file; `previousFile` is where the one before it is."),
    AUDIT_OPENED(
            152,
            "audit.opened",
            INFO,
            "The agent goes on with this file. `tornBytes`: an unfinished record of a crash was cut off, which nobody had been told of."),
    AUDIT_CHECKPOINT(153, "audit.checkpoint", INFO, "`sig` is the agent's signature over all records up to here."),
    AUDIT_GAP(
            154,
            "audit.gap",
            ERROR,
            "Records that were written are not there any more: `expectedRecord` was the last, `foundRecord` is."),
    AUDIT_PRUNED(155, "audit.pruned", INFO, "A file past its time was deleted; it held the records up to `upTo`."),
    AUDIT_LOST(156, "audit.lost", ERROR, "`count` events could not be written. No acknowledgement is among them."),
    AUDIT_RESUMED(159, "audit.resumed", INFO, "The file can be written again."),
    AUDIT_SINK_DOWN(157, "audit.sink.down", WARNING, "A `sink` beside the file takes nothing; the file is whole."),
    AUDIT_SINK_UP(158, "audit.sink.up", INFO, "That `sink` takes records again; `lost` of them it will never see."),

    // 2xx: requests.
    RESET_STARTED(
            201,
            "writeback.reset.started",
            INFO,
            31001,
            "A user's reset of a forgotten password has come, provably from the cloud."),
    RESET_SUCCEEDED(202, "writeback.reset.succeeded", INFO, 31002, "The new password is in the directory."),
    RESET_FAILED(
            203,
            "writeback.reset.failed",
            ERROR,
            31003,
            "It was not written, or nobody can say (`outcome`); a second event with the same `requestId` names the cause."),
    CHANGE_STARTED(204, "writeback.change.started", INFO, 31006, "A user's change of a known password has come."),
    CHANGE_SUCCEEDED(205, "writeback.change.succeeded", INFO, 31007, "The new password is in the directory."),
    CHANGE_FAILED(206, "writeback.change.failed", ERROR, 31008, "As `writeback.reset.failed`, for a change."),
    ADMIN_RESET_STARTED(
            207,
            "writeback.admin_reset.started",
            INFO,
            31009,
            "An administrator's reset on a user's behalf has come; `actorId` is the administrator."),
    ADMIN_RESET_SUCCEEDED(208, "writeback.admin_reset.succeeded", INFO, 31010, "The new password is in the directory."),
    ADMIN_RESET_FAILED(
            209,
            "writeback.admin_reset.failed",
            ERROR,
            31011,
            "As `writeback.reset.failed`, for an administrator's reset."),
    UNLOCK_STARTED(
            210,
            "writeback.unlock.started",
            INFO,
            "A request to end a lockout has come. The reference system has no event of its own for it."),
    UNLOCK_SUCCEEDED(211, "writeback.unlock.succeeded", INFO, "The account is not locked any more."),
    UNLOCK_FAILED(212, "writeback.unlock.failed", ERROR, "As `writeback.reset.failed`, for an unlock."),
    VALIDATE_STARTED(213, "writeback.validate.started", INFO, "The cloud asks whether a password would be accepted."),
    VALIDATE_SUCCEEDED(214, "writeback.validate.succeeded", INFO, "No known rule refuses it; nothing was written."),
    VALIDATE_FAILED(215, "writeback.validate.failed", WARNING, "A rule refuses it, or it cannot be said."),
    PING_ANSWERED(216, "writeback.ping.answered", INFO, "The cloud's sign-of-life request was answered."),
    PING_FAILED(217, "writeback.ping.failed", WARNING, "It was refused, or came too late."),
    ANSWERED_AGAIN(
            220,
            "request.answered_again",
            WARNING,
            "A request that was concluded came again, and got the recorded answer; nothing was done for it."),
    REQUEST_DROPPED(
            221,
            "request.dropped",
            WARNING,
            "A message that is not provably from the cloud was removed unanswered; `rejection` says why. `suppressed`: as many more of that minute have no record; where it stands alone, the event tells of nothing else."),
    CANARY_SUCCEEDED(222, "canary.succeeded", INFO, "The canary's password was changed by the agent itself."),
    CANARY_FAILED(223, "canary.failed", ERROR, "It was not, or nobody can say."),

    // 25x: why a request failed, beside its own event.
    REQUEST_INVALID(
            250,
            "request.invalid",
            ERROR,
            32003,
            "The request is from the cloud, but malformed, out of its time, or its id was used for another one."),
    DECRYPT_FAILED(
            251,
            "request.decrypt_failed",
            ERROR,
            32004,
            "The sealed password cannot be opened, or is not this request's."),
    OUT_OF_SCOPE(252, "policy.out_of_scope", ERROR, "The account is in no unit of `scope`."),
    PROTECTED_ACCOUNT(
            253,
            "policy.protected_account",
            ERROR,
            33004,
            "The account is privileged, built in or not a user's; never written to."),
    OPERATION_DISABLED(254, "policy.operation_disabled", ERROR, "The operation is switched off, here or in the cloud."),
    RATE_LIMITED(255, "policy.rate_limited", ERROR, "Too many requests for that account, or for this agent."),

    // 3xx: what the directory said.
    DIRECTORY_UNKNOWN_ERROR(
            301,
            "directory.unknown_error",
            ERROR,
            33001,
            "The directory gave an answer that nobody knows; the log has it."),
    USER_NOT_FOUND(302, "directory.user_not_found", ERROR, 33002, "No account has that identity."),
    MULTIPLE_MATCH(303, "directory.multiple_match", ERROR, 33003, "Several accounts have it."),
    ACCESS_DENIED(
            304,
            "directory.access_denied",
            ERROR,
            33004,
            "The service account lacks the right. See `writeback plan-permissions`."),
    ACCOUNT_DISABLED(305, "directory.account_disabled", ERROR, 33005, "The account is disabled."),
    ACCOUNT_LOCKED(306, "directory.account_locked", ERROR, 33006, "The account is locked."),
    WRONG_CURRENT_PASSWORD(
            307, "directory.wrong_current_password", ERROR, 33007, "The current password of a change is wrong."),
    POLICY_VIOLATION(
            308,
            "directory.policy_violation",
            ERROR,
            33008,
            "Age, length, history, complexity or a filter refused the password; `violations` as far as it is known."),
    CHANGE_FORBIDDEN(
            309, "directory.change_forbidden", ERROR, 33004, "The account is marked \"user cannot change password\"."),
    MUST_CHANGE_IMPOSSIBLE(
            310,
            "directory.must_change_impossible",
            ERROR,
            "A new password at the next sign-in was asked for an account whose password never expires."),
    DIRECTORY_UNREACHABLE(
            311,
            "directory.unreachable",
            ERROR,
            "No server of the directory answered in time; a new request may be sent."),
    SERVER_DOWN(320, "directory.server.down", WARNING, "A `server` does not answer; `detail` says how."),
    SERVER_UP(321, "directory.server.up", INFO, "It answers again."),
    DIRECTORY_DOWN(322, "directory.down", ERROR, "No server of a `directory` can be used."),
    DIRECTORY_UP(323, "directory.up", INFO, "One can be used again."),

    // 4xx: the relay and the cloud.
    RELAY_UP(401, "relay.up", INFO, "The relay answers and is taken from."),
    RELAY_DOWN(402, "relay.down", ERROR, 31044, "The relay cannot be reached, or refuses; `detail` says how."),
    RELAY_HEARTBEAT(403, "relay.heartbeat", INFO, 31019, "The relay has taken heartbeats; told every 5 minutes."),
    HEARTBEAT_FAILED(
            404,
            "health.report_failed",
            WARNING,
            32015,
            "The relay has taken no heartbeat for 3 minutes: the cloud takes this agent for absent."),
    CLOUD_KEYS_CHANGED(
            410, "cloud.keys.changed", INFO, "The cloud's own keys have changed, signed by its pinned root."),

    // 5xx: the agent's keys.
    KEY_CREATED(501, "crypto.key.created", INFO, 31018, "A key was made; it waits for the cloud's confirmation."),
    KEY_CONFIRMED(502, "crypto.key.confirmed", INFO, "The cloud has confirmed a key; it serves from now on."),
    KEY_ENDED(503, "crypto.key.ended", INFO, "A key was ended and destroyed."),
    KEYS_REVOKED(504, "crypto.key.revoked", ERROR, "The cloud has ended keys of this agent at once."),
    KEYS_UNAVAILABLE(505, "crypto.error", ERROR, 32010, "The agent's keys do not answer; nothing is taken."),
    KEYS_ROTATED_BY_HAND(
            506, "crypto.rotation.asked", INFO, "By hand: new keys were asked for; `result` says what became of it.");

    /** No event of the reference system says the same. */
    private static final int NONE = 0;

    private final int id;
    private final String label;
    private final Severity severity;
    private final int msEventId;
    private final String meaning;

    EventType(int id, String label, Severity severity, String meaning) {
        this(id, label, severity, NONE, meaning);
    }

    EventType(int id, String label, Severity severity, int msEventId, String meaning) {
        this.id = id;
        this.label = label;
        this.severity = severity;
        this.msEventId = msEventId;
        this.meaning = meaning;
    }

    /** Its number, for good. */
    public int id() {
        return id;
    }

    /** Its name, for good, such as {@code writeback.reset.succeeded}. */
    public String label() {
        return label;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The number of the reference system's event that says the same; empty when there is none. */
    public OptionalInt msEventId() {
        return msEventId == NONE ? OptionalInt.empty() : OptionalInt.of(msEventId);
    }

    /** What it means, for operators, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** The event that names the cause of a failure. */
    public static EventType causeOf(Reason reason) {
        return switch (reason) {
            case POLICY_VIOLATION -> POLICY_VIOLATION;
            case WRONG_CURRENT_PASSWORD -> WRONG_CURRENT_PASSWORD;
            case USER_NOT_FOUND -> USER_NOT_FOUND;
            case USER_AMBIGUOUS -> MULTIPLE_MATCH;
            case OUT_OF_SCOPE -> OUT_OF_SCOPE;
            case PROTECTED_ACCOUNT -> PROTECTED_ACCOUNT;
            case ACCOUNT_DISABLED -> ACCOUNT_DISABLED;
            case ACCOUNT_LOCKED -> ACCOUNT_LOCKED;
            case CHANGE_FORBIDDEN -> CHANGE_FORBIDDEN;
            case MUST_CHANGE_IMPOSSIBLE -> MUST_CHANGE_IMPOSSIBLE;
            case ACCESS_DENIED -> ACCESS_DENIED;
            case OPERATION_DISABLED -> OPERATION_DISABLED;
            case RATE_LIMITED -> RATE_LIMITED;
            case DIRECTORY_UNAVAILABLE -> DIRECTORY_UNREACHABLE;
            case DIRECTORY_ERROR -> DIRECTORY_UNKNOWN_ERROR;
            case BAD_REQUEST -> REQUEST_INVALID;
            case BAD_SECRET -> DECRYPT_FAILED;
        };
    }
}
