package dev.writeback.protocol.envelope;

import dev.writeback.protocol.secret.Secret;

/**
 * Where an agent finds its queues: {@code relay} of the challenge of PWB/1, section 8. Whoever holds it closes it, which
 * zeroes the connection string.
 *
 * @param namespace host name of the Service Bus namespace, 1 to 256 UTF-16 units
 * @param requests name of the queue, 1 to 260 UTF-16 units
 * @param replies name of the queue, 1 to 260 UTF-16 units
 * @param connection UTF-8 of the connection string, 1 to 4096 bytes
 */
public record RelayAccess(String namespace, String requests, String replies, Secret connection)
        implements AutoCloseable {
    private static final int LONGEST_NAMESPACE = 256;
    private static final int LONGEST_QUEUE = 260;
    private static final int LONGEST_CONNECTION = 4096;

    /**
     * @throws IllegalArgumentException when a part is empty or too long
     */
    public RelayAccess {
        if (isNot(namespace.length(), LONGEST_NAMESPACE)
                || isNot(requests.length(), LONGEST_QUEUE)
                || isNot(replies.length(), LONGEST_QUEUE)
                || isNot(connection.length(), LONGEST_CONNECTION)) {
            throw new IllegalArgumentException("a part of the access to the relay is empty or too long");
        }
    }

    private static boolean isNot(int length, int longest) {
        return length < 1 || length > longest;
    }

    @Override
    public void close() {
        connection.close();
    }
}
