package dev.writeback.agent.relay.servicebus;

import dev.writeback.agent.relay.RelayException;
import java.net.URI;
import java.util.Locale;

/**
 * Where the namespace is, out of a connection string.
 *
 * @param port 5671 unless the connection string names another
 */
record RelayAddress(String host, int port) {
    private static final int AMQPS = 5671;
    private static final String FORM =
            "; accepted: Endpoint=sb://HOST/;SharedAccessKeyName=NAME;SharedAccessKey=KEY, without EntityPath";

    /**
     * Checks a connection string and takes the address from it.
     *
     * @throws RelayException when its form is not accepted; the message holds no part of it
     */
    static RelayAddress of(String connectionString) throws RelayException {
        String endpoint = "";
        for (String part : connectionString.split(";", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "endpoint" -> endpoint = part.substring(equals + 1).strip();
                case "entitypath" -> throw new RelayException("the connection string names an EntityPath" + FORM);
                case "usedevelopmentemulator" ->
                    throw new RelayException("the connection string asks for a connection without TLS" + FORM);
                case "sharedaccesskeyname", "sharedaccesskey", "sharedaccesssignature", "" -> {}
                default -> throw new RelayException("the connection string holds an unknown member" + FORM);
            }
        }
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() == null || !"sb".equalsIgnoreCase(uri.getScheme())) {
                throw new RelayException("the connection string has no Endpoint=sb://HOST" + FORM);
            }
            return new RelayAddress(uri.getHost(), uri.getPort() < 0 ? AMQPS : uri.getPort());
        } catch (IllegalArgumentException e) {
            throw new RelayException("the connection string's Endpoint is no address" + FORM);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
