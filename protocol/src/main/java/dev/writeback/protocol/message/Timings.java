package dev.writeback.protocol.message;

/**
 * The claim {@code t} of PWB/1, section 4, in whole milliseconds. All but {@code received} and {@code directory} count
 * from the moment the message was received.
 *
 * @param received {@code rcv}: from the relay's enqueue to our receive, 0 if unknown
 * @param verified {@code ver}: until the end of step 7
 * @param directory {@code dir}: time spent in the directory
 * @param total {@code tot}: until the ack was signed
 */
public record Timings(long received, long verified, long directory, long total) {}
