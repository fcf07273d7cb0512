package dev.writeback.protocol.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.jcajce.provider.asymmetric.EC;
import org.bouncycastle.jcajce.provider.config.ConfigurableProvider;
import org.bouncycastle.jcajce.provider.util.AsymmetricKeyInfoConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Bouncy Castle's elliptic curves, and nothing else of it. Its own provider knows some hundred algorithms, and loads 800 classes
 * more before the first of them can be used: half a second of each start.
 */
final class CurvesProvider extends Provider implements ConfigurableProvider {
    private static final long serialVersionUID = 1;

    private final transient Map<ASN1ObjectIdentifier, AsymmetricKeyInfoConverter> converters = new HashMap<>();

    private CurvesProvider() {
        super("writeback-curves", "1", "Elliptic curves of Bouncy Castle");
        new EC.Mappings().configure(this);
    }

    /** A runtime that wants providers to be signed for it, as Oracle's does, gets the whole one, which is. */
    static Provider create() {
        Provider curves = new CurvesProvider();
        try {
            KeyAgreement.getInstance("ECDH", curves);
            return curves;
        } catch (NoSuchAlgorithmException | SecurityException e) {
            return new BouncyCastleProvider();
        }
    }

    @Override
    public void addAlgorithm(String key, String value) {
        put(key, value);
    }

    @Override
    public void addAlgorithm(String key, String value, Map<String, String> attributes) {
        addAlgorithm(key, value);
        addAttributes(key, attributes);
    }

    @Override
    public void addAlgorithm(String type, ASN1ObjectIdentifier id, String className) {
        addAlgorithm(type + "." + id, className);
        addAlgorithm(type + ".OID." + id, className);
    }

    @Override
    public void addAlgorithm(String type, ASN1ObjectIdentifier id, String className, Map<String, String> attributes) {
        addAlgorithm(type, id, className);
        addAttributes(type + "." + id, attributes);
        addAttributes(type + ".OID." + id, attributes);
    }

    @Override
    public boolean hasAlgorithm(String type, String name) {
        return containsKey(type + "." + name) || containsKey("Alg.Alias." + type + "." + name);
    }

    @Override
    public void addKeyInfoConverter(ASN1ObjectIdentifier id, AsymmetricKeyInfoConverter converter) {
        converters.put(id, converter);
    }

    @Override
    public @Nullable AsymmetricKeyInfoConverter getKeyInfoConverter(ASN1ObjectIdentifier id) {
        return converters.get(id);
    }

    @Override
    public void addAttributes(String key, Map<String, String> attributes) {
        attributes.forEach((name, value) -> put(key + " " + name, value));
    }

    @Override
    public void setParameter(String name, Object parameter) {
        throw new UnsupportedOperationException(name);
    }
}
