package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;

/**
 * Decides a modify as a whole: either a refusal, or everything that is to be written. Rights come first and in the order
 * of the request's elements, as in Samba's acl module, then the password rules.
 */
final class AccountModify {
    private final DomainTree tree;
    private final PasswordVault vault;
    private final Policies policies;
    private final Rights rights;
    private final Lockout lockout;
    private final Clock clock;

    AccountModify(DomainTree tree, PasswordVault vault, Policies policies, Rights rights, Clock clock) {
        this.tree = tree;
        this.vault = vault;
        this.policies = policies;
        this.rights = rights;
        this.lockout = new Lockout(tree);
        this.clock = clock;
    }

    /**
     * @param changes attribute writes; the stamps are not among them
     * @param stamped attribute numbers whose replication version rises
     * @param history what the vault holds afterwards, if the password is written
     * @param kinds what the write log gets
     * @param at directory time of the write
     */
    record Plan(
            List<Modification> changes,
            Set<Integer> stamped,
            Optional<PasswordHistory> history,
            List<PasswordWrite.Kind> kinds,
            Instant at) {}

    Plan plan(AccountEntry who, AccountEntry target, Collection<Modification> requested, boolean hints)
            throws LdapException {
        PasswordModification password = PasswordModification.of(requested);
        refuseWithoutRights(who, target, requested, password);
        Plan plan = new Plan(new ArrayList<>(), new TreeSet<>(), Optional.empty(), new ArrayList<>(), clock.instant());
        if (password.isPresent()) {
            plan = planPassword(plan, target, password, hints);
        }
        for (Modification modification : requested) {
            if (!PasswordModification.isPassword(modification)) {
                planAttribute(plan, target, modification);
            }
        }
        return plan;
    }

    private void refuseWithoutRights(
            AccountEntry who, AccountEntry target, Collection<Modification> requested, PasswordModification password)
            throws LdapException {
        for (Modification modification : requested) {
            String attribute = modification.getAttribute().getUpId();
            if (!PasswordModification.isPassword(modification)) {
                if (!rights.mayWrite(who, target, attribute)) {
                    throw Refusal.noWriteProperty(target.dn());
                }
            } else if (password.isChange()) {
                if (!rights.mayChange(target)) {
                    throw Refusal.changeForbidden();
                }
            } else if (!rights.mayReset(who, target)) {
                throw Refusal.noControlAccess();
            }
        }
    }

    private Plan planPassword(Plan plan, AccountEntry target, PasswordModification request, boolean hints)
            throws LdapException {
        request.refuseUnless();
        PolicyInForce policy = policies.of(target);
        PasswordHistory history = vault.of(target.guid());
        if (request.isChange()) {
            refuseOldPassword(target, request, policy, history, plan.at());
        }
        try (UnicodePwd password = request.newPassword()) {
            if (request.isChange() && policy.isTooYoung(target, plan.at())) {
                throw Refusal.policy("password is too young to change!");
            }
            refuseAgainstPolicy(password, policy);
            if (request.isChange()) {
                refuseUsedBefore(password, policy, history);
            } else if (hints) {
                refuseAgainstHints(target, password, policy, history, plan.at());
            }
            plan.changes().add(tree.replace("pwdLastSet", Long.toString(FileTime.ticks(plan.at()))));
            plan.stamped()
                    .addAll(Set.of(
                            ReplicationMetadata.UNICODE_PWD,
                            ReplicationMetadata.NT_PWD_HISTORY,
                            ReplicationMetadata.PWD_LAST_SET,
                            ReplicationMetadata.SUPPLEMENTAL_CREDENTIALS));
            plan.kinds().add(request.isChange() ? PasswordWrite.Kind.CHANGE : PasswordWrite.Kind.RESET);
            return new Plan(
                    plan.changes(),
                    plan.stamped(),
                    Optional.of(history.with(password, policy.historyLength())),
                    plan.kinds(),
                    plan.at());
        }
    }

    private void refuseOldPassword(
            AccountEntry target,
            PasswordModification request,
            PolicyInForce policy,
            PasswordHistory history,
            Instant now)
            throws LdapException {
        if (policy.isLocked(target, now)) {
            throw Refusal.changeWhileLocked();
        }
        try (UnicodePwd old = request.oldPassword()) {
            if (!history.isCurrent(old)) {
                throw Refusal.wrongOldPassword().leaving(lockout.failure(target, policy, now));
            }
        }
    }

    private static void refuseAgainstPolicy(UnicodePwd password, PolicyInForce policy) throws Refusal {
        if (password.length() < policy.minLength()) {
            throw Refusal.policy("the password is too short. It should be equal or longer than " + policy.minLength()
                    + " characters!");
        }
        if (policy.complexity() && !password.isComplex()) {
            throw Refusal.policy("the password does not meet the complexity criteria!");
        }
    }

    private static void refuseUsedBefore(UnicodePwd password, PolicyInForce policy, PasswordHistory history)
            throws Refusal {
        if (policy.historyLength() == 0) {
            return;
        }
        if (history.isCurrent(password)) {
            throw Refusal.policy("the password was already used (previous password)!");
        }
        if (history.isRemembered(password, policy.historyLength())) {
            throw Refusal.policy("the password was already used (in history)!");
        }
    }

    /** Windows's rule and Windows's text: Samba has no such control (MS-ADTS 3.1.1.3.4.1.27). */
    private static void refuseAgainstHints(
            AccountEntry target, UnicodePwd password, PolicyInForce policy, PasswordHistory history, Instant now)
            throws Refusal {
        if (history.isRemembered(password, policy.historyLength()) || policy.isTooYoung(target, now)) {
            throw Refusal.unwilling("0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n");
        }
    }

    private void planAttribute(Plan plan, AccountEntry target, Modification modification) throws LdapException {
        String attribute = modification.getAttribute().getUpId();
        if (attribute.equalsIgnoreCase("pwdLastSet")) {
            planPwdLastSet(plan, target, modification);
        } else if (attribute.equalsIgnoreCase("lockoutTime")) {
            planLockoutTime(plan, target, modification);
        } else {
            plan.changes().add(modification);
            if (attribute.equalsIgnoreCase("userAccountControl")) {
                plan.stamped().add(ReplicationMetadata.USER_ACCOUNT_CONTROL);
            }
        }
    }

    private void planPwdLastSet(Plan plan, AccountEntry target, Modification modification) throws LdapException {
        String value = single(modification);
        if (value.equals("0")) {
            plan.changes().add(tree.replace("pwdLastSet", "0"));
        } else if (value.equals("-1")) {
            // Alone it only ends "must change": a password that has an age keeps it.
            if (plan.history().isPresent() || target.number("pwdLastSet") != 0) {
                return;
            }
            plan.changes().add(tree.replace("pwdLastSet", Long.toString(FileTime.ticks(plan.at()))));
        } else {
            throw new Refusal(ResultCodeEnum.OTHER, "00000057: setup_last_set_field: pwdLastSet must be 0 or -1 only!");
        }
        plan.stamped().add(ReplicationMetadata.PWD_LAST_SET);
    }

    private void planLockoutTime(Plan plan, AccountEntry target, Modification modification) throws LdapException {
        if (modification.getOperation() == ModificationOperation.REMOVE_ATTRIBUTE
                || modification.getAttribute().size() == 0) {
            throw Refusal.unwilling("00002077: samldb: 'lockoutTime' can't be deleted!");
        }
        String value = single(modification);
        plan.changes().add(tree.replace("lockoutTime", value));
        if (value.equals("0")) {
            plan.changes().add(tree.replace("badPwdCount", "0"));
            plan.kinds().add(PasswordWrite.Kind.UNLOCK);
        }
        if (!value.equals(Long.toString(target.number("lockoutTime")))) {
            plan.stamped().add(ReplicationMetadata.LOCKOUT_TIME);
        }
    }

    private static String single(Modification modification) {
        return modification.getAttribute().size() == 1
                ? modification.getAttribute().get().getString()
                : "";
    }
}
