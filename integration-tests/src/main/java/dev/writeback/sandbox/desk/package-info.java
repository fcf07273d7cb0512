/**
 * The cloud's side that runs all the time: enrols agents, hears their heartbeats and key announcements, and tells them the
 * tenant's switches and the cloud's keys.
 *
 * <p>In: what agents send by HTTPS and through the relay. Out: the agents' public keys for those who seal requests, the
 * presence of each agent, and sealed words to single agents. Enrolment runs on the threads of its HTTPS server, the rest on
 * those of the Service Bus client. Never here: a request, a password, a word to an agent that is not sealed to it alone.
 */
@NullMarked
package dev.writeback.sandbox.desk;

import org.jspecify.annotations.NullMarked;
