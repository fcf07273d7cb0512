package dev.writeback.agent.cli;

import dev.writeback.protocol.message.Subject;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code FMT:VALUE}, split at the first colon. */
final class SubjectConverter implements ITypeConverter<Subject> {
    @Override
    public Subject convert(String text) {
        int colon = text.indexOf(':');
        Subject.Format format = Subject.Format.ofWireName(colon < 0 ? text : text.substring(0, colon))
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no FMT:VALUE; FMT is one of "
                        + Arrays.stream(Subject.Format.values())
                                .map(Subject.Format::wireName)
                                .collect(Collectors.joining(", "))));
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (!Subject.isValid(format, value)) {
            throw new TypeConversionException("'" + value + "' does not have the form of " + format.wireName());
        }
        return new Subject(format, value);
    }
}
