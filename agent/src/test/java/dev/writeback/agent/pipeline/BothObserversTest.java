package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BothObserversTest {
    private static final Map<Class<?>, Object> VALUES = Map.of(
            RequestId.class,
            new RequestId("7d0c9a52-1f6e-4e0a-8d3b-000000000000"),
            Optional.class,
            Optional.empty(),
            Conclusion.class,
            Conclusion.of(Outcome.OK),
            boolean.class,
            true,
            Duration.class,
            Duration.ofMillis(3),
            Stage.class,
            Stage.OPEN);

    /** Also of what is added to the interface later. */
    @Test
    void bothAreToldOfEverythingInOrder() throws Exception {
        List<String> told = new ArrayList<>();
        PipelineObserver both = noting("first", told).and(noting("second", told));

        for (Method method : PipelineObserver.class.getDeclaredMethods()) {
            if (method.getName().equals("and") || method.isSynthetic()) {
                continue;
            }
            Object[] arguments = java.util.Arrays.stream(method.getParameterTypes())
                    .map(VALUES::get)
                    .toArray();
            told.clear();

            method.invoke(both, arguments);

            assertThat(told).as(method.getName()).containsExactly("first " + method, "second " + method);
        }
    }

    private static PipelineObserver noting(String name, List<String> told) {
        PipelineObserver observer = (PipelineObserver) Proxy.newProxyInstance(
                PipelineObserver.class.getClassLoader(),
                new Class<?>[] {PipelineObserver.class},
                (proxy, method, arguments) -> {
                    told.add(name + " " + method);
                    return null;
                });
        return new BothObservers(observer, PipelineObserver.NONE);
    }
}
