@echo off
rem The participant's command. It builds itself when its sources are newer than what was built, then runs.
setlocal
set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"
set "BUILT=%HOME_DIR%\tools\command\target"
set "ARGS=%BUILT%\launcher.args"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem Java has this option since 17
"%JAVA%" --enable-native-access=ALL-UNNAMED --version >nul 2>nul
if errorlevel 1 (
  echo There is no Java 17 or newer: "%JAVA%" is older, or does not start. 1>&2
  echo   Install a JDK, 17 or newer ^(https://adoptium.net^), and let JAVA_HOME name its folder. 1>&2
  exit /b 1
)

if not exist "%ARGS%" call :build || exit /b 1
call :run %*
rem 75: the sources of the tools are newer than what ran
if %errorlevel% equ 75 (
  call :build || exit /b 1
  call :run %*
)
exit /b %errorlevel%

:build
"%JAVA%c" -version >nul 2>nul
if errorlevel 1 (
  echo There is no compiler: "%JAVA%c" does not start. Is this Java a JRE? 1>&2
  echo   Install a JDK, 17 or newer ^(https://adoptium.net^), and let JAVA_HOME name its folder. 1>&2
  exit /b 1
)
echo ... building the workshop command; the first time, this downloads what it needs 1>&2
if not exist "%BUILT%" mkdir "%BUILT%"
>"%BUILT%\launcher.stamp.new" echo built
pushd "%HOME_DIR%"
call mvnw.cmd --quiet --batch-mode -pl tools/command -am -DskipTests package
set "RESULT=%errorlevel%"
popd
if not "%RESULT%"=="0" (
  echo The workshop command could not be built. Mend what is named above. 1>&2
  exit /b 1
)
rem An argument file, because the class path is longer than a command line may be
>"%ARGS%" echo -cp
>>"%ARGS%" echo "%BUILT:\=/%/command-1.0.0.jar;\
type "%BUILT%\classpath" >>"%ARGS%"
>>"%ARGS%" echo "
move /y "%BUILT%\launcher.stamp.new" "%BUILT%\launcher.stamp" >nul
exit /b 0

:run
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xms64m -XX:NewSize=24m "-Dworkshop.home=%HOME_DIR%" -Dworkshop.rebuild=true "@%ARGS%" workshop.Workshop %*
exit /b %errorlevel%
