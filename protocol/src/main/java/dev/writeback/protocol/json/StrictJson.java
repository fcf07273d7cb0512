package dev.writeback.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object by the rules of text of PWB/1, section 9, and writes JSON without white space. Stateless and
 * thread-safe.
 */
public final class StrictJson {
    /** Objects and arrays inside each other; the outermost counts 1. */
    public static final int MAX_DEPTH = 6;

    private static final long LARGEST_INTEGER = (1L << 53) - 1;

    // Names come from outside: no interning, no shared symbol table that they could fill.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private StrictJson() {}

    /**
     * @param maxBytes the limit of this place in bytes, inclusive
     * @throws JsonFault when the text breaks a rule; the size is looked at first
     */
    public static JsonObject readObject(byte[] text, int maxBytes) throws JsonFault {
        if (text.length > maxBytes) {
            throw new JsonFault(JsonFault.Kind.TOO_LARGE);
        }
        // Jackson would skip the mark, and guess UTF-16 and UTF-32: it only ever sees decoded characters.
        if (text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            throw new JsonFault(JsonFault.Kind.BYTE_ORDER_MARK);
        }
        try (JsonParser parser = FACTORY.createParser(decode(text))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonFault(JsonFault.Kind.NOT_AN_OBJECT);
            }
            JsonObject root = object(parser, 1);
            requireEnd(parser);
            return root;
        } catch (JsonProcessingException e) {
            throw new JsonFault(JsonFault.Kind.SYNTAX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(byte[] text) throws JsonFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonFault(JsonFault.Kind.NOT_UTF8);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException, JsonFault {
        boolean ended;
        try {
            ended = parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            ended = false;
        }
        if (!ended) {
            throw new JsonFault(JsonFault.Kind.TRAILING_TEXT);
        }
    }

    private static JsonObject object(JsonParser parser, int depth) throws IOException, JsonFault {
        requireDepth(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = requireWholeCharacters(parser.currentName());
            JsonToken token = parser.nextToken();
            if (members.putIfAbsent(name, value(parser, token, depth)) != null) {
                throw new JsonFault(JsonFault.Kind.DUPLICATE_MEMBER);
            }
        }
        return new JsonObject(Collections.unmodifiableMap(members));
    }

    private static List<Object> array(JsonParser parser, int depth) throws IOException, JsonFault {
        requireDepth(depth);
        List<Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token, depth));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Object value(JsonParser parser, JsonToken token, int depth) throws IOException, JsonFault {
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> requireWholeCharacters(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> JsonObject.Null.NULL;
            case VALUE_NUMBER_FLOAT -> throw new JsonFault(JsonFault.Kind.NUMBER);
            default -> throw new JsonFault(JsonFault.Kind.SYNTAX);
        };
    }

    private static Long integer(JsonParser parser) throws IOException, JsonFault {
        if (parser.getNumberType() == NumberType.BIG_INTEGER || isTooLarge(parser.getLongValue())) {
            throw new JsonFault(JsonFault.Kind.NUMBER);
        }
        return parser.getLongValue();
    }

    private static boolean isTooLarge(long number) {
        return number > LARGEST_INTEGER || number < -LARGEST_INTEGER;
    }

    private static void requireDepth(int depth) throws JsonFault {
        if (depth > MAX_DEPTH) {
            throw new JsonFault(JsonFault.Kind.TOO_DEEP);
        }
    }

    private static String requireWholeCharacters(String text) throws JsonFault {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new JsonFault(JsonFault.Kind.LONE_SURROGATE);
            }
        }
        return text;
    }

    /** A text that is JSON already, to stand inside another. */
    public record Raw(String json) {}

    /**
     * Writes an object in the order of the map, as UTF-8 without white space. Values are strings, whole numbers,
     * booleans, maps, lists and {@link Raw}.
     *
     * @throws IllegalArgumentException when a value is of another type
     */
    public static byte[] write(Map<String, ?> object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> array) {
            generator.writeStartArray();
            for (Object element : array) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Long || value instanceof Integer) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Raw raw) {
            generator.writeRawValue(raw.json());
        } else {
            throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }
}
