/**
 * What the cloud and an agent say to each other, as data: requests, acks, heartbeats and config of PWB/1,
 * section 4.
 *
 * <p>In: claims that the envelope has parsed. Out: typed messages for the pipeline and for a cloud back end. Any thread.
 * Never here: I/O, cryptography, a secret.
 */
@NullMarked
package dev.writeback.protocol.message;

import org.jspecify.annotations.NullMarked;
