package dev.writeback.it.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a headless Chromium, and ends it.
 *
 * <p>Where Chromium or its driver is not installed, the class is reported as skipped with the reason; with {@code
 * chromium.required=true} (system property, or {@code CHROMIUM_REQUIRED} in the environment) it fails instead.
 */
public final class ChromiumExtension implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
    private Optional<Browser> browser = Optional.empty();

    /** The browser; only after this extension has started it. */
    public Browser browser() {
        return browser.orElseThrow();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return isHere() || required()
                ? ConditionEvaluationResult.enabled("Chromium is here")
                : ConditionEvaluationResult.disabled("chromium or chromedriver is not installed");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!isHere()) {
            throw new IllegalStateException("chromium.required=true, and chromium or chromedriver is not installed");
        }
        browser = Optional.of(Browser.start());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (browser.isPresent()) {
            browser.get().close();
        }
    }

    private static boolean isHere() {
        return Stream.of(Browser.CHROMIUM, Browser.DRIVER).map(Path::of).allMatch(Files::isExecutable);
    }

    private static boolean required() {
        return Boolean.getBoolean("chromium.required") || "true".equals(System.getenv("CHROMIUM_REQUIRED"));
    }
}
