/**
 * JSON as PWB/1, section 9, allows it, and base64url without slack.
 *
 * <p>In: bytes that anybody may have sent. Out: a tree of plain values, or a {@link
 * dev.writeback.protocol.json.JsonFault} that says which rule of text was broken. Any thread; nothing is kept. The only
 * importer of a JSON library. Never here: a meaning of a member, a secret, a message that quotes its input.
 */
@NullMarked
package dev.writeback.protocol.json;

import org.jspecify.annotations.NullMarked;
