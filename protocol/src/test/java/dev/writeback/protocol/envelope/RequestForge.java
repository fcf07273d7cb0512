package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds a valid request to the agents hq-1 and hq-2 that can be bent at each place. */
final class RequestForge {
    static final String NEW = "Correct-Horse-42-Battery!";
    static final String OLD = "old Pa55word";

    final JweForge secret;
    final MessageForge message;
    final Operation operation;
    SecretContext context;
    /** Bends the sealed plaintext, one Latin-1 character for each byte. */
    UnaryOperator<String> secretText = UnaryOperator.identity();

    RequestForge(VectorKeys keys, Operation operation, RequestId id, SecureRandom random) {
        List<KeyRecord> recipients = List.of(keys.agent("hq-1", "enc"), keys.agent("hq-2", "enc"));
        Subject subject = Parties.SUBJECT;
        long iat = Parties.NOW.getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("v", 1);
        claims.put("iss", Parties.ISSUER);
        claims.put("aud", Parties.AUDIENCE);
        claims.put("jti", id.value());
        claims.put("iat", iat);
        claims.put("nbf", iat);
        claims.put("exp", iat + 120);
        claims.put("op", operation.wireName());
        if (operation != Operation.PING) {
            claims.put("sub", members("fmt", subject.format().wireName(), "v", subject.value()));
            claims.put("init", members("kind", "self"));
        }
        this.operation = operation;
        this.context = new SecretContext(Parties.AUDIENCE, id, operation, subject);
        this.secret = new JweForge(recipients, random);
        this.message = new MessageForge(claims, "pwb-req+jwt", keys.cloud("signing"), new JweForge(recipients, random));
    }

    static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    /** Puts the sealed secret in, unless {@code pwd} was set by hand. */
    RequestForge sealed() {
        if (operation.carriesSecret()) {
            message.claims(claims -> claims.computeIfAbsent("pwd", name -> new StrictJson.Raw(sealSecret())));
        }
        return this;
    }

    String sealSecret() {
        byte[] text = SecretText.write(
                context.digest(),
                Parties.secret(NEW),
                context.operation() == Operation.CHANGE ? Optional.of(Parties.secret(OLD)) : Optional.empty());
        String bent = secretText.apply(new String(text, StandardCharsets.ISO_8859_1));
        return secret.seal(bent.getBytes(StandardCharsets.ISO_8859_1), Layer.SECRET);
    }

    byte[] body() {
        return sealed().message.body();
    }
}
