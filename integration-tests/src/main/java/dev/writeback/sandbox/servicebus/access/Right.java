package dev.writeback.sandbox.servicebus.access;

/** What a shared access policy can allow. */
public enum Right {
    SEND,
    LISTEN
}
