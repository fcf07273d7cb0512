/**
 * How an agent and a cloud that have never met come to trust each other: enrolment of PWB/1, section 8, both sides of it.
 *
 * <p>In: a one-time code that an administrator carries, bytes of an HTTP exchange that anybody may have altered. Out: for
 * the agent whom to take for the cloud, for the cloud an agent's keys, for both the same six words. Any thread. Never here:
 * I/O, a code's secret outside a Secret, trust in anything before its mac was found right.
 */
@NullMarked
package dev.writeback.protocol.enrolment;

import org.jspecify.annotations.NullMarked;
