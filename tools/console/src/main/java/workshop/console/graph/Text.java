package workshop.console.graph;

/** How much room a text takes, before a browser has drawn it. */
final class Text {
    private Text() {}

    /** The text, with its middle left out where it is longer: names of resources differ at both ends. */
    static String shortened(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = characters / 2;
        return text.substring(0, characters - end - 1) + "…" + text.substring(text.length() - end);
    }

    /** Its width in a sans-serif font of the given size, rather too much than too little. */
    static double width(String text, double size) {
        return text.chars()
                        .mapToDouble(c -> "iljtfrI.,:; ".indexOf(c) >= 0 ? 0.36 : "mwMW@".indexOf(c) >= 0 ? 0.9 : 0.6)
                        .sum()
                * size;
    }
}
