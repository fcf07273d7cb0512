package dev.writeback.agent.files;

/**
 * Why a file is not its owner's alone.
 *
 * @param found the file, and who can do what with it
 * @param accepted what would be right, with the command that does it
 */
public record Exposure(String found, String accepted) {}
