/**
 * Connections to LDAP servers: trust, binding, pooling, and which server is asked.
 *
 * <p>In: server addresses, a CA file, the service account. Out: bound connections over verified TLS, lent for one
 * exchange, and {@link dev.writeback.directory.ldap.ServerUnavailableException} where there is none. Runs on the caller's
 * thread; every call blocks up to the configured limits. Never here: a credential on a connection whose certificate was
 * not verified, a followed referral, a repeated write, filter text or names put together from strings.
 */
@NullMarked
package dev.writeback.directory.ldap;

import org.jspecify.annotations.NullMarked;
