/**
 * The demonstration: the whole main job, good and bad, each step checked against the directory itself.
 *
 * <p>In: a site with its relay and directory, the real agent as a process of its own, and a cloud client. Out: one result per
 * step. The caller's thread runs the steps one after the other. Never here: a step that passes on the ack's word alone, or a
 * password of the demonstration in what is printed.
 */
@NullMarked
package dev.writeback.sandbox.demo;

import org.jspecify.annotations.NullMarked;
