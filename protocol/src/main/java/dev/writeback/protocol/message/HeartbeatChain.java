package dev.writeback.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The heartbeats of one agent as the cloud got them, and what each new one says of its host (PWB/1, section 4). A host that
 * was copied, or put back from a backup, shows as a fork. Not thread-safe.
 *
 * <p>It remembers the last {@link #REMEMBERED} heartbeats, which is more than can be valid at one time: an older one is
 * not a repetition.
 */
public final class HeartbeatChain {
    /** How many heartbeats are remembered. */
    public static final int REMEMBERED = 512;

    /**
     * One heartbeat of the past, for a store to keep.
     *
     * @param previous {@code prev}
     * @param digest of its JWS
     */
    public record Link(long counter, String previous, String digest) {}

    /** What a heartbeat is to those before it. */
    public sealed interface Place {
        /** The one that follows. */
        record Next() implements Place {}

        /**
         * A later one: those between were lost, or are still to come.
         *
         * @param missing how many
         */
        record Gap(long missing) implements Place {}

        /** One that was thought lost, and fits. */
        record Late() implements Place {}

        /** The same once more: to be ignored. */
        record Repeat() implements Place {}

        /** Two hosts speak as this agent. */
        record Fork() implements Place {}
    }

    private final TreeMap<Long, Link> links = new TreeMap<>();

    /** A chain without a heartbeat, for an agent that was just enrolled. */
    public HeartbeatChain() {}

    /** A chain with that past, as {@link #links} told it. */
    public HeartbeatChain(List<Link> past) {
        past.forEach(link -> links.put(link.counter(), link));
    }

    /** What is remembered, in order. */
    public List<Link> links() {
        return new ArrayList<>(links.values());
    }

    /**
     * Takes the next verified heartbeat of this agent. One that makes a fork is not remembered.
     *
     * @param digest of its JWS
     */
    public Place accept(Heartbeat heartbeat, String digest) {
        Link link = new Link(heartbeat.counter(), heartbeat.previous(), digest);
        Optional<Link> same = Optional.ofNullable(links.get(link.counter()));
        if (same.isPresent()) {
            return same.orElseThrow().digest().equals(digest) ? new Place.Repeat() : new Place.Fork();
        }
        Place place = place(link);
        if (!(place instanceof Place.Fork)) {
            links.put(link.counter(), link);
            while (links.size() > REMEMBERED) {
                links.pollFirstEntry();
            }
        }
        return place;
    }

    private Place place(Link link) {
        long newest =
                Optional.ofNullable(links.lastEntry()).map(Map.Entry::getKey).orElse(0L);
        boolean tooOld = links.size() >= REMEMBERED && link.counter() < links.firstKey();
        if (tooOld || !fitsItsNeighbours(link)) {
            return new Place.Fork();
        }
        if (link.counter() < newest) {
            return new Place.Late();
        }
        return link.counter() == newest + 1 ? new Place.Next() : new Place.Gap(link.counter() - newest - 1);
    }

    private boolean fitsItsNeighbours(Link link) {
        Optional<Link> before = Optional.ofNullable(links.get(link.counter() - 1));
        Optional<Link> after = Optional.ofNullable(links.get(link.counter() + 1));
        return before.filter(one -> !one.digest().equals(link.previous())).isEmpty()
                && after.filter(one -> !one.previous().equals(link.digest())).isEmpty();
    }
}
