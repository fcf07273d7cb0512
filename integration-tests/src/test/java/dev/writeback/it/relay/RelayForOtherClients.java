package dev.writeback.it.relay;

import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the embedded relay for a client in another process, until standard input ends. */
final class RelayForOtherClients {
    private RelayForOtherClients() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        try (EmbeddedServiceBus bus = EmbeddedServiceBus.start(RelayFixture.settings())) {
            Files.writeString(directory.resolve("relay-ca.pem"), bus.caPem());
            Files.writeString(directory.resolve("relay.connection"), bus.connectionString("root"));
            System.out.println("ready");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
