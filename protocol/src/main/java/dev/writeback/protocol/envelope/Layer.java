package dev.writeback.protocol.envelope;

import java.util.Optional;

/** The places where a JWE stands (PWB/1, sections 1 and 8). The place decides what is accepted; nothing is detected. */
enum Layer {
    PACKAGE("pwb+jwe", Optional.of("JWT"), "PACKAGE_"),
    SECRET("pwb-secret+jwe", Optional.empty(), "SECRET_"),
    /** The answer to an enrolment: a package by its place, with a plaintext of its own. */
    CHALLENGE("pwb-challenge+jwe", Optional.empty(), "PACKAGE_");

    private final String typ;
    private final Optional<String> cty;
    private final String rejections;

    Layer(String typ, Optional<String> cty, String rejections) {
        this.typ = typ;
        this.cty = cty;
        this.rejections = rejections;
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
        return new RejectedException(Rejection.valueOf(rejections + fault.name()));
    }

    void require(boolean condition, Fault otherwise) throws RejectedException {
        if (!condition) {
            throw rejected(otherwise);
        }
    }
}
