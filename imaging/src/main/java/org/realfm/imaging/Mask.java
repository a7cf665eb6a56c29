package org.realfm.imaging;

import java.util.BitSet;
import java.util.function.BiPredicate;

/// A set of pixels of a grid.
public final class Mask {

    private final int width;
    private final int height;
    private final BitSet pixels;

    private Mask(int width, int height, BitSet pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /// The pixels (column, row) of a grid that a predicate holds for.
    public static Mask of(int width, int height, BiPredicate<Integer, Integer> inside) {
        BitSet pixels = new BitSet(width * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (inside.test(x, y)) {
                    pixels.set(y * width + x);
                }
            }
        }
        return new Mask(width, height, pixels);
    }

    /// Columns of the grid.
    public int width() {
        return width;
    }

    /// Rows of the grid.
    public int height() {
        return height;
    }

    /// Whether the pixel is in the set; false outside the grid.
    public boolean contains(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height && pixels.get(y * width + x);
    }

    /// The number of pixels in the set.
    public int count() {
        return pixels.cardinality();
    }

    /// The indices `y * width + x` of the pixels in the set, ascending.
    public int[] indices() {
        return pixels.stream().toArray();
    }

    /// The set seen in a mirror: left and right exchanged.
    public Mask mirrored() {
        return of(width, height, (x, y) -> contains(width - 1 - x, y));
    }

    /// The pixels outside the set that are at most `reach` steps (in a king's moves) from one inside.
    public Mask surroundings(int reach) {
        BitSet grown = (BitSet) pixels.clone();
        for (int step = 0; step < reach; step++) {
            BitSet last = (BitSet) grown.clone();
            for (int i = last.nextSetBit(0); i >= 0; i = last.nextSetBit(i + 1)) {
                int x = i % width;
                int y = i / width;
                for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
                    grown.set(v * width + Math.max(0, x - 1), v * width + Math.min(width - 1, x + 1) + 1);
                }
            }
        }
        grown.andNot(pixels);
        return new Mask(width, height, grown);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask that && width == that.width && height == that.height && pixels.equals(that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + pixels.hashCode();
    }

    @Override
    public String toString() {
        return "Mask[" + count() + " of " + width + " x " + height + "]";
    }
}
