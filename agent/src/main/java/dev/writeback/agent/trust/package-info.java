/**
 * What the agent knows of keys, and how it changes: its own keys from their making to their end, and the cloud's keys that
 * the pinned root has signed (PWB/1, section 7).
 *
 * <p>In: verified words of the cloud, the clock, an administrator's wish. Out: key rings for the road, announcements for the
 * cloud. Words of the cloud come on the relay's workers, the rest on the steward's thread. Never here: a change that is in
 * force before it is on the disk, a key that works after its end, an epoch that falls.
 */
@NullMarked
package dev.writeback.agent.trust;

import org.jspecify.annotations.NullMarked;
