#!/usr/bin/env bash
# Tests what is installed on Windows, without Windows: the tables of the MSI, the syntax of the scripts, and under wine the
# installation, the service, an upgrade and the removal.
#   packaging/test-windows.sh [FOLDER VERSION]
# Without arguments: what "./mvnw package -Ppackages" has left in packaging/target. Needs Debian's wine64, wixl, msitools,
# osslsigncode and npm. Prints a table; any step that fails makes the exit code 1, and its output follows the table.
#
# What wine has not: a Java runtime for Windows, PowerShell, access control, virtual accounts, the event log; of a service
# the actions on failure, delayed start and privileges. So what install.ps1 does is not run here, nor is the agent itself
# as a service.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
    folders=("$here"/target/writeback-*-windows/writeback-*)
    folder=${folders[0]}
    version=$(basename "$folder"); version=${version#writeback-}
else
    folder=$(cd "$1" && pwd); version=$2
fi
for tool in wixl msiinfo osslsigncode npm node /usr/lib/wine/wine64; do
    command -v "$tool" >/dev/null || { echo "test-windows: $tool is missing; on Debian: apt-get install wixl msitools osslsigncode wine64 npm" >&2; exit 2; }
done
[ -f "$folder/service.arguments" ] || { echo "test-windows: $folder is not the folder of the zip for Windows" >&2; exit 2; }

work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' DISPLAY=
wine=/usr/lib/wine/wine64
drive=$work/prefix/drive_c
installed="$drive/Program Files/Writeback"
data="$drive/ProgramData/Writeback"
cleanup() {
    /usr/lib/wine/wineserver64 -k >/dev/null 2>&1
    rm -rf "$work"
}
trap cleanup EXIT

. "$here/steps.sh"

has() { # text, line...: fails with the line that is missing
    local text=$1 line
    shift
    for line in "$@"; do
        grep -qF -- "$line" <<<"$text" || { echo "missing: $line"; echo "found:"; echo "$text"; return 1; }
    done
}

rows() {
    msiinfo export "$1" "$2" | tr -d '\r' | tail -n +4
}

within() { # seconds, command...
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || { echo "not within its time: $*"; return 1; }
        sleep 0.2
    done
}

# ---- without wine

syntax_of_scripts() {
    cp "$here"/src/test/powershell/* "$work/powershell/" &&
        (cd "$work/powershell" && npm install --ignore-scripts --no-audit --no-fund --silent) &&
        node "$work/powershell/syntax.mjs" "$folder/install.ps1" "$folder/uninstall.ps1"
}

syntax_check_sees_errors() {
    sed 's/^function Save-Choices {/function Save-Choices {{/' "$folder/install.ps1" >"$work/broken.ps1"
    ! cmp -s "$folder/install.ps1" "$work/broken.ps1" && ! node "$work/powershell/syntax.mjs" "$work/broken.ps1"
}

lines_end_as_on_windows() {
    local file
    for file in install.ps1 uninstall.ps1 service.arguments bin/writeback.cmd; do
        [ "$(grep -c $'\r$' "$folder/$file")" = "$(wc -l <"$folder/$file")" ] || { echo "$file"; return 1; }
    done
}

procrun_is_signed() {
    # A signature is there and its digest is that of the file; whom Windows trusts is not known here.
    osslsigncode verify -in "$folder/bin/writeback-agent.exe" 2>&1 | tee "$work/signature" >/dev/null
    has "$(cat "$work/signature")" 'Apache Software Foundation' || return 1
    [ "$(grep -o 'message digest *: [0-9A-F]*' "$work/signature" | awk '{print $NF}' | sort -u | wc -l)" = 1 ]
}

make_msis() {
    "$here/make-msi.sh" "$folder" "$version" "$work/first.msi" &&
        mkdir "$work/next" && cp -r "$folder/." "$work/next/" &&
        echo next >"$work/next/lib/added-by-the-upgrade.jar" && rm "$work"/next/lib/jspecify-*.jar &&
        "$here/make-msi.sh" "$work/next" 99.0.0 "$work/second.msi"
}

service_tables() {
    has "$(rows "$work/first.msi" ServiceInstall)" $'WritebackAgent\tWriteback agent\t16\t2\t1' '[SERVICEACCOUNT]' '//RS//WritebackAgent' &&
        has "$(rows "$work/first.msi" ServiceControl)" $'WritebackAgent\t162\t\t1\tService'
}

every_file_is_in_it() {
    diff <(rows "$work/first.msi" File | cut -f3 | sed 's/.*|//' | sort) \
        <(find "$folder" -type f ! -name uninstall.ps1 -printf '%f\n' | sort)
}

components_are_for_64_bits() {
    local wrong
    wrong=$(rows "$work/first.msi" Component | awk -F'\t' '!int($4 / 256)')
    [ -z "$wrong" ] || { echo "$wrong"; return 1; }
    has "$(msiinfo suminfo "$work/first.msi")" 'Template: x64;1033'
}

component_ids_stay() {
    local differences
    differences=$(diff <(rows "$work/first.msi" Component | cut -f1,2 | sort) <(rows "$work/second.msi" Component | cut -f1,2 | sort))
    # The jar that is new, and the one that is gone.
    [ "$(grep -c '^[<>]' <<<"$differences")" = 2 ] || { echo "$differences"; return 1; }
}

upgrade_tables() {
    local number=${version%%-*}
    has "$(rows "$work/first.msi" Upgrade)" $'\t0.0.0\t'"$number"$'\t\t769\t\tOLDERFOUND' $'\t'"$number"$'\t\t\t2\t\tNEWERFOUND' &&
        [ "$(rows "$work/first.msi" Property | grep ^UpgradeCode)" = "$(rows "$work/second.msi" Property | grep ^UpgradeCode)" ] &&
        [ "$(rows "$work/first.msi" Property | grep ^ProductCode)" != "$(rows "$work/second.msi" Property | grep ^ProductCode)" ]
}

finish_runs_as_the_system_before_the_end() {
    local order
    order=$(rows "$work/first.msi" InstallExecuteSequence | sort -t$'\t' -k3 -n | cut -f1 | tr '\n' ' ')
    has "$(rows "$work/first.msi" CustomAction)" $'FinishInstallation\t3122\tPOWERSHELL\t' '[INSTALLFOLDER]install.ps1" -RegisteredByMsi' &&
        [[ $order == *AppSearch*KeepAccount*DefaultAccount*CostFinalize*DefaultDataFolder*InstallInitialize*RemoveExistingProducts*InstallFiles*InstallServices*FinishInstallation*StartServices*InstallFinalize* ]] ||
        { echo "$order"; return 1; }
}

parameters_are_secure() {
    has "$(rows "$work/first.msi" Property)" 'DATAFOLDER;INSTALLFOLDER;JAVAHOME;NEWERFOUND;NOSTART;OLDERFOUND;SERVICEACCOUNT'
}

# ---- under wine

query() {
    "$wine" reg query "$@" | tr -d '\r'
}

gone() {
    ! query "$1" >/dev/null 2>&1 || { echo "$1 is still there"; return 1; }
}

# The first program makes the prefix and starts the one service manager. While it runs, Windows has not been shut down: else
# each command would start the services anew. "wineboot -i" in its place would start a second manager beside the one that
# wine starts by itself; each knows what it was told alone, and chance says which of them a command reaches.
wine_starts() {
    mkdir -p "$work/prefix" && mkfifo "$work/awake" || return 1
    WINEDEBUG=-all,fixme+service "$wine" cmd <"$work/awake" >/dev/null 2>"$work/manager.log" &
    exec 9>"$work/awake"
    printf 'echo up> C:\\up.txt\r\n' >&9
    within 120 test -e "$drive/up.txt" && "$wine" winecfg -v win10 || return 1
    # The manager starts nothing else while it starts wine's own services.
    within 120 "$wine" net start Spooler
}

one_manager_runs() {
    local n knows=0
    "$wine" sc create WritebackProbe 'binPath=' 'C:\windows\system32\cmd.exe' || return 1
    for n in {1..12}; do
        "$wine" sc query WritebackProbe >/dev/null && knows=$((knows + 1))
    done
    "$wine" sc delete WritebackProbe || return 1
    [ $knows -eq 12 ] || { echo "asked 12 times, the manager knew the service $knows times"; return 1; }
}

# refused MSI FOUND: msiexec gives up at the launch conditions, having found that.
refused() {
    local log=$work/refusal.log
    ! "$wine" msiexec /i "$(windows_path "$1")" /qn '/l*v' "$(windows_path "$log")" || { echo 'it was not refused'; return 1; }
    has "$(tr -d '\r' <"$log")" 'LaunchConditions. Return value 0.' "Property(S): $2"
}

old_windows_is_refused() {
    "$wine" winecfg -v win7
    refused "$work/first.msi" 'VersionNT = 601'
    local code=$?
    "$wine" winecfg -v win10
    [ $code -eq 0 ] && [ ! -e "$installed" ]
}

agent_of_the_zip_is_refused() {
    "$wine" reg add 'HKLM\SOFTWARE\Writeback\Agent' /v InstallFolder /d 'C:\Writeback' /f || return 1
    refused "$work/first.msi" 'FOUNDINSTALLFOLDER = C:\Writeback' && [ ! -e "$installed" ] || return 1
    "$wine" reg delete 'HKLM\SOFTWARE\Writeback' /f
}

windows_path() {
    printf 'Z:%s' "${1//\//\\}"
}

install_first() {
    "$wine" msiexec /i "$(windows_path "$work/first.msi")" /qn '/l*v' "$(windows_path "$work/install.log")" \
        'DATAFOLDER=C:\ProgramData\Writeback' || { tail -40 "$work/install.log"; return 1; }
}

files_are_there() {
    [ "$(diff -r "$folder" "$installed")" = "Only in $folder: uninstall.ps1" ] || { diff -r "$folder" "$installed"; return 1; }
}

service_is_registered() {
    has "$(query 'HKLM\SYSTEM\CurrentControlSet\Services\WritebackAgent')" \
        'bin\writeback-agent.exe //RS//WritebackAgent' 'NT SERVICE\WritebackAgent' 'Writeback agent' \
        'Start    REG_DWORD    0x2' 'Type    REG_DWORD    0x10'
}

event_source_is_registered() {
    has "$(query 'HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\WritebackAgent')" \
        'EventMessageFile    REG_EXPAND_SZ    %SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll' \
        'TypesSupported    REG_DWORD    0x7'
}

choices_are_remembered() {
    has "$(query 'HKLM\SOFTWARE\Writeback\Agent')" 'InstalledBy    REG_SZ    msi' \
        'InstallFolder    REG_SZ    C:\Program Files\Writeback\' 'DataFolder    REG_SZ    C:\ProgramData\Writeback' &&
        has "$(query 'HKLM\SOFTWARE\Microsoft\Windows\Windows Error Reporting\ExcludedApplications')" 'writeback-agent.exe'
}

# As install.ps1 says it. wine's manager keeps nothing of it: it writes down that it does not, with the period that it got.
failure_actions_are_taken() {
    local arguments got
    mapfile -t arguments < <(tr -d '\r' <"$folder/install.ps1" |
        sed -n "s/^ *Invoke-Program 'sc.exe' @('failure', \$service, \(.*\))$/\1/p" | sed "s/, */\n/g" | tr -d "'")
    has "${arguments[*]}" 'reset= 86400 actions= restart/5000/restart/30000/restart/60000' || return 1
    "$wine" sc failure WritebackAgent "${arguments[@]}" || return 1
    got=$(tr -d '\r' <"$work/manager.log" | sed -n 's/.*SERVICE_CONFIG_FAILURE_ACTIONS not implemented: //p')
    [ "$got" = 'period 86400 msg (null) cmd (null)' ] || { echo "the manager got: $got"; return 1; }
    ! "$wine" sc failure WritebackNobody "${arguments[@]}"
}

# The same file that install.ps1 reads, with the same three replacements.
procrun_arguments() {
    tr -d '\r' <"$folder/service.arguments" | grep -v '^#' |
        sed 's|{install}|C:\\Program Files\\Writeback|g; s|{data}|C:\\ProgramData\\Writeback|g; s|{jvm}|C:\\Java\\bin\\server\\jvm.dll|g'
}

procrun_takes_its_arguments() {
    # As another service: to look at one that is there procrun asks for its delayed start, which wine does not know.
    local arguments key='HKLM\SOFTWARE\WOW6432Node\Apache Software Foundation\ProcRun 2.0\WritebackCheck\Parameters'
    mapfile -t arguments < <(procrun_arguments)
    mkdir -p "$data/logs"
    "$wine" "$installed/bin/writeback-agent.exe" //IS//WritebackCheck '--Install=C:\Program Files\Writeback\bin\writeback-agent.exe' \
        '--ServiceUser=NT SERVICE\WritebackCheck' "${arguments[@]}" '--DisplayName=Writeback check' || return 1
    has "$(query "$key\\Java")" 'Jvm    REG_SZ    C:\Java\bin\server\jvm.dll' 'Classpath    REG_SZ    C:\Program Files\Writeback\lib\*' \
        '-XX:+DisableAttachMechanism' '-XX:-CreateCoredumpOnCrash' '-XX:ErrorFile=C:\ProgramData\Writeback\logs\crash-%p.log' &&
        has "$(query "$key\\Start")" 'Mode    REG_SZ    jvm' 'Class    REG_SZ    dev.writeback.agent.WindowsService' 'Method    REG_SZ    start' \
            'run\0--config\0C:\ProgramData\Writeback\agent.yaml\0--log-file\0C:\ProgramData\Writeback\logs\agent.log' &&
        has "$(query "$key\\Stop")" 'Class    REG_SZ    dev.writeback.agent.WindowsService' 'Method    REG_SZ    stop' 'Timeout    REG_DWORD    0x3c' &&
        has "$(query "$key\\Log")" 'Path    REG_SZ    C:\ProgramData\Writeback\logs' &&
        has "$(query 'HKLM\SYSTEM\CurrentControlSet\Services\WritebackCheck')" 'ObjectName    REG_SZ    NT SERVICE\WritebackCheck' \
            '"C:\Program Files\Writeback\bin\writeback-agent.exe" //RS//WritebackCheck'
}

start_method_is_in_the_jar() {
    local jar
    jar=("$folder"/lib/agent-*.jar)
    has "$(javap -public -cp "${jar[0]}" dev.writeback.agent.WindowsService)" \
        'public static void start(java.lang.String[]);' 'public static void stop(java.lang.String[]);'
}

# Not what "net start" says: wine's does not wait until the service runs.
without_a_runtime_it_says_so() {
    "$wine" net start WritebackCheck
    within 30 state_is WritebackCheck 1 && grep -qsF "Failed to load JVM DLL 'C:\Java\bin\server\jvm.dll'" "$data"/logs/service.*.log ||
        { "$wine" sc query WritebackCheck; cat "$data"/logs/*; return 1; }
    # A failure, which Windows follows by a restart: the service's own error, 1.
    has "$("$wine" sc query WritebackCheck | tr -d '\r')" 'WIN32_EXIT_CODE    : 1066' 'SERVICE_EXIT_CODE  : 1 ' &&
        "$wine" sc delete WritebackCheck
}

writeback_cmd_says_that_java_is_missing() {
    local said
    said=$("$wine" cmd /c 'C:\Program Files\Writeback\bin\writeback.cmd' --version 2>&1 | tr -d '\r')
    has "$said" 'writeback: no Java runtime found; install one, 17 or later, or set JAVA_HOME' || return 1
    said=$(JAVA_HOME='C:\nowhere' "$wine" cmd /c 'C:\Program Files\Writeback\bin\writeback.cmd' --version 2>&1 | tr -d '\r')
    has "$said" 'writeback: JAVA_HOME is C:\nowhere, where there is no bin\java.exe'
}

# In place of the agent a batch file that waits until there is end.txt.
register_stand_in() { # name, more arguments of procrun...
    local name=$1
    shift
    mkdir -p "$data/logs"
    rm -f "$data"/*.txt
    printf 'echo started> C:\\ProgramData\\Writeback\\started.txt\r\n:wait\r\nping -n 2 127.0.0.1 >nul\r\nif not exist C:\\ProgramData\\Writeback\\end.txt goto wait\r\n' >"$drive/agent.bat"
    "$wine" "$installed/bin/writeback-agent.exe" "//IS//$name" '--Install=C:\Program Files\Writeback\bin\writeback-agent.exe' \
        --StartMode=exe '--StartImage=C:\windows\system32\cmd.exe' '--StartParams=/c;C:\agent.bat' \
        '--LogPath=C:\ProgramData\Writeback\logs' "--LogPrefix=$name" --LogLevel=Debug --Startup=manual "$@"
}

stand_in_starts() {
    "$wine" net start "$1" && within 30 test -e "$data/started.txt" && within 30 state_is "$1" 4
}

said_by() { # name, line...
    local name=$1
    shift
    has "$(cat "$data/logs/$name".*.log | tr -d '\r')" "$@"
}

service_process_has_ended() {
    local process
    for process in /proc/[0-9]*; do
        ! { grep -qszF "WINEPREFIX=$WINEPREFIX" "$process/environ" && grep -qsF "//RS//$1" "$process/cmdline"; } || return 1
    done
}

stand_in_runs_as_a_service() {
    register_stand_in WritebackStandIn --StopTimeout=60 && stand_in_starts WritebackStandIn || return 1
    "$wine" net stop WritebackStandIn || return 1
    state_is WritebackStandIn 3 || { echo 'it did not wait for its program'; return 1; }
    echo end >"$data/end.txt"
    within 60 state_is WritebackStandIn 1 && said_by WritebackStandIn 'Worker finished gracefully' 'Service stop thread completed.' ||
        { cat "$data"/logs/WritebackStandIn*; return 1; }
    "$wine" sc delete WritebackStandIn
}

# With a program that it runs to stop the service procrun in the end terminates its children, the host of its own console
# among them. In wine nobody outlives that host, so that procrun ends without having told the manager: what the manager
# says then shows nothing, and is not asked.
stop_program_is_run() {
    printf 'echo end> C:\\ProgramData\\Writeback\\end.txt\r\n' >"$drive/stop.bat"
    register_stand_in WritebackStopped --StopTimeout=10 --StopMode=exe '--StopImage=C:\windows\system32\cmd.exe' '--StopParams=/c;C:\stop.bat' &&
        stand_in_starts WritebackStopped || return 1
    ! service_process_has_ended WritebackStopped || { echo 'the process of the service is not seen'; return 1; }
    "$wine" net stop WritebackStopped || return 1
    within 60 service_process_has_ended WritebackStopped && test -e "$data/end.txt" &&
        said_by WritebackStopped 'Worker finished gracefully' 'Service stop thread completed.' ||
        { cat "$data"/logs/WritebackStopped*; return 1; }
    "$wine" sc delete WritebackStopped
}

state_is() {
    "$wine" sc query "$1" | tr -d '\r' | grep -Eq "STATE +: +$2 "
}

lay_data() {
    # What install.ps1 has procrun keep, and the MSI takes away.
    "$wine" reg add 'HKLM\SOFTWARE\WOW6432Node\Apache Software Foundation\ProcRun 2.0\WritebackAgent\Parameters\Java' /v Jvm /d auto /f || return 1
    mkdir -p "$data/state" && echo 'agent: {id: kept}' >"$data/agent.yaml" && echo keys >"$data/state/keys.p12"
}

data_is_kept() {
    [ "$(cat "$data/agent.yaml")" = 'agent: {id: kept}' ] && [ "$(cat "$data/state/keys.p12")" = keys ]
}

upgrade_replaces_the_program() {
    "$wine" msiexec /i "$(windows_path "$work/second.msi")" /qn '/l*v' "$(windows_path "$work/upgrade.log")" ||
        { tail -40 "$work/upgrade.log"; return 1; }
    [ -f "$installed/lib/added-by-the-upgrade.jar" ] || { echo 'the new jar is missing'; return 1; }
    ! ls "$installed"/lib/jspecify-*.jar || { echo 'the jar that the next version lacks is still there'; return 1; } 2>/dev/null
    [ "$(query 'HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall' /s | grep -c 'DisplayName    REG_SZ    Writeback agent')" = 1 ] ||
        { echo 'not exactly one product is installed'; return 1; }
    service_is_registered && event_source_is_registered && choices_are_remembered && data_is_kept
}

downgrade_is_refused() {
    refused "$work/first.msi" 'NEWERFOUND = {' && [ -f "$installed/lib/added-by-the-upgrade.jar" ]
}

removal_leaves_the_data() {
    "$wine" msiexec /x "$(windows_path "$work/second.msi")" /qn '/l*v' "$(windows_path "$work/removal.log")" ||
        { tail -40 "$work/removal.log"; return 1; }
    [ ! -e "$installed" ] || { find "$installed"; return 1; }
    gone 'HKLM\SYSTEM\CurrentControlSet\Services\WritebackAgent' &&
        gone 'HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\WritebackAgent' &&
        gone 'HKLM\SOFTWARE\Writeback\Agent' &&
        gone 'HKLM\SOFTWARE\WOW6432Node\Apache Software Foundation\ProcRun 2.0\WritebackAgent' &&
        data_is_kept
}

echo "Windows packages of $version"
mkdir "$work/powershell"
step 'scripts: PowerShell syntax' syntax_of_scripts
step 'scripts: the syntax check sees an error' syntax_check_sees_errors
step 'scripts: line ends' lines_end_as_on_windows
step 'procrun: signed by the Apache Software Foundation, unchanged' procrun_is_signed
step 'agent: the methods that procrun calls' start_method_is_in_the_jar
step 'MSI: made, and one of a next version' make_msis
step 'MSI: service tables' service_tables
step 'MSI: every file' every_file_is_in_it
step 'MSI: 64 bits' components_are_for_64_bits
step 'MSI: components keep their ids' component_ids_stay
step 'MSI: upgrade tables' upgrade_tables
step 'MSI: install.ps1 as the system, in its order' finish_runs_as_the_system_before_the_end
step 'MSI: parameters reach the system part' parameters_are_secure
step 'wine: starts' wine_starts
step 'wine: one service manager' one_manager_runs
step 'wine: an older Windows is refused' old_windows_is_refused
step 'wine: over an agent of the zip it is refused' agent_of_the_zip_is_refused
step 'wine: msiexec /i' install_first
step 'wine: files' files_are_there
step 'wine: service registered with its account' service_is_registered
step 'wine: event source' event_source_is_registered
step 'wine: choices remembered, no crash reports' choices_are_remembered
step 'wine: sc failure as install.ps1 says it, which wine does not keep' failure_actions_are_taken
step 'wine: procrun takes service.arguments' procrun_takes_its_arguments
step 'wine: service without a Java runtime fails and says why' without_a_runtime_it_says_so
step 'wine: writeback.cmd without a Java runtime' writeback_cmd_says_that_java_is_missing
step 'wine: a stand-in runs as a service, is waited for, and stops' stand_in_runs_as_a_service
step 'wine: a stand-in is stopped by its stop program' stop_program_is_run
step 'wine: configuration and keys laid' lay_data
step 'wine: upgrade' upgrade_replaces_the_program
step 'wine: downgrade refused' downgrade_is_refused
step 'wine: msiexec /x keeps the data' removal_leaves_the_data
echo
if [ $failed -eq 0 ]; then
    echo "${#table[@]} steps passed. Not run, for want of Windows: install.ps1 and uninstall.ps1, the agent in procrun, restarts, accounts, access, the event log."
else
    echo "$failed of ${#table[@]} steps failed:"
    cat "$work/failures"
    exit 1
fi
