/**
 * What DNS says of the servers of a domain.
 *
 * <p>In: the name of a service (RFC 2782). Out: its records and how long they hold. Runs on the caller's thread; a look-up
 * blocks for some seconds at most. Never here: trust. DNS is not authenticated; it only proposes, and who is proposed has
 * still to prove its name with a certificate.
 */
@NullMarked
package dev.writeback.directory.dns;

import org.jspecify.annotations.NullMarked;
