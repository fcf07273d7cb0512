package dev.writeback.sandbox.crash;

import java.time.Instant;
import java.util.Set;

/**
 * A password that an administrator set while the agent was down.
 *
 * @param sequence of the write in the directory's log
 * @param deliveredBefore the ids of the requests that an agent had taken by then
 */
record ForeignWrite(String user, byte[] password, long sequence, Instant at, Set<String> deliveredBefore) {}
