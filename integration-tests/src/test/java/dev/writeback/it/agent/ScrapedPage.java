package dev.writeback.it.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of metrics by metric and label.
 *
 * @param values of each label of each metric, those that are on the page
 */
record ScrapedPage(Map<String, Map<String, Set<String>>> values) {
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static ScrapedPage of(String text) {
        Map<String, Map<String, Set<String>>> all = new HashMap<>();
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            Map<String, Set<String>> labels = all.computeIfAbsent(series.group(1), name -> new HashMap<>());
            Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(2));
            }
        }
        return new ScrapedPage(all);
    }
}
