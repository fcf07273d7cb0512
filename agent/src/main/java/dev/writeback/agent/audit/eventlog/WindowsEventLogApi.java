package dev.writeback.agent.audit.eventlog;

import com.sun.jna.Platform;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link EventLogApi} by {@code advapi32.dll}. */
final class WindowsEventLogApi implements EventLogApi {
    @Override
    public Object register(String source) throws EventLogException {
        if (!Platform.isWindows()) {
            throw new EventLogException("this system is not Windows");
        }
        @Nullable HANDLE handle = Advapi32.INSTANCE.RegisterEventSource(null, source);
        if (handle == null) {
            throw refused("RegisterEventSource");
        }
        return handle;
    }

    @Override
    public void report(Object handle, int type, int category, int id, String... strings) throws EventLogException {
        if (!Advapi32.INSTANCE.ReportEvent(
                (HANDLE) handle, type, category, id, null, strings.length, 0, strings, null)) {
            throw refused("ReportEvent");
        }
    }

    @Override
    public void close(Object handle) {
        Advapi32.INSTANCE.DeregisterEventSource((HANDLE) handle);
    }

    private static EventLogException refused(String function) {
        return new EventLogException(
                String.format(Locale.ROOT, "%s fails (error %d)", function, Kernel32.INSTANCE.GetLastError()));
    }
}
