package dev.writeback.it.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One {@link AgentSite} for all classes that take one as a parameter: starting it costs more than most tests. */
final class SharedSite implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedSite.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AgentSite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .site();
    }

    private record Running(AgentSite site, Path folder) implements CloseableResource, AutoCloseable {
        static Running start() {
            try {
                Path folder = Files.createTempDirectory("agent-site");
                return new Running(AgentSite.start(folder), folder);
            } catch (Exception e) {
                throw new IllegalStateException("the site did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            site.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
