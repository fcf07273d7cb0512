/**
 * The service manager that has started the process: systemd, by its notification socket.
 *
 * <p>In: what {@code /readyz} says. Out: datagrams that say ready, alive, reloading and stopping. Called by the threads that
 * start and stop the agent and, while it runs, by that of the local endpoint. Never here: a program that is executed, a send that
 * waits without an end, a failure that disturbs the agent.
 */
@NullMarked
package dev.writeback.agent.service;

import org.jspecify.annotations.NullMarked;
