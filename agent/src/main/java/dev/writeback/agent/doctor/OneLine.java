package dev.writeback.agent.doctor;

/** Text of others on one line of ours: what a server says cannot end the line, turn it round, or go on for ever. */
public final class OneLine {
    private static final int LONGEST = 700;

    private OneLine() {}

    static String of(String text) {
        return printable(start(text.strip())).replaceAll(" {2,}", " ") + (text.length() > LONGEST ? " ..." : "");
    }

    private static String start(String text) {
        int length = (int) text.codePoints().limit(LONGEST).count();
        return text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** The same text with a space for whatever a terminal would not print but act upon. */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(character -> {
            boolean printable = switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.UNASSIGNED -> false;
                default -> true;
            };
            line.appendCodePoint(printable ? character : ' ');
        });
        return line.toString();
    }
}
