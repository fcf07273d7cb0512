@echo off
rem Runs the product from a checkout: builds it when nothing has been built yet, then runs the command.
setlocal
set HERE=%~dp0
if not exist "%HERE%integration-tests\target\lib" (
  echo writeback: building, which takes a minute the first time 1>&2
  pushd "%HERE%"
  call mvnw.cmd -q -B -Dquick package 1>&2 || exit /b 1
  popd
)
set JAVA=java
if defined JAVA_HOME set JAVA=%JAVA_HOME%\bin\java
"%JAVA%" -XX:+DisableAttachMechanism -XX:-UsePerfData -XX:+UseSerialGC -cp "%HERE%integration-tests\target\classes;%HERE%integration-tests\target\lib\*" dev.writeback.sandbox.Main %*
exit /b %ERRORLEVEL%
