package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.broker.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;

/** The sections of a message as its sender wrote them; the sender's delivery annotations and footer are dropped. */
final class AmqpMessage implements Content {
    private Header header = new Header();
    private Properties properties = new Properties();
    private Map<Symbol, Object> annotations = Map.of();
    private Map<String, Object> applicationProperties = Map.of();
    private final List<Section<?>> body = new ArrayList<>();

    void add(Object section) {
        if (section instanceof Header value) {
            header = value;
        } else if (section instanceof Properties value) {
            properties = value;
        } else if (section instanceof MessageAnnotations value && value.getValue() != null) {
            annotations = value.getValue();
        } else if (section instanceof ApplicationProperties value && value.getValue() != null) {
            applicationProperties = value.getValue();
        } else if (section instanceof Section<?> value) {
            switch (value.getType()) {
                case Data, AmqpValue, AmqpSequence -> body.add(value);
                case Header, Properties, MessageAnnotations, ApplicationProperties, DeliveryAnnotations, Footer -> {}
            }
        }
    }

    /** Gives the message an id if it has none: a client library relies on it. */
    AmqpMessage withMessageId() {
        if (properties.getMessageId() == null) {
            properties.setMessageId(UUID.randomUUID().toString().replace("-", ""));
        }
        return this;
    }

    Header header() {
        return header;
    }

    Properties properties() {
        return properties;
    }

    Map<Symbol, Object> annotations() {
        return annotations;
    }

    Map<String, Object> applicationProperties() {
        return applicationProperties;
    }

    List<Section<?>> body() {
        return body;
    }

    @Override
    public String messageId() {
        return String.valueOf((Object) properties.getMessageId());
    }

    @Override
    public Optional<Duration> timeToLive() {
        return header.hasTimeToLive() ? Optional.of(Duration.ofMillis(header.getTimeToLive())) : Optional.empty();
    }
}
