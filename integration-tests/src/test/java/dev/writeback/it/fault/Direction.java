package dev.writeback.it.fault;

/** Which way a record goes. */
enum Direction {
    TO_SERVER,
    TO_CLIENT
}
