@echo off
rem Runs the agent's commands with the runtime beside it, else that of JAVA_HOME, else the java of the PATH.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"

set "JAVA=%HOME_FOLDER%\runtime\bin\java.exe"
if exist "%JAVA%" goto run
if not defined JAVA_HOME goto path
rem A value that was set with its quotes has them twice otherwise.
set "JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%JAVA%" goto version
echo writeback: JAVA_HOME is %JAVA_HOME%, where there is no bin\java.exe; accepted: the folder of a Java runtime, 17 or later 1>&2
exit /b 1

:path
set "JAVA="
for %%I in (java.exe) do set "JAVA=%%~$PATH:I"
if defined JAVA goto version
echo writeback: no Java runtime found; install one, 17 or later, or set JAVA_HOME 1>&2
exit /b 1

:version
rem The version has its place in a file beside every runtime since 9. The java of the PATH may be a link without one.
set "MAJOR="
for %%I in ("%JAVA%") do set "RELEASE=%%~dpI..\release"
if not exist "%RELEASE%" goto run
for /f "usebackq tokens=2 delims==." %%V in (`findstr /b /c:"JAVA_VERSION=" "%RELEASE%"`) do set "MAJOR=%%~V"
if not defined MAJOR goto run
set "MAJOR=%MAJOR:"=%"
if %MAJOR% GEQ 17 goto run
echo writeback: %JAVA% is of Java %MAJOR%; accepted: 17 or later 1>&2
exit /b 1

:run
set "CONFIG=%ProgramData%\Writeback\agent.yaml"
for /f "tokens=2,*" %%A in ('reg query "HKLM\SOFTWARE\Writeback\Agent" /v DataFolder 2^>nul ^| findstr /i "DataFolder"') do set "CONFIG=%%B\agent.yaml"
"%JAVA%" -XX:+DisableAttachMechanism -XX:-UsePerfData -XX:-HeapDumpOnOutOfMemoryError -XX:-CreateCoredumpOnCrash -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -Xmn16m -Xss512k %WRITEBACK_JAVA_OPTS% "-Dwriteback.config=%CONFIG%" -cp "%HOME_FOLDER%\lib\*" dev.writeback.agent.Main %*
exit /b %ERRORLEVEL%
