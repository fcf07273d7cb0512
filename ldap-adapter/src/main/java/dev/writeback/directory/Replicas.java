package dev.writeback.directory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The servers of a directory as holders of one copy each: which password does each of them have? Nothing is written, nobody
 * but the service account is bound, no password is needed, and what is met here is no news for {@link DirectoryHealth}.
 * Thread-safe.
 */
public interface Replicas {
    /**
     * The writable servers beside that one, whether they answer at this moment or not; of a large domain those that the
     * agent watches. Never blocks.
     *
     * @param server as {@link Account#server()} names it
     */
    List<String> beside(String server);

    /**
     * Reads when and where the account's password was last written, as that server knows it. Blocks for two seconds at
     * most.
     *
     * @return empty when the server cannot be asked at this moment, has no such account, or does not show it
     */
    Optional<PasswordStamp> stampOn(String server, UUID account);
}
