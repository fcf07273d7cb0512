/**
 * The support bundle: what somebody who helps from afar needs to see of an agent, and nothing that is secret.
 *
 * <p>In the running agent, a thread dump and a recording of the Java Flight Recorder; in the command, the file that all is
 * put into. Never here: a heap dump, an environment variable, a system property, a secret, the name of a user.
 */
@NullMarked
package dev.writeback.agent.diag;

import org.jspecify.annotations.NullMarked;
