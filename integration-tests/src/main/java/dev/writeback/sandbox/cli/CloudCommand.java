package dev.writeback.sandbox.cli;

import picocli.CommandLine.Command;

/** {@code writeback cloud}. */
@Command(
        name = "cloud",
        description = "Plays the cloud's side.",
        subcommands = {
            CloudSendCommand.class,
            CloudCodeCommand.class,
            CloudAgentsCommand.class,
            CloudSwitchesCommand.class,
            CloudRevokeCommand.class
        })
public final class CloudCommand {}
