package dev.writeback.it.browser;

import java.util.ArrayList;
import java.util.List;

/** What is to hold of the page however it looks at this moment. */
public final class PageChecks {
    /** Elements with a text of their own, their colour beside the first background behind them that is not transparent. */
    private static final String CONTRASTS = """
            const parse = (colour) => {
              const parts = colour.match(/[\\d.]+/g).map(Number);
              return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
            };
            const luminance = (rgb) => {
              const [r, g, b] = rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = (element) => {
              for (let e = element; e; e = e.parentElement) {
                const background = parse(getComputedStyle(e).backgroundColor);
                if (background.alpha === 1) {
                  return background.rgb;
                }
              }
              return [255, 255, 255];
            };
            return [...document.querySelectorAll('body *')]
              .filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()))
              .filter((e) => e.checkVisibility() && !['SCRIPT', 'NOSCRIPT', 'STYLE'].includes(e.tagName))
              .map((e) => {
                const a = luminance(parse(getComputedStyle(e).color).rgb);
                const b = luminance(behind(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                return { ratio, what: e.tagName + ' ' + e.textContent.trim().slice(0, 40) };
              })
              .filter((one) => one.ratio < 4.5)
              .map((one) => one.ratio.toFixed(2) + ' ' + one.what);
            """;

    private static final String FLAWS = """
            const flaws = [];
            if (!document.documentElement.lang) flaws.push('no language');
            for (const landmark of ['header', 'main', 'footer', 'nav']) {
              if (document.querySelectorAll(landmark).length !== 1) flaws.push('not one ' + landmark);
            }
            const levels = [...document.querySelectorAll('h1, h2, h3, h4')]
              .filter((e) => e.checkVisibility()).map((e) => Number(e.tagName[1]));
            if (levels[0] !== 1) flaws.push('no h1 first');
            levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) flaws.push('heading level left out'); });
            document.querySelectorAll('main section').forEach((s) => {
              const by = s.getAttribute('aria-labelledby');
              if (!s.getAttribute('aria-label') && !(by && document.getElementById(by))) flaws.push('section without a name');
            });
            document.querySelectorAll('table').forEach((t) => { if (!t.caption) flaws.push('table without a caption'); });
            document.querySelectorAll('th').forEach((h) => { if (!h.scope) flaws.push('th without a scope'); });
            const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
            if (new Set(ids).size !== ids.length) flaws.push('an id twice');
            if (document.querySelectorAll('[aria-live], [role=status], [role=alert]').length !== 1) {
              flaws.push('not one live region');
            }
            document.querySelectorAll('.mark').forEach((m) => {
              if (m.getAttribute('aria-hidden') !== 'true') flaws.push('a shape that is read out');
              if (!m.parentElement.textContent.trim()) flaws.push('a shape without a word');
            });
            document.querySelectorAll('[style], [onclick], style, script:not([src])').forEach(
              (e) => flaws.push('inline: ' + e.tagName));
            return flaws;
            """;

    private PageChecks() {}

    /** Texts whose contrast is below AA of WCAG 2 (4.5 to 1, whatever their size). */
    public static List<String> faint(Browser browser) throws Exception {
        return list(browser, CONTRASTS);
    }

    /** What would be in the way of a keyboard or a screen reader, or against the page's own policy. */
    public static List<String> flaws(Browser browser) throws Exception {
        return list(browser, FLAWS);
    }

    /** Whether the page is wider than the window, and what sticks out. */
    public static List<String> tooWide(Browser browser) throws Exception {
        return list(browser, """
                const width = document.documentElement.clientWidth;
                const wide = document.documentElement.scrollWidth > width ? ['the page'] : [];
                document.querySelectorAll('main *, header *, footer *').forEach((e) => {
                  const box = e.getBoundingClientRect();
                  if (box.width > 1 && box.right > width + 1) wide.push(e.tagName + ' ' + e.textContent.slice(0, 30));
                });
                return wide;
                """);
    }

    private static List<String> list(Browser browser, String script) throws Exception {
        List<String> texts = new ArrayList<>();
        browser.script(script).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
