package dev.writeback.sandbox.servicebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityPathTest {
    @ParameterizedTest
    @CsvSource({
        "requests, requests",
        "/requests/, requests",
        "amqps://localhost:5671/Requests, requests",
        "sb://localhost/requests/$management, requests/$management",
        "amqp://localhost, ''",
        "'', ''"
    })
    void readsEveryFormOfAnAddress(String address, String path) {
        assertThat(EntityPath.of(address)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"requests, requests", "requests/$management, requests", "a/b/$deadletterqueue, a/b"})
    void knowsTheQueueOfANode(String path, String queue) {
        assertThat(EntityPath.queueOf(path)).isEqualTo(queue);
    }
}
