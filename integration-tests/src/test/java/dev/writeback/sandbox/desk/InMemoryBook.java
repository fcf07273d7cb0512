package dev.writeback.sandbox.desk;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A book that is lost with the test. */
final class InMemoryBook implements AgentBook.Store {
    private byte[] keys = "{\"keys\":[]}".getBytes(StandardCharsets.US_ASCII);
    private Optional<byte[]> book = Optional.empty();

    @Override
    public byte[] readKeys() {
        return keys.clone();
    }

    @Override
    public Optional<byte[]> readBook() {
        return book.map(byte[]::clone);
    }

    @Override
    public void keep(byte[] newKeys, byte[] newBook) {
        keys = newKeys.clone();
        book = Optional.of(newBook.clone());
    }
}
