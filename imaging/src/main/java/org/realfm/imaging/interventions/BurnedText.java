package org.realfm.imaging.interventions;

import java.util.Map;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// White letters burned into the pixels, in a raster font of their own (3 x 5 dots a letter), so that they have the same
/// bytes everywhere. A dot is one pixel for every 96 of the picture's shorter side, and at least one; what does not fit
/// is cut off at the picture's edge.
///
/// @param text   letters A to Z, digits, space and hyphen; at least one visible letter
/// @param corner where it stands, one dot from the edges
public record BurnedText(String text, Corner corner) implements Edit {

    private static final int PIXELS_PER_DOT = 96;

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
            Map.entry(' ', "00000"), Map.entry('-', "00700"));

    public BurnedText {
        if (text.isBlank() || text.chars().anyMatch(letter -> !FONT.containsKey((char) letter))) {
            throw new IllegalArgumentException("a burned text has letters A to Z, digits, space and hyphen, found '"
                    + text + "'");
        }
    }

    @Override
    public String id() {
        return "text:" + text + ":" + corner.id();
    }

    @Override
    public String name() {
        return "text " + text + " " + corner;
    }

    @Override
    public Mask mask(int width, int height) {
        int dot = Math.max(1, Math.min(width, height) / PIXELS_PER_DOT);
        int left = Math.max(0, corner.left(width, (4 * text.length() - 1) * dot, dot));
        int top = Math.max(0, corner.top(height, 5 * dot, dot));
        return Mask.of(width, height, (x, y) -> x >= left && y >= top && inked((x - left) / dot, (y - top) / dot));
    }

    private boolean inked(int column, int row) {
        int letter = column / 4;
        int dot = column % 4;
        if (row >= 5 || letter >= text.length() || dot == 3) {
            return false;
        }
        String rows = FONT.getOrDefault(text.charAt(letter), "00000");
        return ((rows.charAt(row) - '0') >> (2 - dot) & 1) == 1;
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return Edit.fill(image, mask(image.width(), image.height()), image.fullScale());
    }
}
