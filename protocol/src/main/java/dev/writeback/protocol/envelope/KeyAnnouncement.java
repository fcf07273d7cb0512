package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;

/**
 * What a side says of its own keys: the claims of {@code pwb-keys+jwt} with {@code act} {@code announce} of PWB/1, sections
 * 4 and 7. What an agent announces has each signing key proved to be in its possession; what the cloud announces is signed
 * by the root.
 *
 * @param epoch of this sender's announcements
 * @param keys the complete set, public halves, in the order of the message
 */
public record KeyAnnouncement(Epoch epoch, KeyRing keys) {}
