package dev.writeback.protocol.envelope;

/**
 * A package as the relay handed it over: nothing about it is known.
 *
 * @param body the bytes of the message; not changed, not kept
 */
public record RawEnvelope(byte[] body) {
    @Override
    public String toString() {
        return "RawEnvelope[" + body.length + " bytes]";
    }
}
