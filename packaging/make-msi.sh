#!/usr/bin/env bash
# Makes the MSI from the folder of the zip for Windows. Needs wixl (Debian: wixl, msitools).
#   packaging/make-msi.sh [FOLDER VERSION OUTPUT]
# Without arguments: what "./mvnw package -Ppackages" has left in packaging/target. The same files give the same MSI, but
# for what wixl stamps with the time.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
    folders=("$here"/target/writeback-*-windows/writeback-*)
    folder=${folders[0]}
    version=$(basename "$folder"); version=${version#writeback-}
    output=$here/target/writeback-$version.msi
elif [ $# -eq 3 ]; then
    folder=$1 version=$2 output=$3
else
    sed -n '2,5s/^# //p' "$0" >&2
    exit 2
fi
[ -f "$folder/service.arguments" ] || { echo "make-msi: $folder is not the folder of the zip for Windows" >&2; exit 1; }
command -v wixl >/dev/null || { echo "make-msi: wixl is missing; on Debian: apt-get install wixl" >&2; exit 1; }

# Windows Installer knows three numbers; a snapshot of a version is that version, and can follow itself.
number=${version%%-*}
[[ $number =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "make-msi: the version $version does not begin with three numbers" >&2; exit 1; }

# The same name gives the same UUID, so a component is itself again in the next version.
uuid() {
    local digest
    digest=$(printf 'writeback:%s' "$1" | sha1sum)
    printf '%s-%s-5%s-a%s-%s\n' "${digest:0:8}" "${digest:8:4}" "${digest:13:3}" "${digest:17:3}" "${digest:20:12}"
}

id() {
    printf '%s%s' "$1" "$(printf '%s' "$2" | sha1sum | cut -c1-12)"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
contents=$(cd "$folder" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)
upgrade=$(uuid upgrade)
procrun=$folder/bin/writeback-agent.exe
[ -f "$procrun" ] || { echo "make-msi: $procrun is missing" >&2; exit 1; }

files_of() { # folder, indentation
    local path relative name
    for path in "$1"/*; do
        relative=${path#"$folder"/}
        name=$(basename "$path")
        if [ -d "$path" ]; then
            echo "$2<Directory Id=\"$(id d "$relative")\" Name=\"$name\">"
            files_of "$path" "$2  "
            echo "$2</Directory>"
        elif [ "$relative" != bin/writeback-agent.exe ] && [ "$relative" != uninstall.ps1 ]; then
            echo "$2<Component Id=\"$(id c "$relative")\" Guid=\"$(uuid "file:$relative")\" Win64=\"yes\">"
            echo "$2  <File Id=\"$(file_id "$relative")\" Name=\"$name\" Source=\"files/$relative\" KeyPath=\"yes\"/>"
            echo "$2</Component>"
        elif [ "$relative" = bin/writeback-agent.exe ]; then
            service_component "$2"
        fi
    done
}

file_id() {
    case $1 in
        install.ps1) echo InstallScript ;;
        *) id f "$1" ;;
    esac
}

service_component() {
    cat <<XML
$1<Component Id="Service" Guid="$(uuid component:service)" Win64="yes">
$1  <File Id="Procrun" Name="writeback-agent.exe" Source="files/bin/writeback-agent.exe" KeyPath="yes"/>
$1  <ServiceInstall Id="ServiceInstall" Name="WritebackAgent" DisplayName="Writeback agent" Type="ownProcess" Start="auto"
$1    Description="Writes passwords that users set in the cloud back to Active Directory." ErrorControl="normal"
$1    Account="[SERVICEACCOUNT]" Arguments="//RS//WritebackAgent" Vital="yes"/>
$1  <ServiceControl Id="ServiceControl" Name="WritebackAgent" Stop="both" Remove="uninstall" Wait="yes"/>
$1</Component>
XML
}

{
cat <<XML
<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="$(uuid "product:$version:$contents")" Name="Writeback agent" Language="1033" Codepage="1252"
    Version="$number" Manufacturer="Writeback" UpgradeCode="$upgrade">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Manufacturer="Writeback"
      Description="Writeback agent $version" Languages="1033"/>
    <!-- MajorUpgrade of wixl 0.101 lets no version follow itself. -->
    <Upgrade Id="$upgrade">
      <UpgradeVersion Minimum="0.0.0" Maximum="$number" IncludeMaximum="yes" Property="OLDERFOUND"/>
      <UpgradeVersion Minimum="$number" IncludeMinimum="no" OnlyDetect="yes" Property="NEWERFOUND"/>
    </Upgrade>
    <Condition Message="A newer version is installed.">NOT NEWERFOUND</Condition>
    <Media Id="1" Cabinet="writeback.cab" EmbedCab="yes"/>
    <Condition Message="The service needs Windows Server 2012 R2 or later.">Installed OR (VersionNT64 &gt;= 603)</Condition>

    <Condition Message="The agent that is here was installed by install.ps1. Run its uninstall.ps1 first, which keeps configuration, state and keys.">Installed OR NOT FOUNDINSTALLFOLDER OR (FOUNDBY = "msi")</Condition>

    <!-- As given, else as it is on this machine, else the default. -->
    <Property Id="FOUNDDATAFOLDER">
      <RegistrySearch Id="FindDataFolder" Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="DataFolder" Type="raw" Win64="yes"/>
    </Property>
    <Property Id="FOUNDINSTALLFOLDER">
      <RegistrySearch Id="FindInstallFolder" Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="InstallFolder" Type="raw" Win64="yes"/>
    </Property>
    <Property Id="FOUNDACCOUNT">
      <RegistrySearch Id="FindAccount" Root="HKLM" Key="SYSTEM\\CurrentControlSet\\Services\\WritebackAgent" Name="ObjectName" Type="raw" Win64="yes"/>
    </Property>
    <Property Id="FOUNDBY">
      <RegistrySearch Id="FindBy" Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="InstalledBy" Type="raw" Win64="yes"/>
    </Property>
    <CustomAction Id="KeepDataFolder" Property="DATAFOLDER" Value="[FOUNDDATAFOLDER]"/>
    <CustomAction Id="DefaultDataFolder" Property="DATAFOLDER" Value="[CommonAppDataFolder]Writeback"/>
    <CustomAction Id="KeepInstallFolder" Property="INSTALLFOLDER" Value="[FOUNDINSTALLFOLDER]"/>
    <CustomAction Id="KeepAccount" Property="SERVICEACCOUNT" Value="[FOUNDACCOUNT]"/>
    <CustomAction Id="DefaultAccount" Property="SERVICEACCOUNT" Value="NT SERVICE\\WritebackAgent"/>
    <CustomAction Id="FindPowerShell" Property="POWERSHELL" Value="[System64Folder]WindowsPowerShell\\v1.0\\powershell.exe"/>
    <CustomAction Id="NoStart" Property="STARTSWITCH" Value="-NoStart"/>
    <!-- What Windows Installer has no table for, or wixl none: access, restarts, delayed start, procrun's parameters. -->
    <CustomAction Id="FinishInstallation" Property="POWERSHELL" Execute="deferred" Impersonate="no" Return="check"
      ExeCommand="-NoProfile -NonInteractive -ExecutionPolicy Bypass -File &quot;[INSTALLFOLDER]install.ps1&quot; -RegisteredByMsi -InstallFolder &quot;[INSTALLFOLDER].&quot; -DataFolder &quot;[DATAFOLDER]&quot; -ServiceAccount &quot;[SERVICEACCOUNT]&quot; -JavaHome &quot;[JAVAHOME]&quot; [STARTSWITCH]"/>

    <InstallExecuteSequence>
      <Custom Action="KeepInstallFolder" Sequence="51">FOUNDINSTALLFOLDER AND NOT INSTALLFOLDER</Custom>
      <Custom Action="KeepDataFolder" Sequence="52">FOUNDDATAFOLDER AND NOT DATAFOLDER</Custom>
      <Custom Action="KeepAccount" Sequence="53">FOUNDACCOUNT AND NOT SERVICEACCOUNT</Custom>
      <Custom Action="DefaultAccount" Sequence="54">NOT SERVICEACCOUNT</Custom>
      <Custom Action="NoStart" Sequence="55">NOSTART</Custom>
      <Custom Action="DefaultDataFolder" Sequence="1001">NOT DATAFOLDER</Custom>
      <Custom Action="FindPowerShell" Sequence="1002"/>
      <RemoveExistingProducts After="InstallInitialize"/>
      <Custom Action="FinishInstallation" Sequence="5850">NOT (REMOVE="ALL")</Custom>
    </InstallExecuteSequence>

    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="INSTALLFOLDER" Name="Writeback">
XML
files_of "$folder" '          '
cat <<XML
          <Component Id="Choices" Guid="$(uuid component:choices)" Win64="yes">
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="InstalledBy" Type="string" Value="msi" KeyPath="yes"/>
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="InstallFolder" Type="string" Value="[INSTALLFOLDER]"/>
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="DataFolder" Type="string" Value="[DATAFOLDER]"/>
          </Component>
          <Component Id="EventSource" Guid="$(uuid component:event-source)" Win64="yes">
            <RegistryValue Root="HKLM" Key="SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\WritebackAgent"
              Name="EventMessageFile" Type="expandable" KeyPath="yes"
              Value="#%%SystemRoot%\\Microsoft.NET\\Framework64\\v4.0.30319\\EventLogMessages.dll"/>
            <RegistryValue Root="HKLM" Key="SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\WritebackAgent"
              Name="TypesSupported" Type="integer" Value="7"/>
          </Component>
          <Component Id="CrashReports" Guid="$(uuid component:crash-reports)" Win64="yes">
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\ExcludedApplications"
              Name="writeback-agent.exe" Type="integer" Value="1" KeyPath="yes"/>
          </Component>
          <Component Id="ProcrunKey" Guid="$(uuid component:procrun-key)" Win64="yes">
            <!-- The name "-" has the key, which install.ps1 fills, removed with the component. -->
            <RegistryValue Root="HKLM" Key="SOFTWARE\\WOW6432Node\\Apache Software Foundation\\ProcRun 2.0\\WritebackAgent" Name="-" Type="string" Value=""/>
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Writeback\\Agent" Name="Service" Type="string" Value="WritebackAgent" KeyPath="yes"/>
          </Component>
        </Directory>
      </Directory>
    </Directory>

    <Feature Id="Agent" Level="1">
XML
(cd "$folder" && find . -type f ! -name writeback-agent.exe ! -path ./uninstall.ps1 -printf '%P\n' | sort) | while read -r relative; do
    echo "      <ComponentRef Id=\"$(id c "$relative")\"/>"
done
for component in Service Choices EventSource CrashReports ProcrunKey; do
    echo "      <ComponentRef Id=\"$component\"/>"
done
cat <<XML
    </Feature>
  </Product>
</Wix>
XML
} >"$work/writeback.wxs"

# wixl looks for files below the folder that it runs in.
ln -s "$(cd "$folder" && pwd)" "$work/files"
(cd "$work" && wixl --arch x64 --output writeback.msi writeback.wxs)
# What wixl 0.101 has no word for, or writes amiss: properties that reach the part of the installation that runs as the
# system; a version that may follow itself; the 64-bit part of the registry to search in; actions that set a property, which
# take no flag for whom to run as.
sql() {
    msibuild "$work/writeback.msi" -q "$1"
}
sql "UPDATE \`Property\` SET \`Value\` = 'DATAFOLDER;INSTALLFOLDER;JAVAHOME;NEWERFOUND;NOSTART;OLDERFOUND;SERVICEACCOUNT' WHERE \`Property\` = 'SecureCustomProperties'"
msiinfo export "$work/writeback.msi" Upgrade | sed 's/\t256\t\tOLDERFOUND/\t769\t\tOLDERFOUND/' >"$work/Upgrade.idt"
msibuild "$work/writeback.msi" -i "$work/Upgrade.idt"
sql "UPDATE \`RegLocator\` SET \`Type\` = 18 WHERE \`Type\` = 2"
sql "UPDATE \`CustomAction\` SET \`Type\` = 51 WHERE \`Type\` = 2099"
mv "$work/writeback.msi" "$output"
echo "make-msi: $output, $(du -h "$output" | cut -f1)"
