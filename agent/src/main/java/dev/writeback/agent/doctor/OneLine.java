package dev.writeback.agent.doctor;

/** Text of others on one line of ours: what a server says cannot end the line, turn it round, or go on for ever. */
final class OneLine {
    private static final int LONGEST = 700;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().limit(LONGEST).forEach(character -> {
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
        return line.toString().replaceAll(" {2,}", " ") + (text.length() > LONGEST ? " ..." : "");
    }
}
