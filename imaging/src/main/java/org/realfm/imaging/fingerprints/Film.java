package org.realfm.imaging.fingerprints;

import java.util.Optional;
import org.realfm.imaging.Image2D;

/// What a search for duplicates keeps of a picture: far less than the picture. Plain bars around it are cut away, and
/// where it is all black or all white nothing is taken to be known.
public final class Film {

    /// The longest side of the grid that a pair is confirmed on.
    static final int LONGEST = 64;

    /// A row or column whose samples differ by no more than this share of full scale belongs to a border.
    private static final double PLAIN = 0.03;

    /// A film of which more is black or white keeps those samples.
    private static final double MOST_CLIPPED = 0.4;

    private final String id;
    private final String sha256;
    private final long[] hashes;
    private final Image2D small;
    private final Optional<Image2D> clipped;

    /// @param id    the case as the cohort names it
    /// @param image its picture, turned to grey if it has colour
    public Film(String id, Image2D image) {
        Image2D grey = image.toGrey();
        this.id = id;
        this.sha256 = image.canonicalSha256();
        this.hashes = PerceptualHash.dct64(grey);
        Image2D framed = withoutBorder(grey);
        int longest = Math.min(LONGEST, Math.max(framed.width(), framed.height()));
        this.small = resized(framed, longest);
        this.clipped = clipped(framed).map(mask -> resized(mask, longest));
    }

    /// The case as the cohort names it.
    public String id() {
        return id;
    }

    /// SHA-256 of the canonical pixels.
    public String sha256() {
        return sha256;
    }

    /// The perceptual hash after each transform, in the order of [Dihedral]'s constants.
    public long[] hashes() {
        return hashes.clone();
    }

    /// The film in its own shape and resolution, its longest side at most [#LONGEST].
    Grid grid() {
        return known(small, clipped.map(Image2D::samples));
    }

    /// The film in its own shape.
    Grid grid(int longest) {
        return known(resized(small, longest), clipped.map(mask -> resized(mask, longest).samples()));
    }

    /// The film brought to a square.
    Grid square(int side) {
        return known(small.resize(side, side), clipped.map(mask -> mask.resize(side, side).samples()));
    }

    private static Grid known(Image2D film, Optional<float[]> clipped) {
        Grid grid = Grid.of(film);
        return clipped.map(share -> {
                    boolean[] unknown = new boolean[share.length];
                    for (int i = 0; i < share.length; i++) {
                        unknown[i] = share[i] > 0.5f;
                    }
                    return grid.without(unknown);
                })
                .orElse(grid);
    }

    /// Where the window of an export cut the film off, 1, elsewhere 0; empty if that is nowhere, or most of the film.
    private static Optional<Image2D> clipped(Image2D grey) {
        float[] samples = grey.samples();
        int count = 0;
        for (int i = 0; i < samples.length; i++) {
            boolean cut = samples[i] <= 0 || samples[i] >= grey.maximum();
            samples[i] = cut ? 1 : 0;
            count += cut ? 1 : 0;
        }
        return count == 0 || count > MOST_CLIPPED * samples.length
                ? Optional.empty()
                : Optional.of(Image2D.of(grey.width(), grey.height(), 1, 1, samples));
    }

    /// The picture without the plain bars that an export may have put around it; no more than a quarter is cut away on a
    /// side.
    private static Image2D withoutBorder(Image2D grey) {
        int left = plain(grey, true, 0, 1);
        int right = plain(grey, true, grey.width() - 1, -1);
        int top = plain(grey, false, 0, 1);
        int bottom = plain(grey, false, grey.height() - 1, -1);
        return grey.crop(left, top, grey.width() - left - right, grey.height() - top - bottom);
    }

    /// How many lines from one on are plain.
    private static int plain(Image2D grey, boolean column, int from, int step) {
        int lines = 0;
        int most = (column ? grey.width() : grey.height()) / 4;
        while (lines < most && plain(grey, column, from + lines * step)) {
            lines++;
        }
        return lines;
    }

    private static boolean plain(Image2D grey, boolean column, int line) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < (column ? grey.height() : grey.width()); i++) {
            float sample = column ? grey.sample(line, i, 0) : grey.sample(i, line, 0);
            least = Math.min(least, sample);
            most = Math.max(most, sample);
        }
        return most - least <= PLAIN * grey.maximum();
    }

    private static Image2D resized(Image2D image, int longest) {
        double scale = (double) longest / Math.max(image.width(), image.height());
        return image.resize(scaled(image.width(), scale), scaled(image.height(), scale));
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }
}
