<#
.SYNOPSIS
Removes the Writeback agent that install.ps1 has installed. Configuration, state and keys stay.

.PARAMETER RemoveData
Removes them as well. The keys cannot be had again: enrol anew after that, and have the cloud revoke this agent.
#>
[CmdletBinding()]
param([switch] $RemoveData)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$service = 'WritebackAgent'
$remembered = 'HKLM:\SOFTWARE\Writeback\Agent'

function Get-Value([string] $name) {
    $found = Get-ItemProperty -LiteralPath $remembered -Name $name -ErrorAction SilentlyContinue
    if ($null -eq $found) { return '' }
    return [string] $found.$name
}

$user = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
    throw 'Run this as an administrator.'
}
$installFolder = Get-Value 'InstallFolder'
$dataFolder = Get-Value 'DataFolder'
if ((Get-Value 'InstalledBy') -eq 'msi') {
    throw 'This agent came with the MSI: remove it as a program, in the settings of Windows or with msiexec /x.'
}
if ($installFolder -eq '' -or $dataFolder -eq '') { throw 'No agent is installed here.' }

if ($null -ne (Get-Service -Name $service -ErrorAction SilentlyContinue)) {
    if ((Get-Service -Name $service).Status -ne 'Stopped') {
        Stop-Service -Name $service -Force
        (Get-Service -Name $service).WaitForStatus('Stopped', [TimeSpan]::FromSeconds(90))
    }
    & (Join-Path $installFolder 'bin\writeback-agent.exe') "//DS//$service"
    if ($LASTEXITCODE -ne 0) { throw "The service could not be removed ($LASTEXITCODE)." }
}

foreach ($key in 'HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\Application\WritebackAgent',
    "HKLM:\SOFTWARE\WOW6432Node\Apache Software Foundation\ProcRun 2.0\$service",
    'HKLM:\SOFTWARE\Writeback\Agent') {
    if (Test-Path -Path $key) { Remove-Item -Path $key -Recurse -Force }
}
Remove-ItemProperty -Name 'writeback-agent.exe' -ErrorAction SilentlyContinue `
    -Path 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting\ExcludedApplications'

# This file is in the folder that goes; a shell that stands in it would keep it.
Set-Location -LiteralPath $env:SystemRoot
if (Test-Path -LiteralPath $installFolder) { Remove-Item -LiteralPath $installFolder -Recurse -Force }
if ($RemoveData) {
    if (Test-Path -LiteralPath $dataFolder) { Remove-Item -LiteralPath $dataFolder -Recurse -Force }
    Write-Output "$service and $dataFolder are removed."
} else {
    Write-Output "$service is removed. Configuration, state and keys stay in $dataFolder."
}
