package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.phantom.graph.Measured;
import org.realfm.imaging.phantom.graph.Relations;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Volume;

/// A generated picture or volume with all that is true of it.
///
/// @param scene   what is in it
/// @param content the picture or the volume
/// @param regions the region of each object of the scene, by id; empty for one that cannot be seen
public record Phantom(SceneGraph scene, Content content, SequencedMap<String, VoxelMask> regions) {

    /// What was generated.
    public sealed interface Content {}

    /// A picture.
    public record Picture(Image2D image) implements Content {}

    /// A volume.
    ///
    /// @param volume in Hounsfield units (CT) or in units of the signal (MR)
    /// @param dark   the value usually shown as black
    /// @param bright the value usually shown as white
    public record Voxels(Volume volume, double dark, double bright) implements Content {

        /// A slice as a picture of 8 bits, as usually shown.
        public Image2D slice(int slice) {
            float[] grey = new float[volume.columns() * volume.rows()];
            for (int i = 0; i < grey.length; i++) {
                double value = volume.value(i % volume.columns(), i / volume.columns(), slice);
                grey[i] = (float) Math.clamp(255 * (value - dark) / (bright - dark), 0.0, 255.0);
            }
            return Image2D.of(volume.columns(), volume.rows(), 1, 255, grey).quantised();
        }
    }

    public Phantom {
        regions = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(regions));
    }

    /// The region of an object.
    ///
    /// @throws IllegalArgumentException if there is none of that id
    public VoxelMask region(String id) {
        return Optional.ofNullable(regions.get(id))
                .orElseThrow(() -> new IllegalArgumentException("there is no " + id + " in this scene"));
    }

    /// The volume.
    ///
    /// @throws IllegalStateException if it is a picture
    public Volume volume() {
        if (content instanceof Voxels voxels) {
            return voxels.volume();
        }
        throw new IllegalStateException("this phantom is a picture");
    }

    /// The picture.
    ///
    /// @throws IllegalStateException if it is a volume
    public Image2D picture() {
        if (content instanceof Picture picture) {
            return picture.image();
        }
        throw new IllegalStateException("this phantom is a volume");
    }

    /// Puts a phantom together.
    ///
    /// @param regions     one a structure
    /// @param seen        the axes along which directions can be told
    /// @param acquisition how it was taken
    static Phantom of(
            String modality, Body body, Grid grid, List<VoxelMask> regions, List<Integer> seen, double margin,
            SequencedMap<String, Double> acquisition, Content content) {
        List<SceneObject> objects = new ArrayList<>();
        SequencedMap<String, VoxelMask> byId = new LinkedHashMap<>();
        for (int i = 0; i < regions.size(); i++) {
            Structure structure = body.structures().get(i);
            byId.put(structure.id(), regions.get(i));
            objects.add(new SceneObject(
                    structure.id(), structure.kind(), structure.category(), structure.parent(), structure.side(),
                    structure.intensity(), structure.shape().flatMap(Phantom::solid),
                    Measured.of(regions.get(i), grid.affine()), structure.history()));
        }
        SequencedMap<String, Double> how = new LinkedHashMap<>(acquisition);
        double[] spacing = grid.affine().spacing();
        how.put("column_spacing_mm", spacing[0]);
        how.put("row_spacing_mm", spacing[1]);
        if (grid.dimensions() == 3) {
            how.put("slice_spacing_mm", grid.normal());
            how.put("slice_thickness_mm", grid.thickness());
        }
        SceneGraph scene = new SceneGraph(
                modality, body.seed(), body.frame(), how, body.days(), body.time(), margin, objects,
                Relations.of(objects, regions, body.frame(), seen, margin));
        return new Phantom(scene, content, byId);
    }

    private static Optional<SceneObject.Solid> solid(Shape shape) {
        return shape instanceof Superquadric solid
                ? Optional.of(new SceneObject.Solid(
                        solid.centre(), solid.axes(), solid.semiAxes(), solid.powers(), solid.volume()))
                : Optional.empty();
    }
}
