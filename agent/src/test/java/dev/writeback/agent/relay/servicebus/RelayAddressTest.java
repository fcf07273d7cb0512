package dev.writeback.agent.relay.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.relay.RelayException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayAddressTest {
    @Test
    void takesTheStandardPortUnlessAnotherIsNamed() throws Exception {
        assertThat(RelayAddress.of("Endpoint=sb://ns.example.test/;SharedAccessKeyName=agent;SharedAccessKey=a2V5PT0="))
                .isEqualTo(new RelayAddress("ns.example.test", 5671, Optional.of("agent"), Optional.empty()));
        assertThat(RelayAddress.of("Endpoint=sb://localhost:7001;SharedAccessKeyName=agent;SharedAccessKey=k"))
                .isEqualTo(new RelayAddress("localhost", 7001, Optional.of("agent"), Optional.empty()));
    }

    @Test
    void tellsWhenASignatureEnds() throws Exception {
        assertThat(RelayAddress.of("Endpoint=sb://ns.example.test/;SharedAccessSignature=SharedAccessSignature"
                                + " sr=amqp%3a%2f%2fns&sig=hunter2&se=1795344000&skn=agent")
                        .signatureEnd())
                .contains(Instant.ofEpochSecond(1_795_344_000));
    }

    /** Somebody may have put the key where its name belongs. */
    @ParameterizedTest
    @ValueSource(strings = {"aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMg==", "a name", "a/b+c", ""})
    void keepsAKeyNameOfAnUnusualFormToItself(String name) throws Exception {
        assertThat(RelayAddress.of("Endpoint=sb://ns.example.test/;SharedAccessKeyName=" + name + ";SharedAccessKey=k")
                        .keyName())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "SharedAccessKeyName=agent;SharedAccessKey=hunter2",
                "Endpoint=https://ns.example.test;SharedAccessKeyName=agent;SharedAccessKey=hunter2",
                "Endpoint=sb:// hunter2;SharedAccessKeyName=agent;SharedAccessKey=hunter2",
                "Endpoint=sb://ns.example.test;EntityPath=hunter2",
                "Endpoint=sb://ns.example.test;SharedAccessKey=hunter2",
                "Endpoint=sb://ns.example.test;SharedAccessKeyName=hunter2",
                "Endpoint=sb://ns.example.test",
                "Endpoint=sb://ns.example.test;SharedAccessKeyName=agent;SharedAccessKey=hunter2"
                        + ";SharedAccessSignature=SharedAccessSignature sig=hunter2",
                "Endpoint=sb://ns.example.test;UseDevelopmentEmulator=true;SharedAccessKey=hunter2"
            })
    void refusesOtherFormsAndSaysWhatIsAcceptedWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> RelayAddress.of(text))
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("accepted: Endpoint=sb://HOST/")
                .hasMessageNotContaining("hunter2");
    }
}
