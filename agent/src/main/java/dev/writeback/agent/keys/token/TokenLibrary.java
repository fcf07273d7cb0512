package dev.writeback.agent.keys.token;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PKCS#11 library in this process (PKCS #11 v2.40, section 5). It is initialised once and never finalised: the JDK's
 * provider shares it. Thread-safe as far as the library is, which is asked to lock.
 */
public final class TokenLibrary {
    private static final int OK = 0;
    private static final int ALREADY_INITIALIZED = 0x191;

    // Positions in CK_FUNCTION_LIST.
    private static final int INITIALIZE = 0;
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;

    // CK_C_INITIALIZE_ARGS: four functions, the flags, a pointer.
    private static final int CALLBACKS = 4;
    private static final long OS_LOCKING_OK = 2;

    // CK_TOKEN_INFO: the label, three more texts, the flags; 208 bytes at most.
    private static final int TOKEN_INFO_BYTES = 256;
    private static final int LABEL_BYTES = 32;
    private static final int FLAGS_AT = 96;

    private static final long USER_PIN_INITIALIZED = 0x8;
    private static final long TOKEN_INITIALIZED = 0x400;
    private static final long USER_PIN_COUNT_LOW = 0x10000;
    private static final long USER_PIN_FINAL_TRY = 0x20000;
    private static final long USER_PIN_LOCKED = 0x40000;

    private final Pointer functions;

    private TokenLibrary(Pointer functions) {
        this.functions = functions;
    }

    /**
     * Loads and initialises the library; it runs in this process with all its rights.
     *
     * @throws TokenLibraryException when the file is no such library, or does not start
     */
    public static TokenLibrary load(Path file) throws TokenLibraryException {
        PointerByReference list = new PointerByReference();
        try {
            long answer = NativeLibrary.getInstance(file.toString())
                    .getFunction("C_GetFunctionList")
                    .invokeInt(new Object[] {list});
            if (answer != OK) {
                throw new TokenLibraryException("a library that lists no functions" + code(answer));
            }
        } catch (UnsatisfiedLinkError e) {
            throw new TokenLibraryException("what is no PKCS#11 library of this machine's kind");
        }
        TokenLibrary library = new TokenLibrary(list.getValue());
        library.initialize();
        return library;
    }

    private void initialize() throws TokenLibraryException {
        try (Memory arguments = new Memory((long) (CALLBACKS + 1) * Native.POINTER_SIZE + Native.LONG_SIZE * 2L)) {
            arguments.clear();
            arguments.setNativeLong((long) CALLBACKS * Native.POINTER_SIZE, new NativeLong(OS_LOCKING_OK));
            long answer = call(INITIALIZE, arguments);
            if (answer != OK && answer != ALREADY_INITIALIZED) {
                throw new TokenLibraryException("a library that does not start" + code(answer));
            }
        }
    }

    /** The tokens that are present and have been initialised. One that does not answer is left out. */
    public List<Token> tokens() throws TokenLibraryException {
        List<Token> tokens = new ArrayList<>();
        for (NativeLong slot : slots()) {
            try (Memory info = new Memory(TOKEN_INFO_BYTES)) {
                info.clear();
                if (call(GET_TOKEN_INFO, slot, info) == OK) {
                    long flags = info.getNativeLong(FLAGS_AT).longValue();
                    if ((flags & TOKEN_INITIALIZED) != 0) {
                        tokens.add(new Token(unsigned(slot), label(info), pin(flags)));
                    }
                }
            }
        }
        return List.copyOf(tokens);
    }

    private List<NativeLong> slots() throws TokenLibraryException {
        byte withToken = 1;
        NativeLongByReference count = new NativeLongByReference();
        require(call(GET_SLOT_LIST, withToken, Pointer.NULL, count));
        if (count.getValue().longValue() == 0) {
            return List.of();
        }
        try (Memory list = new Memory(count.getValue().longValue() * Native.LONG_SIZE)) {
            require(call(GET_SLOT_LIST, withToken, list, count));
            List<NativeLong> slots = new ArrayList<>();
            for (long i = 0; i < count.getValue().longValue(); i++) {
                slots.add(list.getNativeLong(i * Native.LONG_SIZE));
            }
            return slots;
        }
    }

    private static void require(long answer) throws TokenLibraryException {
        if (answer != OK) {
            throw new TokenLibraryException("a library that lists no slots" + code(answer));
        }
    }

    private static String label(Memory info) {
        return new String(info.getByteArray(0, LABEL_BYTES), StandardCharsets.UTF_8).strip();
    }

    private static PinState pin(long flags) {
        if ((flags & USER_PIN_INITIALIZED) == 0) {
            return PinState.NOT_SET;
        }
        if ((flags & USER_PIN_LOCKED) != 0) {
            return PinState.LOCKED;
        }
        if ((flags & USER_PIN_FINAL_TRY) != 0) {
            return PinState.LAST_TRY;
        }
        return (flags & USER_PIN_COUNT_LOW) != 0 ? PinState.MISTAKEN : PinState.READY;
    }

    private long call(int function, Object... arguments) {
        // The list begins with a version of two bytes; on Windows the structures of PKCS#11 have no gaps.
        int first = Platform.isWindows() ? 2 : Native.POINTER_SIZE;
        Pointer address = functions.getPointer(first + (long) function * Native.POINTER_SIZE);
        NativeLong answer = (NativeLong) Function.getFunction(address).invoke(NativeLong.class, arguments);
        return unsigned(answer);
    }

    private static long unsigned(NativeLong number) {
        return Native.LONG_SIZE == Long.BYTES ? number.longValue() : number.longValue() & 0xFFFFFFFFL;
    }

    private static String code(long answer) {
        return " (PKCS#11 error 0x" + Long.toHexString(answer) + ")";
    }
}
