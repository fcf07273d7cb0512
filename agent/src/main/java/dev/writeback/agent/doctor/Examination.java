package dev.writeback.agent.doctor;

import java.util.function.Supplier;

/**
 * Something that can be looked at without waiting for anything else.
 *
 * @param name as that of the check that comes out
 */
record Examination(String name, Supplier<Check> look) {}
