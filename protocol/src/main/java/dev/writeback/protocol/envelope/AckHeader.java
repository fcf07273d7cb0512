package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import java.util.Optional;

/**
 * What an ack says of the request it answers; known as soon as the request is provably from the cloud and for us.
 *
 * @param request {@code rjti}
 * @param digest {@code rdig}
 * @param operation {@code op}; empty when the request's was none of the five
 */
public record AckHeader(RequestId request, String digest, Optional<Operation> operation) {}
