package dev.writeback.agent.cli;

import dev.writeback.directory.rights.GrantForm;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The forms of a plan by the names of their tools. */
final class GrantFormConverter implements ITypeConverter<GrantForm>, Iterable<String> {
    private static final List<String> NAMES =
            Arrays.stream(GrantForm.values()).map(GrantForm::toString).toList();

    @Override
    public GrantForm convert(String text) {
        return Arrays.stream(GrantForm.values())
                .filter(form -> form.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is none of " + String.join(", ", NAMES)));
    }

    @Override
    public Iterator<String> iterator() {
        return NAMES.iterator();
    }
}
