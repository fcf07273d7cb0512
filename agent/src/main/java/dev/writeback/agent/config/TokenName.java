package dev.writeback.agent.config;

import java.util.Locale;

/** Which token of a PKCS#11 library is meant. {@code toString} is fit for a message. */
public sealed interface TokenName {
    /**
     * @param label what the token's owner has called it, at most 32 bytes
     */
    record Label(String label) implements TokenName {
        static final TextForm FORM = TextForm.of("[ -~]{1,32}", "1 to 32 printable ASCII characters");

        public Label {
            FORM.require("tokenLabel", label);
        }

        @Override
        public String toString() {
            return "the token '" + label + "'";
        }
    }

    /**
     * @param number which the library has given to the slot
     */
    record Slot(int number) implements TokenName {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "the token in slot %d (0x%x)", number, number);
        }
    }
}
