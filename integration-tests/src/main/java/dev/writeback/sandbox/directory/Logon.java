package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;

/** Simple binds: who is meant, whether the password is right, whether the account may log on, in AD's order. */
final class Logon {
    private static final String WRONG = "52e";
    private static final String DISABLED = "533";
    private static final String LOCKED = "775";
    private static final String MUST_CHANGE = "773";
    private static final String PASSWORD_EXPIRED = "532";
    private static final String ACCOUNT_EXPIRED = "701";

    private final DomainTree tree;
    private final PasswordVault vault;
    private final Policies policies;
    private final Lockout lockout;
    private final Clock clock;

    Logon(DomainTree tree, PasswordVault vault, Policies policies, Clock clock) {
        this.tree = tree;
        this.vault = vault;
        this.policies = policies;
        this.lockout = new Lockout(tree);
        this.clock = clock;
    }

    /** The account that has proved itself; a failed attempt has been counted when this throws. */
    AccountEntry authenticate(String name, byte[] passwordUtf8) throws LdapException {
        tree.lock().lockWrite();
        try (UnicodePwd password = UnicodePwd.ofUtf8(passwordUtf8)) {
            AccountEntry account = named(name).filter(AccountEntry::isUser).orElseThrow(() -> Refusal.logon(WRONG));
            Instant now = clock.instant();
            PolicyInForce policy = policies.of(account);
            if (policy.isLocked(account, now)) {
                throw Refusal.logon(LOCKED);
            }
            PasswordHistory history = vault.of(account.guid());
            if (!history.isCurrent(password)) {
                if (!history.isRecent(password)) {
                    tree.update(account.entry().getDn(), lockout.failure(account, policy, now));
                }
                throw Refusal.logon(WRONG);
            }
            refuseState(account, policy, now);
            tree.update(account.entry().getDn(), lockout.success(account, now));
            return account;
        } finally {
            tree.lock().unlockWrite();
        }
    }

    private void refuseState(AccountEntry account, PolicyInForce policy, Instant now) throws Refusal {
        if (account.control(AccountEntry.DISABLED)) {
            throw Refusal.logon(DISABLED);
        }
        if (account.control(AccountEntry.SMARTCARD_REQUIRED)) {
            throw Refusal.logon(WRONG);
        }
        long expires = account.number("accountExpires");
        if (expires != 0 && expires < FileTime.ticks(now)) {
            throw Refusal.logon(ACCOUNT_EXPIRED);
        }
        long passwordExpiry = policy.passwordExpiry(account);
        if (passwordExpiry == 0) {
            throw Refusal.logon(MUST_CHANGE);
        }
        if (passwordExpiry < FileTime.ticks(now)) {
            throw Refusal.logon(PASSWORD_EXPIRED);
        }
    }

    /** By DN, UPN or {@code DOMAIN\name}; a bare account name is no name for a bind. */
    private Optional<AccountEntry> named(String name) throws LdapException {
        int backslash = name.indexOf('\\');
        if (backslash >= 0 && name.indexOf('=') < 0) {
            boolean ours = name.substring(0, backslash).toUpperCase(Locale.ROOT).equals(CorpDomain.NETBIOS_NAME);
            return ours ? tree.byText("sAMAccountName", name.substring(backslash + 1)) : Optional.empty();
        }
        if (name.indexOf('@') > 0 && name.indexOf('=') < 0) {
            return tree.byText("userPrincipalName", name);
        }
        try {
            return tree.find(tree.dn(name));
        } catch (LdapInvalidDnException e) {
            return Optional.empty();
        }
    }
}
