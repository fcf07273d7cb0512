/** Tests that look at the status page with a real browser: headless Chromium, through WebDriver. */
@NullMarked
package dev.writeback.it.browser;

import org.jspecify.annotations.NullMarked;
