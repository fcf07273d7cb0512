package dev.writeback.agent.keys.dpapi;

import com.sun.jna.Platform;
import com.sun.jna.platform.win32.Crypt32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinCrypt;
import java.util.Locale;

/**
 * {@code CryptProtectData} of Windows.
 *
 * @param forWholeMachine every user of this machine can decrypt: the file's own access control list has to keep them out
 */
public record WindowsDataProtection(boolean forWholeMachine) implements DataProtection {
    private interface Call {
        byte[] make(int flags);
    }

    @Override
    public byte[] protect(byte[] plain) throws DataProtectionException {
        return call(flags -> Crypt32Util.cryptProtectData(plain, null, flags, "writeback", null));
    }

    @Override
    public byte[] unprotect(byte[] encrypted) throws DataProtectionException {
        return call(flags -> Crypt32Util.cryptUnprotectData(encrypted, null, flags, null));
    }

    private byte[] call(Call call) throws DataProtectionException {
        if (!Platform.isWindows()) {
            throw new DataProtectionException("a system that is not Windows");
        }
        try {
            return call.make(
                    WinCrypt.CRYPTPROTECT_UI_FORBIDDEN | (forWholeMachine ? WinCrypt.CRYPTPROTECT_LOCAL_MACHINE : 0));
        } catch (Win32Exception e) {
            throw new DataProtectionException(
                    String.format(Locale.ROOT, "that Windows refuses (0x%08x)", e.getErrorCode()));
        }
    }
}
