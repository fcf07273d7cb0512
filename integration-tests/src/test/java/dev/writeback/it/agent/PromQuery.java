package dev.writeback.it.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for. It has to be one that promtool reads.
 *
 * @param selectors each metric with what is asked of its labels
 * @param grouping the labels of {@code by}, {@code on} and the like
 */
record PromQuery(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z0-9]*|=~|!~|!=|==|>=|<=|\\S");
    private static final Set<String> LABEL_LISTS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS =
            Set.of("sum", "min", "max", "avg", "count", "and", "or", "unless", "bool", "offset");

    /** A metric, and the labels that are asked for. */
    record Selector(String metric, List<Wish> wishes) {}

    /** One condition on a label, as {@code label="value"}. */
    record Wish(String label, String operator, String value) {}

    static PromQuery of(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher found = TOKEN.matcher(expression.replaceAll("\\[[^]]*]", ""));
        while (found.find()) {
            tokens.add(found.group());
        }
        List<Selector> selectors = new ArrayList<>();
        Set<String> grouping = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (LABEL_LISTS.contains(token)) {
                int end = tokens.subList(i, tokens.size()).indexOf(")") + i;
                tokens.subList(i + 2, end).stream()
                        .filter(label -> !label.equals(","))
                        .forEach(grouping::add);
                i = end;
            } else if (next.equals("{")) {
                int end = tokens.subList(i, tokens.size()).indexOf("}") + i;
                selectors.add(new Selector(token, wishes(tokens.subList(i + 2, end))));
                i = end;
            } else if (isName(token) && !next.equals("(") && !WORDS.contains(token)) {
                selectors.add(new Selector(token, List.of()));
            }
        }
        return new PromQuery(selectors, grouping);
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0));
    }

    private static List<Wish> wishes(List<String> tokens) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i + 2 < tokens.size(); i += 4) {
            String quoted = tokens.get(i + 2);
            wishes.add(new Wish(tokens.get(i), tokens.get(i + 1), quoted.substring(1, quoted.length() - 1)));
        }
        return wishes;
    }
}
