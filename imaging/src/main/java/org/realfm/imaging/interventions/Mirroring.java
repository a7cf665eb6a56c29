package org.realfm.imaging.interventions;

import java.util.List;
import java.util.stream.IntStream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// One cell of the full factorial of what says on which side of the patient a finding lies: the pixels, the header and the
/// side marker, each as it was or exchanged left for right.
///
/// Where all three were exchanged or none, they agree and the patient's side is known. In the other six cells they
/// contradict each other, and the right answer is "inconsistent" (`reason.spatial.laterality`). The marker, a letter L, is
/// burned in again in every cell, on the side that the untouched header calls left or on the other, so that it never
/// stands mirror-inverted.
///
/// A marker that the picture has already is pixels like all others: it would be mirrored with them, and must be taken out
/// first.
///
/// @param pixels whether the samples are mirrored
/// @param header whether what the header says of left and right is exchanged: the direction of rows of a film
///               ([#rowDirection]), the affine map of a volume
/// @param marker whether the marker stands on the other side
public record Mirroring(boolean pixels, boolean header, boolean marker) implements Intervention, VolumeIntervention {

    /// All eight cells, the untouched one first.
    public static List<Mirroring> factorial() {
        return IntStream.range(0, 8)
                .mapToObj(cell -> new Mirroring((cell & 4) != 0, (cell & 2) != 0, (cell & 1) != 0))
                .toList();
    }

    /// Whether pixels, header and marker agree.
    public boolean consistent() {
        return pixels == header && header == marker;
    }

    /// The first value of Patient Orientation (0020,0020) that goes with the film: where the rows of a frontal film go
    /// to, `L` as it is shown to readers.
    public String rowDirection() {
        return header ? "R" : "L";
    }

    @Override
    public String id() {
        return "mirroring:pixels=" + pixels + ":header=" + header + ":marker=" + marker;
    }

    /// A frontal film as readers look at it, the patient's left on the right. Its header is [#rowDirection].
    @Override
    public Image2D apply(Image2D image, long seed) {
        return changed(Grid.of(image, image.shorterSide()), true).image(image);
    }

    /// A volume whose rows run from side to side. The header is its affine map: exchanged, the columns keep the places of
    /// all voxels together and run through them the other way.
    ///
    /// @throws IllegalArgumentException if left and right are not along the columns' axis more than along the others
    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        Affine affine = volume.affine();
        double across = affine.step(0)[0];
        if (Math.abs(across) < Math.max(Math.abs(affine.step(1)[0]), Math.abs(affine.step(2)[0]))) {
            throw new IllegalArgumentException("left and right are not the columns of this volume: " + affine);
        }
        Volume changed = changed(Grid.of(volume, scale), across > 0).volume();
        return header ? Volume.of(volume.columns(), volume.rows(), volume.slices(), changed.values(),
                reversed(affine, volume.columns())) : changed;
    }

    private Grid changed(Grid grid, boolean leftIsLast) {
        Grid turned = pixels ? Geometry.mirrored(grid, 0) : grid;
        BurnedText letter = new BurnedText("L", leftIsLast != marker ? Corner.TOP_RIGHT : Corner.TOP_LEFT);
        Mask mask = letter.mask(grid.columns(), grid.rows());
        return turned.mapped(mask, v -> grid.scale().high());
    }

    private static Affine reversed(Affine affine, int columns) {
        double[] rows = affine.rows();
        double[] last = affine.place(columns - 1, 0, 0);
        for (int i = 0; i < 3; i++) {
            rows[4 * i] = -rows[4 * i];
            rows[4 * i + 3] = last[i];
        }
        return Affine.of(rows);
    }
}
