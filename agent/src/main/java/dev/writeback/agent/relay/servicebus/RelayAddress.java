package dev.writeback.agent.relay.servicebus;

import dev.writeback.agent.relay.RelayException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the namespace is and who we are there, out of a connection string; the key itself is left out.
 *
 * @param port 5671 unless the connection string names another
 * @param keyName the name of the access key; empty where the string holds a signature instead, or something that might be
 *     more than a name
 * @param signatureEnd when that signature ends, if it says so
 */
record RelayAddress(String host, int port, Optional<String> keyName, Optional<Instant> signatureEnd) {
    static final int AMQPS = 5671;
    private static final Predicate<String> KEY_NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}").asMatchPredicate();
    private static final Pattern SIGNATURE_END = Pattern.compile("[?&\\s]se=([0-9]{1,12})(?=&|$)");
    private static final Set<Set<String>> PROOFS =
            Set.of(Set.of("sharedaccesskeyname", "sharedaccesskey"), Set.of("sharedaccesssignature"));
    private static final String FORM =
            "; accepted: Endpoint=sb://HOST/;SharedAccessKeyName=NAME;SharedAccessKey=KEY, without EntityPath";

    /**
     * Checks a connection string and takes the address from it.
     *
     * @throws RelayException when its form is not accepted; the message holds no part of it
     */
    static RelayAddress of(String connectionString) throws RelayException {
        String endpoint = "";
        Optional<String> keyName = Optional.empty();
        Optional<Instant> signatureEnd = Optional.empty();
        Set<String> proof = new HashSet<>();
        for (String part : connectionString.split(";", -1)) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (name.startsWith("sharedaccess")) {
                proof.add(name);
            }
            switch (name) {
                case "endpoint" -> endpoint = part.substring(equals + 1).strip();
                case "entitypath" -> throw new RelayException("the connection string names an EntityPath" + FORM);
                case "usedevelopmentemulator" ->
                    throw new RelayException("the connection string asks for a connection without TLS" + FORM);
                case "sharedaccesskeyname" ->
                    keyName = Optional.of(part.substring(equals + 1).strip()).filter(KEY_NAME);
                case "sharedaccesssignature" -> signatureEnd = endOf(part);
                case "sharedaccesskey", "" -> {}
                default -> throw new RelayException("the connection string holds an unknown member" + FORM);
            }
        }
        if (!PROOFS.contains(proof)) {
            throw new RelayException("the connection string has to hold both the name of a key and the key, or else a"
                    + " signature alone" + FORM);
        }
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() == null || !"sb".equalsIgnoreCase(uri.getScheme())) {
                throw new RelayException("the connection string has no Endpoint=sb://HOST" + FORM);
            }
            return new RelayAddress(uri.getHost(), uri.getPort() < 0 ? AMQPS : uri.getPort(), keyName, signatureEnd);
        } catch (IllegalArgumentException e) {
            throw new RelayException("the connection string's Endpoint is no address" + FORM);
        }
    }

    private static Optional<Instant> endOf(String signature) {
        Matcher end = SIGNATURE_END.matcher(signature);
        return end.find() ? Optional.of(Instant.ofEpochSecond(Long.parseLong(end.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
