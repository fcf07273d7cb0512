package dev.writeback.protocol.json;

/** A text that does not parse by PWB/1, section 9. It names the rule and never quotes the text. */
public final class JsonFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** The rules of text. */
    public enum Kind {
        /** Longer than the limit of its place. */
        TOO_LARGE,
        /** Not well-formed UTF-8. */
        NOT_UTF8,
        BYTE_ORDER_MARK,
        /** Not JSON (RFC 8259). */
        SYNTAX,
        /** More than white space after the value. */
        TRAILING_TEXT,
        /** More than {@link StrictJson#MAX_DEPTH} objects and arrays inside each other. */
        TOO_DEEP,
        DUPLICATE_MEMBER,
        /** A string with half of a surrogate pair. */
        LONE_SURROGATE,
        /** A fraction, an exponent, or an integer outside +-(2^53-1). */
        NUMBER,
        /** The root is something else than an object. */
        NOT_AN_OBJECT
    }

    private final Kind kind;

    public JsonFault(Kind kind) {
        super("the text breaks the rule " + kind, null, false, false);
        this.kind = kind;
    }

    /** The first rule that was broken. */
    public Kind kind() {
        return kind;
    }
}
