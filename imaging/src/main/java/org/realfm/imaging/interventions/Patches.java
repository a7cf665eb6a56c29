package org.realfm.imaging.interventions;

import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// Parts of a grid made again from what surrounds them, or moved slightly, slice by slice, see [SeamlessClone].
final class Patches {

    private Patches() {}

    /// The same pixels made again in every slice.
    static Grid remade(Grid grid, Mask mask) {
        return remade(grid, slice -> mask);
    }

    /// Each pixel of the mask taken from some rows further down, in every slice, see [SeamlessClone#displaced].
    static Grid displaced(Grid grid, Mask mask, int rows) {
        return changed(grid, slice -> mask, (picture, part) -> SeamlessClone.displaced(picture, part, rows));
    }

    /// @param masks the pixels of each slice that are made again; a slice of which nothing or everything is asked for
    ///              stays as it is
    static Grid remade(Grid grid, IntFunction<Mask> masks) {
        return changed(grid, masks, SeamlessClone::fill);
    }

    private static Grid changed(Grid grid, IntFunction<Mask> masks, BiFunction<Image2D, Mask, Image2D> change) {
        int pixels = grid.columns() * grid.rows();
        Grid filled = grid.asPictures((picture, slice) -> {
            Mask mask = masks.apply(slice);
            return mask.count() == 0 || mask.count() == pixels ? picture : change.apply(picture, mask);
        });
        float[] samples = grid.samples().clone();
        for (int z = 0; z < grid.slices(); z++) {
            int[] indices = masks.apply(z).indices();
            for (int i = 0; i < indices.length && indices.length < pixels; i++) {
                int first = (z * pixels + indices[i]) * grid.channels();
                System.arraycopy(filled.samples(), first, samples, first, grid.channels());
            }
        }
        return grid.with(samples);
    }
}
