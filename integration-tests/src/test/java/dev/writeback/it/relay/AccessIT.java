package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REPLIES;
import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.it.relay.RelayFixture.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.sandbox.servicebus.HandClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The endpoint lets nobody in without a token that is right, live and sufficient. */
@Execution(ExecutionMode.CONCURRENT)
class AccessIT {
    private final RelayFixture relay = RelayFixture.start();

    @AfterEach
    void close() {
        relay.close();
    }

    @Test
    void refusesAWrongKey() {
        String wrong = relay.bus().connectionString("agent").replaceFirst("SharedAccessKey=.", "SharedAccessKey=A");

        assertUnauthorized(() -> send(wrong, REPLIES));
    }

    @Test
    void refusesAnUnknownPolicy() {
        String unknown = relay.bus().connectionString("agent").replace("KeyName=agent", "KeyName=nobody");

        assertUnauthorized(() -> send(unknown, REPLIES));
    }

    @Test
    void refusesToSendWithoutTheRight() throws Throwable {
        send(relay.bus().connectionString("agent"), REPLIES);

        assertUnauthorized(() -> send(relay.bus().connectionString("agent"), REQUESTS));
        assertThat(relay.bus().queue(REQUESTS).enqueued()).isZero();
    }

    @Test
    void refusesToReceiveWithoutTheRight() {
        try (ServiceBusReceiverClient receiver = relay.client(relay.bus().connectionString("cloud"))
                .receiver()
                .queueName(REQUESTS)
                .buildClient()) {
            assertUnauthorized(() -> next(receiver));
        }
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        String expired = withToken(relay, Instant.now().minusSeconds(1));

        assertUnauthorized(() -> send(expired, REQUESTS));
    }

    @Test
    void detachesALinkWhenItsTokenEnds() throws Exception {
        HandClock clock = new HandClock(Instant.now());
        try (RelayFixture aging = RelayFixture.start(RelayFixture.settings().withClock(clock));
                ServiceBusSenderClient sender = aging.client(
                                withToken(aging, Instant.now().plusSeconds(3600)))
                        .sender()
                        .queueName(REQUESTS)
                        .buildClient()) {
            sender.sendMessage(message("in-time", "x"));

            clock.advance(Duration.ofHours(2));

            await().untilAsserted(() -> assertUnauthorized(() -> sender.sendMessage(message("too-late", "x"))));
        }
    }

    private void send(String connectionString, String queue) {
        try (ServiceBusSenderClient sender =
                relay.client(connectionString).sender().queueName(queue).buildClient()) {
            sender.sendMessage(message("m", "x"));
        }
    }

    private static void assertUnauthorized(Executable action) {
        assertThatThrownBy(action::execute)
                .extracting(AccessIT::condition)
                .isEqualTo(Optional.of(AmqpErrorCondition.UNAUTHORIZED_ACCESS));
    }

    private static Optional<AmqpErrorCondition> condition(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(AmqpException.class::isInstance)
                .map(each -> ((AmqpException) each).getErrorCondition())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** A connection string with a token of the policy {@code root}, instead of its key. */
    private static String withToken(RelayFixture relay, Instant end) throws Exception {
        String resource = URLEncoder.encode("amqp://localhost/" + REQUESTS, StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RelayFixture.KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal((resource + "\n" + end.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
        return relay.bus().endpoint() + ";SharedAccessSignature=SharedAccessSignature sr=" + resource + "&sig="
                + URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8)
                + "&se=" + end.getEpochSecond() + "&skn=root";
    }
}
