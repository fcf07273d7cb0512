package dev.writeback.protocol.envelope;

import java.util.Optional;

/** The two places where a JWE stands (PWB/1, section 1). The place decides what is accepted; nothing is detected. */
enum Layer {
    PACKAGE("pwb+jwe", Optional.of("JWT")),
    SECRET("pwb-secret+jwe", Optional.empty());

    private final String typ;
    private final Optional<String> cty;

    Layer(String typ, Optional<String> cty) {
        this.typ = typ;
        this.cty = cty;
    }

    String typ() {
        return typ;
    }

    Optional<String> cty() {
        return cty;
    }

    /** What can be wrong with a JWE in either place; the names are those of {@link Rejection} without the layer. */
    enum Fault {
        MEMBERS,
        BASE64URL,
        IV,
        TAG,
        RECIPIENT_COUNT,
        RECIPIENT_MEMBERS,
        ENCRYPTED_KEY,
        HEADER_TOO_LARGE,
        HEADER_TEXT,
        HEADER_MEMBERS,
        HEADER_PLACEMENT,
        TYP,
        CTY,
        ENC,
        ALG,
        KID,
        DUPLICATE_KID,
        EPK,
        ALG_NOT_OF_RECORD,
        EPK_OFF_CURVE,
        UNWRAP,
        AUTHENTICATION
    }

    RejectedException rejected(Fault fault) {
        return new RejectedException(Rejection.valueOf(name() + "_" + fault.name()));
    }

    void require(boolean condition, Fault otherwise) throws RejectedException {
        if (!condition) {
            throw rejected(otherwise);
        }
    }
}
