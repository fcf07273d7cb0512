/** Agents that enrol with a running cloud, roll their keys, and obey it: real processes, HTTPS, and the relay between. */
@org.jspecify.annotations.NullMarked
package dev.writeback.it.enrolment;
