package dev.writeback.agent.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Java process, by Micrometer's usual names. Thread-safe.
 *
 * <p>They come with the first scrape: the Java runtime's management takes longer to load than a start should wait for.
 */
final class ProcessMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private boolean bound;
    private @Nullable JvmGcMetrics collections;

    ProcessMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void bindOnce() {
        if (bound) {
            return;
        }
        bound = true;
        JvmGcMetrics listening = new JvmGcMetrics();
        collections = listening;
        List<MeterBinder> all = List.of(
                new JvmMemoryMetrics(),
                listening,
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics());
        all.forEach(meters -> meters.bindTo(registry));
    }

    @Override
    public synchronized void close() {
        bound = true;
        if (collections != null) {
            collections.close();
        }
    }
}
