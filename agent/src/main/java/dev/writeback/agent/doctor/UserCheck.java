package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.pipeline.Directories;
import dev.writeback.agent.policy.Scope;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.inspection.AccountSight;
import dev.writeback.directory.inspection.AccountSight.PasswordState;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Right;
import dev.writeback.protocol.message.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One account, as a request would meet it: found, in scope, ordinary, writable, under which policy. Writes nothing and never
 * binds as the user. Thread-safe: it is shown to each directory.
 */
final class UserCheck {
    private final Subject subject;
    private final Set<Right> needed;
    private final Clock clock;
    private final AtomicInteger matches = new AtomicInteger();
    private final AtomicInteger silent;

    /**
     * @param directories how many will be asked; one that never answers counts against "is nowhere"
     */
    UserCheck(Subject subject, Set<Right> needed, int directories, Clock clock) {
        this.silent = new AtomicInteger(directories);
        this.subject = subject;
        this.needed = needed;
        this.clock = clock;
    }

    private String name() {
        return "user " + subject.value();
    }

    /** Of a directory in which nobody could be asked. */
    Check unasked() {
        return Check.note(name(), "not looked for: no server could be asked");
    }

    Check of(DirectorySettings directory, ServerVisit visit) {
        if (subject.format() == Subject.Format.USER_PRINCIPAL_NAME && !directory.allowUserPrincipalName()) {
            silent.decrementAndGet();
            return Check.note(
                    name(),
                    "not looked for: allowUserPrincipalName is off, so no request names a user of this directory so");
        }
        AccountSight sight = visit.account(Directories.refOf(subject));
        if (sight instanceof AccountSight.Unreadable unreadable) {
            return Check.failure(
                    name(), unreadable.cause(), "let the service account read that of its users, as it may by default");
        }
        silent.decrementAndGet();
        if (sight instanceof AccountSight.Found found) {
            matches.incrementAndGet();
            return found(directory, found);
        }
        if (sight instanceof AccountSight.Ambiguous) {
            matches.addAndGet(2);
            return Check.failure(
                    name(), "more than one account is called so", "name users by objectGUID, or make the name unique");
        }
        return Check.note(name(), "is not here");
    }

    /** Over all directories: a request needs exactly one account. */
    Check verdict() {
        String label = "user";
        if (matches.get() == 1) {
            return Check.ok(label, subject.value() + " is one account");
        }
        if (matches.get() > 1) {
            return Check.failure(
                    label,
                    subject.value() + " is " + matches.get()
                            + " accounts or more; unless all but one are disabled, requests"
                            + " are refused with user_ambiguous",
                    "name users by objectGUID, or make the name unique");
        }
        return silent.get() > 0
                ? Check.failure(
                        label,
                        subject.value() + " was not found, and not every directory could be asked",
                        "mend that first")
                : Check.failure(
                        label,
                        subject.value() + " is in no directory, or the service account may not see it",
                        "compare it with the " + subject.format().wireName() + " in the directory, and look below which"
                                + " baseDn it is");
    }

    private Check found(DirectorySettings directory, AccountSight.Found found) {
        Account account = found.account();
        List<Check> lines = new ArrayList<>();
        lines.add(scope(directory, account));
        lines.add(protection(account));
        lines.add(rights(found.rights()));
        lines.add(state(found));
        lines.add(policy(found));
        lines.add(password(found));
        return Check.of(name(), "found: " + account.dn() + " on " + account.server(), lines);
    }

    private static Check scope(DirectorySettings directory, Account account) {
        Scope scope = new Scope(
                Map.of(
                        directory.name(),
                        new Scope.Subtrees(
                                directory.scope().include(), directory.scope().exclude())),
                Set.of());
        return scope.contains(account)
                ? Check.ok("scope", "inside")
                : Check.failure(
                        "scope",
                        "outside: not below " + directory.scope().include() + ", or below "
                                + directory.scope().exclude(),
                        "add its unit to scope.include if users in it are to be served");
    }

    private static Check protection(Account account) {
        return account.protections().isEmpty()
                ? Check.ok("protection", "an ordinary user")
                : Check.failure(
                        "protection",
                        "protected: " + account.protections().stream().sorted().toList(),
                        "such accounts are never written to; for a user who is no administrator any more, clear adminCount"
                                + " and let it inherit permissions again");
    }

    private Check rights(Map<Right, Answer> rights) {
        if (rights.isEmpty()) {
            return Check.note("rights", "the server does not show who may do what with this object");
        }
        String missing = needed.stream()
                .filter(right -> rights.getOrDefault(right, Answer.UNREADABLE) == Answer.MISSING)
                .map(Right::toString)
                .collect(Collectors.joining(", "));
        boolean unreadable =
                needed.stream().anyMatch(right -> rights.getOrDefault(right, Answer.UNREADABLE) == Answer.UNREADABLE);
        if (!missing.isEmpty()) {
            return Check.failure(
                    "rights",
                    "on this object the service account lacks: " + missing,
                    "if its unit is granted them, see whether the object inherits permissions; else writeback"
                            + " plan-permissions prints the commands");
        }
        return unreadable
                ? Check.warning(
                        "rights",
                        "the access control list of this object cannot be read",
                        "let the service account read its permissions (READ_CONTROL), as everybody may by default")
                : Check.ok("rights", "on this object the service account has all that it needs");
    }

    private Check state(AccountSight.Found found) {
        if (found.account().disabled()) {
            return Check.warning(
                    "state",
                    "the account is disabled",
                    "enable it in the directory: a reset does not, and then helps nobody");
        }
        if (found.expiresAt().filter(clock.instant()::isAfter).isPresent()) {
            return Check.warning(
                    "state",
                    "the account has expired at " + found.expiresAt().get(),
                    "prolong it in the directory: a reset does not, and then helps nobody");
        }
        return found.account().locked()
                ? Check.note("state", "the account is locked out; an unlock, or a reset that unlocks, ends it")
                : Check.ok("state", "enabled and not locked out");
    }

    private static Check policy(AccountSight.Found found) {
        String name = "password policy";
        if (found.policy().isPresent()) {
            PasswordPolicy policy = found.policy().get();
            return Check.ok(
                    name,
                    policy.source() + ": at least " + policy.minLength() + " characters"
                            + (policy.complexity() ? ", complex" : "") + ", none of the last " + policy.historyLength()
                            + ", minimum age " + Spans.of(policy.minAge()));
        }
        return found.policyName()
                .map(policy -> Check.note(
                        name,
                        "'" + policy + "' is in force; the service account may not read its rules, so refusals are told"
                                + " without them"))
                .orElseGet(() -> Check.note(name, "not readable, so refusals are told without its rules"));
    }

    private Check password(AccountSight.Found found) {
        String name = "password";
        PasswordState state = found.password();
        Optional<String> early = found.policy()
                .flatMap(PasswordPolicy::changeAllowedAt)
                .map(when -> "; the user may change it from " + when + " on (minimum age)");
        if (state.mustChange()) {
            return Check.ok(name, "must be changed at the next logon");
        }
        if (state.setAt().isEmpty()) {
            return Check.note(name, "its age is not known");
        }
        Duration age = Duration.between(state.setAt().get(), clock.instant());
        String end = state.neverExpires()
                ? "; never expires, so a reset cannot force a change"
                : state.expiresAt()
                        .map(when -> when.isAfter(clock.instant())
                                ? "; expires in " + Spans.of(Duration.between(clock.instant(), when))
                                : "; has expired")
                        .orElse("");
        return Check.ok(name, Spans.of(age) + " old, set at " + state.setAt().get() + end + early.orElse(""));
    }
}
