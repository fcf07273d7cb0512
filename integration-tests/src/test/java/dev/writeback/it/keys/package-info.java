/** The agent's key storages under what a unit test cannot do to them. */
package dev.writeback.it.keys;
