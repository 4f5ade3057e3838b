@echo off
rem The participant's command. It builds itself when its sources are others than those that were built, then runs.
setlocal
set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"
set "BUILT=%HOME_DIR%\tools\command\target"
rem What authors type is in a module that participants don't build; only there, tests need other modules' tests
set "MODULE=command"
set "MAIN=workshop.Workshop"
set "SKIP=maven.test.skip"
for %%C in (bench chaos carve prove docs) do if "%~1"=="%%C" (
  set "MODULE=authoring"
  set "MAIN=workshop.authoring.Authoring"
  set "SKIP=skipTests"
)
set "ARGS=%HOME_DIR%\tools\%MODULE%\target\launcher.args"
rem English and UTF-8 in every language: the same in workshop.cloud.Jvm, for the processes that this one starts
set "LANGUAGE=-Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
set "SOURCES=%HOME_DIR%\tools\command\src\main\java\workshop\project"

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
rem 75: the sources of the tools are others than those of what ran
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
"%JAVA%" %LANGUAGE% "%SOURCES%\Fingerprint.java" "%HOME_DIR%" >"%BUILT%\launcher.stamp.new" || exit /b 1
rem Maven keeps what is dated later than its source
for %%M in (local-cloud console course command authoring) do (
  if exist "%HOME_DIR%\tools\%%M\target\classes" rd /s /q "%HOME_DIR%\tools\%%M\target\classes"
  if exist "%HOME_DIR%\tools\%%M\target\*.jar" del /q "%HOME_DIR%\tools\%%M\target\*.jar"
  for %%F in (classpath launcher.args) do if exist "%HOME_DIR%\tools\%%M\target\%%F" del /q "%HOME_DIR%\tools\%%M\target\%%F"
)
pushd "%HOME_DIR%"
call mvnw.cmd --quiet --batch-mode -pl tools/%MODULE% -am -D%SKIP% package
set "RESULT=%errorlevel%"
popd
if not "%RESULT%"=="0" (
  echo The workshop command could not be built. Fix what is named above. 1>&2
  exit /b 1
)
"%JAVA%" %LANGUAGE% "%SOURCES%\ArgumentFile.java" "%HOME_DIR%" || exit /b 1
move /y "%BUILT%\launcher.stamp.new" "%BUILT%\launcher.stamp" >nul
exit /b 0

:run
rem What this process and those that it starts keep for a moment is in a folder that the command removes
set "TEMPORARY=%TEMP%\workshop-%RANDOM%%RANDOM%"
mkdir "%TEMPORARY%" || exit /b 1
setlocal
set "TEMP=%TEMPORARY%"
set "TMP=%TEMPORARY%"
set "MAVEN_OPTS=%MAVEN_OPTS% %LANGUAGE% -XX:-UsePerfData "-Djava.io.tmpdir=%TEMPORARY%""
"%JAVA%" %LANGUAGE% -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xms64m -XX:NewSize=24m "-Djava.io.tmpdir=%TEMPORARY%" "-Dworkshop.home=%HOME_DIR%" -Dworkshop.rebuild=true -Dworkshop.temporary=true "@%ARGS%" %MAIN% %*
exit /b %errorlevel%
