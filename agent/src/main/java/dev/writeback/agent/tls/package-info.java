/**
 * TLS of connections to the cloud, looked at from outside: what a server presents, and why it is not trusted.
 *
 * <p>In: a connected socket, what is trusted. Out: how far the handshake came, with the chain that was presented. Runs on the
 * caller's thread. Never here: a connection that goes on although its certificate was refused.
 */
@NullMarked
package dev.writeback.agent.tls;

import org.jspecify.annotations.NullMarked;
