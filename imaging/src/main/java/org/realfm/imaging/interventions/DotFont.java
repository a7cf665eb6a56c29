package org.realfm.imaging.interventions;

import java.util.Map;

/// A raster font of its own, so that burned letters have the same bytes everywhere: letters of 3 x 5 dots.
final class DotFont {

    /// Dots from top to bottom of a letter.
    static final int HEIGHT = 5;

    /// Dots from the left edge of a letter to that of the next.
    static final int ADVANCE = 4;

    /// Rows of three dots from top to bottom, as octal digits: 7 is three dots, 5 the outer two.
    private static final Map<Character, String> FONT = Map.ofEntries(
            Map.entry('A', "25755"), Map.entry('B', "65656"), Map.entry('C', "34443"), Map.entry('D', "65556"),
            Map.entry('E', "74647"), Map.entry('F', "74644"), Map.entry('G', "34553"), Map.entry('H', "55755"),
            Map.entry('I', "72227"), Map.entry('J', "11152"), Map.entry('K', "55655"), Map.entry('L', "44447"),
            Map.entry('M', "57755"), Map.entry('N', "65555"), Map.entry('O', "25552"), Map.entry('P', "65644"),
            Map.entry('Q', "25563"), Map.entry('R', "65655"), Map.entry('S', "34216"), Map.entry('T', "72222"),
            Map.entry('U', "55557"), Map.entry('V', "55552"), Map.entry('W', "55775"), Map.entry('X', "55255"),
            Map.entry('Y', "55222"), Map.entry('Z', "71247"), Map.entry('0', "75557"), Map.entry('1', "26227"),
            Map.entry('2', "61247"), Map.entry('3', "61216"), Map.entry('4', "55711"), Map.entry('5', "74616"),
            Map.entry('6', "34757"), Map.entry('7', "71222"), Map.entry('8', "75757"), Map.entry('9', "75716"),
            Map.entry(' ', "00000"), Map.entry('-', "00700"),
            Map.entry('.', "00002"), Map.entry(',', "00024"), Map.entry(':', "02020"), Map.entry(';', "02024"),
            Map.entry('!', "22202"), Map.entry('?', "61202"), Map.entry('\'', "22000"), Map.entry('"', "55000"),
            Map.entry('/', "11244"), Map.entry('(', "12221"), Map.entry(')', "42224"), Map.entry('%', "51245"),
            Map.entry('=', "07070"), Map.entry('+', "02720"), Map.entry('_', "00007"), Map.entry('#', "57575"));

    private DotFont() {}

    /// Whether a letter can be drawn.
    static boolean has(char letter) {
        return FONT.containsKey(letter);
    }

    /// Whether there is ink on a line of text at a dot, counted from its top left corner.
    static boolean inked(String line, int column, int row) {
        int letter = column / ADVANCE;
        int dot = column % ADVANCE;
        if (row >= HEIGHT || letter >= line.length() || dot == 3) {
            return false;
        }
        String rows = FONT.getOrDefault(line.charAt(letter), "00000");
        return ((rows.charAt(row) - '0') >> (2 - dot) & 1) == 1;
    }
}
