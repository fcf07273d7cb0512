package dev.writeback.agent.config;

import java.nio.file.Path;

/** The section {@code keys}: where the agent's own private keys are. */
public sealed interface KeySettings {
    /** The full key of the section with its settings. */
    String key();

    /**
     * @param store a PKCS#12 file, which does not exist before the first keys are made
     * @param password what opens the store
     */
    record Pkcs12(Path store, SecretReference password) implements KeySettings {
        @Override
        public String key() {
            return "keys";
        }
    }

    /**
     * @param library a PKCS#11 library
     * @param pin the user PIN of the token
     */
    record Pkcs11(Path library, TokenName token, SecretReference pin) implements KeySettings {
        @Override
        public String key() {
            return "keys.pkcs11";
        }
    }

    /**
     * On Windows alone.
     *
     * @param store a PKCS#12 file, which does not exist before the first keys are made
     * @param pin a file with the PIN of the store, encrypted by Windows; made with the store
     * @param forWholeMachine whether every user of the machine can decrypt the PIN
     */
    record Dpapi(Path store, Path pin, boolean forWholeMachine) implements KeySettings {
        @Override
        public String key() {
            return "keys.dpapi";
        }
    }
}
