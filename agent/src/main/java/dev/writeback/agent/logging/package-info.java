/**
 * How the process logs: one logfmt line per event, on standard output while the agent runs.
 *
 * <p>In: SLF4J events of our packages and of every library, and those of {@code java.util.logging}. Out: lines. The
 * calling thread writes. Never here: a setting from outside the configuration that makes a library say more than
 * warnings, since what libraries say in detail is bodies and credentials.
 */
@NullMarked
package dev.writeback.agent.logging;

import org.jspecify.annotations.NullMarked;
