package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code cloud}: whom the agent obeys.
 *
 * @param issuer the claim {@code iss} of every request, compared byte for byte
 * @param audience the claim {@code aud}, the same in both directions (PWB/1, section 3)
 * @param keys a JWK set with the cloud's public request-signing and ack keys; empty where they come by enrolment
 * @param desk where the agent enrols
 */
public record CloudSettings(String issuer, String audience, Optional<Path> keys, Optional<DeskSettings> desk) {
    /** What an issuer looks like. */
    public static final TextForm ISSUER = TextForm.of(
            "https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?|urn:[a-z0-9-]+:[A-Za-z0-9._:/-]+",
            "an https address or a urn without query and fragment");
    /** What an audience looks like. */
    public static final TextForm AUDIENCE =
            TextForm.of("urn:pwb:[A-Za-z0-9._-]{1,64}:[A-Za-z0-9._-]{1,64}", "urn:pwb:TENANT:GROUP");

    /**
     * @throws IllegalArgumentException when issuer or audience has another form
     */
    public CloudSettings {
        ISSUER.require("cloud.issuer", issuer);
        AUDIENCE.require("cloud.audience", audience);
    }
}
