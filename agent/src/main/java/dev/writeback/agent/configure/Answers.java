package dev.writeback.agent.configure;

import dev.writeback.protocol.secret.Secret;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered so far; what flags said is there from the start, and is offered. Used by one thread; closing it zeroes
 * the secrets.
 */
public final class Answers implements AutoCloseable {
    /** The answer that means: there is none. */
    static final String NONE = "none";

    private final Map<Item, String> texts = new EnumMap<>(Item.class);
    private final Map<Item, List<String>> lists = new EnumMap<>(Item.class);
    private final Map<Item, Secret> secrets = new EnumMap<>(Item.class);
    private Optional<String> accepted = Optional.empty();

    public void put(Item item, String answer) {
        texts.put(item, answer);
    }

    public void put(Item item, List<String> answers) {
        lists.put(item, List.copyOf(answers));
    }

    /** Takes the secret over. */
    public void put(Item item, Secret secret) {
        Optional.ofNullable(secrets.put(item, secret)).ifPresent(Secret::close);
    }

    void forget(Item item) {
        Optional.ofNullable(secrets.remove(item)).ifPresent(Secret::close);
    }

    Optional<String> find(Item item) {
        return Optional.ofNullable(texts.get(item));
    }

    /** Empty also when the answer was that there is none. */
    Optional<String> value(Item item) {
        return find(item).filter(answer -> !answer.equalsIgnoreCase(NONE));
    }

    List<String> list(Item item) {
        return lists.getOrDefault(item, List.of());
    }

    /** Still owned by this object. */
    public Optional<Secret> secret(Item item) {
        return Optional.ofNullable(secrets.get(item));
    }

    /** The certificate of the directory's authority, PEM, which was accepted by its fingerprint. */
    void accept(String pem) {
        accepted = Optional.of(pem);
    }

    Optional<String> accepted() {
        return accepted;
    }

    boolean byKerberos() {
        return find(Item.SIGN_IN).filter("kerberos"::equals).isPresent();
    }

    boolean isYes(Item item) {
        return find(item).filter("yes"::equals).isPresent();
    }

    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
    }
}
