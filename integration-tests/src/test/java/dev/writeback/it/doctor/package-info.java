/**
 * {@code writeback doctor} and {@code writeback plan-permissions} as processes of their own, on a site whose directory is a
 * real domain controller. What the doctor prints is kept in {@code target/doctor}.
 */
@NullMarked
package dev.writeback.it.doctor;

import org.jspecify.annotations.NullMarked;
