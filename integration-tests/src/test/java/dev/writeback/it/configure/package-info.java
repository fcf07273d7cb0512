/** The wizard in a real terminal, and without one. */
@org.jspecify.annotations.NullMarked
package dev.writeback.it.configure;
