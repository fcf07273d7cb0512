<#
.SYNOPSIS
Installs the Writeback agent as a service, or brings an installed one to this version.

.DESCRIPTION
Run as an administrator, from the unpacked zip. Run again, it is an upgrade: configuration, state and keys stay, and so do
the account and the data folder unless others are given. The service is started when it has a configuration.

.PARAMETER InstallFolder
Where the program is put. Default: %ProgramFiles%\Writeback.

.PARAMETER DataFolder
Where configuration, state and logs are. Default: that of the installed agent, else %ProgramData%\Writeback.

.PARAMETER ServiceAccount
Whom the service runs as: the virtual account NT SERVICE\WritebackAgent (default), or a group managed service account,
DOMAIN\name$. Accounts with a password are not accepted.

.PARAMETER JavaHome
A Java runtime, 17 or later. Default: the folder "runtime" of the agent, else the machine's JAVA_HOME, else what the
registry knows of.

.PARAMETER NoStart
Leaves the service stopped.

.PARAMETER RegisteredByMsi
For the MSI, which has copied the files and registered the service itself.
#>
[CmdletBinding()]
param(
    [string] $InstallFolder = '',
    [string] $DataFolder = '',
    [string] $ServiceAccount = '',
    [string] $JavaHome = '',
    [switch] $NoStart,
    [switch] $RegisteredByMsi
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$service = 'WritebackAgent'
$virtualAccount = "NT SERVICE\$service"
$system = 'S-1-5-18'
$administrators = 'S-1-5-32-544'
$trustedInstaller = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
$remembered = 'HKLM:\SOFTWARE\Writeback\Agent'
$eventSource = 'HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\Application\WritebackAgent'
$crashReports = 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting\ExcludedApplications'

function Assert-Administrator {
    $user = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw 'Run this as an administrator.'
    }
}

function Invoke-Program([string] $program, [string[]] $arguments) {
    # Else Windows PowerShell takes a first line on the error stream for a failure.
    $ErrorActionPreference = 'Continue'
    $said = & $program @arguments 2>&1 | Out-String
    if ($LASTEXITCODE -ne 0) {
        throw "$program $($arguments[0]) ended with $LASTEXITCODE. $said"
    }
}

function Get-Value([string] $key, [string] $name) {
    $found = Get-ItemProperty -LiteralPath $key -Name $name -ErrorAction SilentlyContinue
    if ($null -eq $found) { return '' }
    return [string] $found.$name
}

function Test-ServiceRegistered {
    return $null -ne (Get-Service -Name $service -ErrorAction SilentlyContinue)
}

function Stop-Agent {
    if ((Test-ServiceRegistered) -and (Get-Service -Name $service).Status -ne 'Stopped') {
        Stop-Service -Name $service -Force
        (Get-Service -Name $service).WaitForStatus('Stopped', [TimeSpan]::FromSeconds(90))
    }
}

# procrun separates its values by these, and expands the last one.
function Assert-PlainPath([string] $path) {
    if ($path -match '[;#%"'']' -or -not [IO.Path]::IsPathRooted($path)) {
        throw "$path is not accepted: a full path without ; # % and quotation marks."
    }
}

function Get-Sid([string] $account) {
    return (New-Object Security.Principal.NTAccount $account).Translate([Security.Principal.SecurityIdentifier]).Value
}

function Assert-Account([string] $account) {
    if ($account -eq $virtualAccount -or $account -match '^[^\\@]+\\[^\\@]+\$$') { return }
    throw "$account is not accepted: $virtualAccount, or a group managed service account as DOMAIN\name`$."
}

# Any user may make a folder in %ProgramData% first, and would be its owner for ever.
function Assert-OwnedByAdministrators([string] $folder) {
    $owner = (Get-Acl -LiteralPath $folder).GetOwner([Security.Principal.SecurityIdentifier]).Value
    if (@($system, $administrators, $trustedInstaller) -notcontains $owner) {
        throw "$folder was not made by an administrator (its owner is $owner). Look at what is in it, and move it away."
    }
    if ((Get-Item -LiteralPath $folder -Force).Attributes -band [IO.FileAttributes]::ReparsePoint) {
        throw "$folder is a link to somewhere else. Give the folder itself."
    }
}

# What is done to a link would be done to what it points to, wherever that is. Not by -Recurse, which follows links.
function Assert-NoLinksBelow([string] $folder) {
    foreach ($item in @(Get-ChildItem -LiteralPath $folder -Force)) {
        if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) {
            throw "$($item.FullName) is a link to somewhere else. Move it away, or put there what it points to."
        }
        if ($item.PSIsContainer) { Assert-NoLinksBelow $item.FullName }
    }
}

# Nothing is inherited from above, and what is below has what is said here and nothing else.
function Set-FolderAccess([string] $folder, [string] $entries) {
    $access = New-Object Security.AccessControl.DirectorySecurity
    $access.SetSecurityDescriptorSddlForm("O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)$entries")
    Set-Acl -LiteralPath $folder -AclObject $access
}

# Of a link that has come after they were looked for, /L changes the link itself.
function Reset-AccessBelow([string] $folder) {
    if (@(Get-ChildItem -LiteralPath $folder -Force).Count -gt 0) {
        Invoke-Program 'icacls.exe' @("$folder\*", '/setowner', "*$administrators", '/T', '/L', '/Q')
        Invoke-Program 'icacls.exe' @("$folder\*", '/reset', '/T', '/L', '/Q')
    }
}

# What others have put there while they could is nothing that the agent should believe.
function Assert-OwnersBelow([string] $folder, [string] $accountSid) {
    $accepted = @($system, $administrators, $accountSid, [Security.Principal.WindowsIdentity]::GetCurrent().User.Value)
    foreach ($item in @(Get-ChildItem -LiteralPath $folder -Recurse -Force)) {
        $owner = (Get-Acl -LiteralPath $item.FullName).GetOwner([Security.Principal.SecurityIdentifier]).Value
        if ($accepted -notcontains $owner) {
            throw "$($item.FullName) belongs to $owner. Look at it and move it away, or make Administrators its owner."
        }
    }
}

function Get-MajorVersion([string] $runtime) {
    $release = Join-Path $runtime 'release'
    if (-not (Test-Path -LiteralPath $release)) { return 0 }
    $line = Select-String -LiteralPath $release -Pattern '^JAVA_VERSION="(\d+)' | Select-Object -First 1
    if ($null -eq $line) { return 0 }
    return [int] $line.Matches[0].Groups[1].Value
}

function Get-JvmOf([string] $runtime) {
    $jvm = Join-Path $runtime 'bin\server\jvm.dll'
    if ((Test-Path -LiteralPath $jvm) -and (Get-MajorVersion $runtime) -ge 17) { return $jvm }
    return ''
}

function Get-RegisteredRuntimes {
    foreach ($vendor in 'Eclipse Adoptium\JRE', 'Eclipse Adoptium\JDK', 'Microsoft\JDK') {
        foreach ($key in @(Get-ChildItem -Path "HKLM:\SOFTWARE\$vendor" -ErrorAction SilentlyContinue)) {
            Get-Value (Join-Path $key.PSPath 'hotspot\MSI') 'Path'
        }
    }
    foreach ($kind in 'JDK', 'JRE') {
        foreach ($key in @(Get-ChildItem -Path "HKLM:\SOFTWARE\JavaSoft\$kind" -ErrorAction SilentlyContinue)) {
            Get-Value $key.PSPath 'JavaHome'
        }
    }
}

# Not the user's own JAVA_HOME: the service would run what that user can replace.
function Find-Jvm {
    if ($JavaHome -ne '') {
        $jvm = Get-JvmOf $JavaHome
        if ($jvm -eq '') { throw "$JavaHome holds no Java runtime, 17 or later (bin\server\jvm.dll, release)." }
        return $jvm
    }
    $candidates = @((Join-Path $InstallFolder 'runtime'), [Environment]::GetEnvironmentVariable('JAVA_HOME', 'Machine'))
    foreach ($candidate in $candidates + @(Get-RegisteredRuntimes)) {
        if ([string]::IsNullOrEmpty($candidate)) { continue }
        $jvm = Get-JvmOf $candidate
        if ($jvm -ne '') { return $jvm }
    }
    throw 'No Java runtime, 17 or later, was found. Install one for the whole machine, or give -JavaHome.'
}

# The new files lie beside the old ones before those go: whatever stops this leaves a whole version behind.
function Copy-Program {
    $new = "$InstallFolder.new"
    $old = "$InstallFolder.old"
    foreach ($left in $new, $old) {
        if (Test-Path -LiteralPath $left) { Remove-Item -LiteralPath $left -Recurse -Force }
    }
    New-Item -ItemType Directory -Path $new -Force | Out-Null
    Set-FolderAccess $new '(A;OICI;0x1200a9;;;BU)'
    Copy-Item -Path (Join-Path $PSScriptRoot '*') -Destination $new -Recurse
    if (Test-Path -LiteralPath $InstallFolder) {
        $runtime = Join-Path $InstallFolder 'runtime'
        if ((Test-Path -LiteralPath $runtime) -and -not (Test-Path -LiteralPath (Join-Path $new 'runtime'))) {
            Copy-Item -LiteralPath $runtime -Destination $new -Recurse
        }
        Move-Item -LiteralPath $InstallFolder -Destination $old
    }
    Move-Item -LiteralPath $new -Destination $InstallFolder
    if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Recurse -Force }
}

function Get-ProcrunArguments([string] $jvm) {
    foreach ($line in Get-Content -LiteralPath (Join-Path $InstallFolder 'service.arguments')) {
        if ($line -eq '' -or $line.StartsWith('#')) { continue }
        $line.Replace('{install}', $InstallFolder).Replace('{data}', $DataFolder).Replace('{jvm}', $jvm)
    }
}

# A managed account has no right to log on as a service until it is given; virtual accounts have it by their group.
function Grant-LogonAsService([string] $sid) {
    $folder = Join-Path $DataFolder 'tmp'
    $before = Join-Path $folder 'rights-before.inf'
    $after = Join-Path $folder 'rights-after.inf'
    $database = Join-Path $folder 'rights.sdb'
    try {
        Invoke-Program 'secedit.exe' @('/export', '/areas', 'USER_RIGHTS', '/cfg', $before, '/quiet')
        $line = Get-Content -LiteralPath $before | Where-Object { $_ -match '^\s*SeServiceLogonRight\s*=' } |
            Select-Object -First 1
        $holders = @()
        if ($null -ne $line) { $holders = @(($line -split '=', 2)[1].Trim() -split '\s*,\s*') }
        if ($holders -contains "*$sid") { return }
        $right = 'SeServiceLogonRight = ' + (($holders + "*$sid") -join ',')
        Set-Content -LiteralPath $after -Encoding Unicode -Value @(
            '[Unicode]', 'Unicode=yes', '[Version]', 'signature="$CHICAGO$"', 'Revision=1', '[Privilege Rights]', $right)
        Invoke-Program 'secedit.exe' @('/configure', '/db', $database, '/cfg', $after, '/areas', 'USER_RIGHTS', '/quiet')
    } finally {
        foreach ($file in $before, $after, $database) {
            Remove-Item -LiteralPath $file -Force -ErrorAction SilentlyContinue
        }
    }
}

function Register-AgentService([string] $jvm) {
    $procrun = Join-Path $InstallFolder 'bin\writeback-agent.exe'
    $arguments = @("--Install=$procrun", "--ServiceUser=$ServiceAccount") + @(Get-ProcrunArguments $jvm)
    if (Test-ServiceRegistered) {
        Invoke-Program $procrun (@("//US//$service") + $arguments)
        Invoke-Program 'sc.exe' @('config', $service, 'obj=', $ServiceAccount)
    } else {
        Invoke-Program $procrun (@("//IS//$service") + $arguments)
    }
}

# A path with a space and without quotation marks would let C:\Program.exe run in its place.
function Set-QuotedPath {
    $quoted = "`"$InstallFolder\bin\writeback-agent.exe`" //RS//$service"
    $registered = Get-CimInstance -ClassName Win32_Service -Filter "Name='$service'"
    if ($registered.PathName -eq $quoted) { return }
    $answer = Invoke-CimMethod -InputObject $registered -MethodName Change -Arguments @{ PathName = $quoted }
    if ($answer.ReturnValue -ne 0) { throw "The path of the service could not be set ($($answer.ReturnValue))." }
}

# Whatever dies is started again, the third time and later after a minute, and counted anew after a day. A wrong
# configuration is told to Windows as an ordinary stop (WindowsService), which none of this follows.
function Set-ServiceBehaviour {
    Invoke-Program 'sc.exe' @('failure', $service, 'reset=', '86400', 'actions=', 'restart/5000/restart/30000/restart/60000')
    Invoke-Program 'sc.exe' @('failureflag', $service, '1')
    Invoke-Program 'sc.exe' @('config', $service, 'start=', 'delayed-auto')
    # Of the rights that an account may have the agent needs none but to pass through folders.
    Invoke-Program 'sc.exe' @('privs', $service, 'SeChangeNotifyPrivilege')
}

# The message file of .NET shows the text alone for every id up to 65535. It is a part of Windows since Server 2012.
function Register-EventSource {
    New-Item -Path $eventSource -Force | Out-Null
    New-ItemProperty -Path $eventSource -Name 'EventMessageFile' -PropertyType ExpandString -Force `
        -Value '%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll' | Out-Null
    New-ItemProperty -Path $eventSource -Name 'TypesSupported' -PropertyType DWord -Value 7 -Force | Out-Null
}

# A report of a crash holds memory of the process, and so passwords.
function Disable-CrashReports {
    if (-not (Test-Path -Path $crashReports)) { New-Item -Path $crashReports -Force | Out-Null }
    New-ItemProperty -Path $crashReports -Name 'writeback-agent.exe' -PropertyType DWord -Value 1 -Force | Out-Null
}

function Save-Choices {
    if (-not (Test-Path -Path $remembered)) { New-Item -Path $remembered -Force | Out-Null }
    New-ItemProperty -Path $remembered -Name 'InstallFolder' -PropertyType String -Value $InstallFolder -Force | Out-Null
    New-ItemProperty -Path $remembered -Name 'DataFolder' -PropertyType String -Value $DataFolder -Force | Out-Null
}

Assert-Administrator
if (-not $RegisteredByMsi -and (Get-Value $remembered 'InstalledBy') -eq 'msi') {
    throw 'The agent that is here came with the MSI: install the newer MSI over it.'
}
if ($InstallFolder -eq '') { $InstallFolder = Get-Value $remembered 'InstallFolder' }
if ($InstallFolder -eq '') { $InstallFolder = Join-Path $env:ProgramFiles 'Writeback' }
if ($DataFolder -eq '') { $DataFolder = Get-Value $remembered 'DataFolder' }
if ($DataFolder -eq '') { $DataFolder = Join-Path $env:ProgramData 'Writeback' }
if ($ServiceAccount -eq '') { $ServiceAccount = Get-Value "HKLM:\SYSTEM\CurrentControlSet\Services\$service" 'ObjectName' }
if ($ServiceAccount -eq '') { $ServiceAccount = $virtualAccount }
Assert-PlainPath $InstallFolder
Assert-PlainPath $DataFolder
Assert-Account $ServiceAccount
$InstallFolder = [IO.Path]::GetFullPath($InstallFolder).TrimEnd('\')
$DataFolder = [IO.Path]::GetFullPath($DataFolder).TrimEnd('\')
if ("$DataFolder\".StartsWith("$InstallFolder\", [StringComparison]::OrdinalIgnoreCase)) {
    throw 'The data folder cannot lie in that of the program, which an upgrade replaces.'
}
foreach ($folder in $InstallFolder, $DataFolder) {
    if (Test-Path -LiteralPath $folder) {
        Assert-OwnedByAdministrators $folder
        Assert-NoLinksBelow $folder
    }
}

$wasRunning = (Test-ServiceRegistered) -and (Get-Service -Name $service).Status -ne 'Stopped'
$isUpgrade = Test-Path -LiteralPath (Join-Path $DataFolder 'agent.yaml')
Stop-Agent
if (-not $RegisteredByMsi -and $PSScriptRoot.TrimEnd('\') -ne $InstallFolder) { Copy-Program }
Set-FolderAccess $InstallFolder '(A;OICI;0x1200a9;;;BU)'
Reset-AccessBelow $InstallFolder
$jvm = Find-Jvm
Assert-PlainPath $jvm

# For administrators alone until the account can be named, which for a virtual one is after the service is there.
foreach ($folder in $DataFolder, "$DataFolder\state", "$DataFolder\logs", "$DataFolder\tmp") {
    New-Item -ItemType Directory -Path $folder -Force | Out-Null
}
Set-FolderAccess $DataFolder ''
Assert-NoLinksBelow $DataFolder
Register-AgentService $jvm
Set-QuotedPath
$sid = Get-Sid $ServiceAccount
Assert-OwnersBelow $DataFolder $sid
# Reads its configuration, and writes nowhere but in these three.
Set-FolderAccess $DataFolder "(A;OICI;0x1200a9;;;$sid)"
Reset-AccessBelow $DataFolder
foreach ($folder in "$DataFolder\state", "$DataFolder\logs", "$DataFolder\tmp") {
    Set-FolderAccess $folder "(A;OICI;0x1301bf;;;$sid)"
}
if ($ServiceAccount -ne $virtualAccount) { Grant-LogonAsService $sid }
Set-ServiceBehaviour
Register-EventSource
Disable-CrashReports
Save-Choices

if ($isUpgrade -and -not $NoStart) {
    Start-Service -Name $service
    Write-Output "$service runs as $ServiceAccount with $DataFolder\agent.yaml."
} elseif ($wasRunning -or $isUpgrade) {
    Write-Output "$service is installed and stopped."
} else {
    Write-Output "$service is installed and has no configuration yet. Next, as an administrator:"
    Write-Output "  `"$InstallFolder\bin\writeback.cmd`" configure"
    Write-Output "  `"$InstallFolder\bin\writeback.cmd`" enroll"
    Write-Output "  Start-Service $service"
}
