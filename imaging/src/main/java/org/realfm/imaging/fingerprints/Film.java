package org.realfm.imaging.fingerprints;

import org.realfm.imaging.Image2D;

/// What a search for duplicates keeps of a picture: far less than the picture.
public final class Film {

    /// Cells a side of the grids that candidates are found with.
    static final int COARSE = 16;
    /// Cells a side of the grids that candidates are first aligned on.
    static final int MIDDLE = 28;
    /// The most cells a side of the grids that a pair is confirmed on.
    static final int FINE = 72;

    private final String id;
    private final String sha256;
    private final long[] hashes;
    private final int side;
    private final Image2D square;

    /// @param id    the case as the cohort names it
    /// @param image its picture, turned to grey if it has colour
    public Film(String id, Image2D image) {
        Image2D grey = image.toGrey();
        this.id = id;
        this.sha256 = image.canonicalSha256();
        this.hashes = PerceptualHash.dct64(grey);
        this.side = Math.clamp(grey.shorterSide(), COARSE, FINE);
        this.square = grey.resize(FINE, FINE);
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

    /// Cells a side that the film's own resolution bears, at most [#FINE].
    int side() {
        return side;
    }

    float[] grid(int n) {
        return Grid.of(square, n);
    }

    /// The coarse, normalised picture that candidates are found with.
    float[] descriptor() {
        return describe(square);
    }

    /// The same of the part that is left when an eighth of the width and of the height is cut away.
    ///
    /// @param crop 0 to 8: what stays is left, middle or right (crop % 3), and upper, middle or lower (crop / 3)
    float[] descriptor(int crop) {
        int kept = FINE * 7 / 8;
        int spare = FINE - kept;
        return describe(square.crop(spare * (crop % 3) / 2, spare * (crop / 3) / 2, kept, kept));
    }

    private static float[] describe(Image2D square) {
        return Grid.normalised(Grid.band(Grid.of(square, COARSE), COARSE, 0, 3));
    }
}
