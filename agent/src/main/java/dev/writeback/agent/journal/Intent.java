package dev.writeback.agent.journal;

import dev.writeback.protocol.message.Operation;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A write that is about to be made: what recovery needs to find out later whether it was. Never a secret.
 *
 * @param operation what is written
 * @param directory configured name of the directory
 * @param account {@code objectGUID}
 * @param server the server that gets the write, by the name that its account has it
 * @param invocation invocationId of that server, where it is known: it marks the writes that originate there
 * @param passwordVersion version of the password's replication stamp before the write, where readable
 * @param passwordChangedAt directory time of the password's last change before the write, where readable
 * @param deadline after this instant nothing more is written for the request
 */
public record Intent(
        Operation operation,
        String directory,
        UUID account,
        String server,
        Optional<UUID> invocation,
        Optional<Long> passwordVersion,
        Optional<Instant> passwordChangedAt,
        Instant deadline) {}
