/**
 * The embedded directory: ApacheDS that behaves, for what the agent uses, as a Samba Active Directory domain does.
 *
 * <p>In: LDAP over TLS from any client, and the settings of whoever starts it. Out: AD's results with AD's diagnostic
 * texts, and {@link dev.writeback.sandbox.directory.PasswordWriteLog} of what was really written. Network threads decode
 * and resolve names, ApacheDS's pool runs the operations, and one lock (its operation manager's) orders them all, so a
 * write decides on what it then changes. Never here: a readable password in an entry, a log or a message; a rule that
 * the contract test does not find in the real server too; production data.
 */
@NullMarked
package dev.writeback.sandbox.directory;

import org.jspecify.annotations.NullMarked;
