/**
 * LDAP servers that are no Active Directory, behind the {@link dev.writeback.directory.Directory} port: Password Modify
 * (RFC 3062), and the password policy of draft-behera-ldap-password-policy-10; where a server departs from them, {@link
 * dev.writeback.directory.standard.Dialect}.
 *
 * <p>In: settings, references to accounts, secrets. Out: accounts as found, outcomes. Runs on the caller's thread.
 * Never here: a password as a {@code String}, a second attempt at a write, a password written in a form that the server
 * might keep as it is, a server's words about a password that it was sent, an account that an administrator has locked for
 * good unlocked by the way, a reason that the server did not give.
 */
@NullMarked
package dev.writeback.directory.standard;

import org.jspecify.annotations.NullMarked;
