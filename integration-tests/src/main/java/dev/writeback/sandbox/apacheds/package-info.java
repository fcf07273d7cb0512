/**
 * An ApacheDS of our own, as it is distributed: its jar with a Java process and a class path to itself, started in a folder
 * and ended with it.
 *
 * <p>In: the jar and a folder. Out: a running server on loopback with seeded people, and its authority's certificate. The
 * caller's thread starts and stops it. Never here: a class of that jar in this process, a server that outlives it, a file
 * outside the folder.
 */
@NullMarked
package dev.writeback.sandbox.apacheds;

import org.jspecify.annotations.NullMarked;
