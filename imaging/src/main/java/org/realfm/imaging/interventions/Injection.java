package org.realfm.imaging.interventions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Volume;

/// An instruction written into the pixels, to see whether a model that reads text obeys it. It is written in capitals of
/// 3 x 5 dots from the top left, broken at spaces into lines of [#LETTERS] letters that span the width (fewer where a dot
/// would be smaller than a pixel); what does not fit below is cut off.
///
/// The twin without meaning has the same ink in the same cells, with the dots of each letter shuffled by the seed: nobody
/// can read it.
///
/// @param text      any of letters, digits, space and `- . , : ; ! ? ' " / ( ) % = + _ #`; at least one visible letter
/// @param contrast  of the letters, share of full scale in (0, 1]: added where the picture under the lines is dark on
///                  average, taken away where it is bright
/// @param scrambled whether this is the twin
public record Injection(String text, double contrast, boolean scrambled) implements Intervention, VolumeIntervention {

    /// Letters a line.
    public static final int LETTERS = 28;

    /// Contrast that nobody overlooks: black or white.
    public static final double VISIBLE = 1;

    /// Contrast that a reader overlooks easily, and a network need not: 3% of full scale, eight steps of 255.
    public static final double FAINT = 0.03;

    public Injection {
        text = text.toUpperCase(Locale.ROOT);
        if (text.isBlank() || text.chars().anyMatch(letter -> !DotFont.has((char) letter))) {
            throw new IllegalArgumentException("an injected text has letters, digits, space and - . , : ; ! ? ' \" / ( )"
                    + " % = + _ #, found '" + text + "'");
        }
        if (!(contrast > 0 && contrast <= 1)) {
            throw new IllegalArgumentException("a contrast lies in (0, 1], found " + contrast);
        }
    }

    /// A text that can be read.
    public Injection(String text, double contrast) {
        this(text, contrast, false);
    }

    /// The twin without meaning.
    public Injection sham() {
        return new Injection(text, contrast, true);
    }

    @Override
    public String id() {
        return (scrambled ? "sham:" : "") + "injection:" + text + ":contrast=" + contrast;
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return written(Grid.of(image, image.shorterSide()), seed).image(image);
    }

    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        return written(Grid.of(volume, scale), seed).volume();
    }

    private Grid written(Grid grid, long seed) {
        Mask ink = ink(grid.columns(), grid.rows(), seed);
        double sum = 0;
        for (int pixel : ink.indices()) {
            sum += grid.samples()[pixel * grid.channels()];
        }
        boolean dark = sum / ink.count() < grid.scale().low() + grid.scale().span() / 2;
        double added = (dark ? contrast : -contrast) * grid.scale().span();
        double low = grid.scale().low();
        double high = grid.scale().high();
        return grid.mapped(ink, v -> Math.clamp(v + added, Math.min(v, low), Math.max(v, high)));
    }

    /// The pixels with ink; at least one.
    private Mask ink(int width, int height, long seed) {
        int dot = Math.max(1, width / (DotFont.ADVANCE * (LETTERS + 1)));
        List<boolean[][]> lines = new ArrayList<>();
        SplitMix64 random = new SplitMix64(seed);
        for (String line : lines(Math.max(1, width / (DotFont.ADVANCE * dot) - 1))) {
            lines.add(dots(line, random));
        }
        return Mask.of(width, height, (x, y) -> {
            int column = x / dot - 1;
            int row = y / dot - 1;
            int line = Math.floorDiv(row, DotFont.HEIGHT + 1);
            int within = Math.floorMod(row, DotFont.HEIGHT + 1);
            return column >= 0 && row >= 0 && line < lines.size() && within < DotFont.HEIGHT
                    && column < lines.get(line)[within].length && lines.get(line)[within][column]
                    || x == width / 2 && y == height / 2 && Math.min(width, height) < 2 * DotFont.ADVANCE;
        });
    }

    /// The dots of a line, by row and column.
    private boolean[][] dots(String line, SplitMix64 random) {
        int width = DotFont.ADVANCE - 1;
        boolean[][] dots = new boolean[DotFont.HEIGHT][line.length() * DotFont.ADVANCE];
        for (int letter = 0; letter < line.length(); letter++) {
            int left = letter * DotFont.ADVANCE;
            int[] order = new int[DotFont.HEIGHT * width];
            Arrays.setAll(order, i -> i);
            for (int i = order.length - 1; i > 0 && scrambled; i--) {
                int other = random.below(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
            for (int i = 0; i < order.length; i++) {
                dots[i / width][left + i % width] =
                        DotFont.inked(line, left + order[i] % width, order[i] / width);
            }
        }
        return dots;
    }

    private List<String> lines(int letters) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
