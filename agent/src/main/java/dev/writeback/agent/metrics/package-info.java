/**
 * What operations count and measure, in Prometheus form. This package owns every meter's name.
 *
 * <p>In: what the pipeline tells its observer, and gauges read at scrape time. Out: the text of {@code /metrics}. Any
 * thread; never blocks the road. Never here: a name, a DN, a message, anything that grows with the number of users.
 */
@NullMarked
package dev.writeback.agent.metrics;

import org.jspecify.annotations.NullMarked;
