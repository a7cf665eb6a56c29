package org.realfm.imaging.phantom.graph;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.realfm.imaging.segmentation.DistanceTransform;
import org.realfm.imaging.segmentation.ImageEdge;
import org.realfm.imaging.segmentation.VoxelMask;

/// Tells how objects lie to each other, from their regions.
public final class Relations {

    private static final Direction[][] PATIENT = {
        {Direction.LEFT_OF, Direction.RIGHT_OF}, {Direction.BEHIND, Direction.IN_FRONT_OF},
        {Direction.ABOVE, Direction.BELOW}
    };
    private static final Direction[][] PICTURE = {
        {Direction.RIGHT_OF, Direction.LEFT_OF}, {Direction.BELOW, Direction.ABOVE}
    };

    private Relations() {}

    /// Of every pair of visible organs, lesions and regions of tissue; of what fills the room between them, and of nuclei,
    /// none.
    ///
    /// @param objects in their order
    /// @param masks   the region of each
    /// @param seen    along which axes (x, y, z) the picture tells anything: a radiograph not from front to back
    /// @param margin  in mm, see [SceneGraph#margin]
    public static List<Relation> of(
            List<SceneObject> objects, List<VoxelMask> masks, SceneGraph.Frame frame, List<Integer> seen, double margin) {
        List<Relation> relations = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            for (int k = i + 1; k < objects.size(); k++) {
                SceneObject a = objects.get(i);
                SceneObject b = objects.get(k);
                if (told(a) && told(b)) {
                    Rcc8 topology = Rcc8.of(masks.get(i), masks.get(k));
                    boolean measured = a.category() == Category.LESION || b.category() == Category.LESION;
                    relations.add(new Relation(
                            a.id(), b.id(), topology,
                            measured
                                    ? OptionalDouble.of(margin(topology, masks.get(i), masks.get(k)))
                                    : OptionalDouble.empty(),
                            directions(a, b, frame, seen, margin)));
                }
            }
        }
        return relations;
    }

    private static boolean told(SceneObject object) {
        return object.visible()
                && switch (object.category()) {
                    case ORGAN, LESION, REGION -> true;
                    case TISSUE, NUCLEUS, MARK -> false;
                };
    }

    private static double margin(Rcc8 topology, VoxelMask a, VoxelMask b) {
        return switch (topology) {
            case DC, EC -> a.count() < b.count() ? least(b.border(ImageEdge.SURFACE), a) : least(a.border(ImageEdge.SURFACE), b);
            case TPP, NTPP -> b.rim().isEmpty() ? 0 : least(b.rim(), a);
            case TPPI, NTPPI -> a.rim().isEmpty() ? 0 : least(a.rim(), b);
            case PO, EQ -> 0;
        };
    }

    private static double least(VoxelMask places, VoxelMask set) {
        double least = Double.POSITIVE_INFINITY;
        for (double distance : DistanceTransform.at(places, set)) {
            least = Math.min(least, distance);
        }
        return least;
    }

    private static Map<Direction, Double> directions(
            SceneObject a, SceneObject b, SceneGraph.Frame frame, List<Integer> seen, double margin) {
        Map<Direction, Double> directions = new EnumMap<>(Direction.class);
        SceneObject.Region one = a.region().orElseThrow();
        SceneObject.Region other = b.region().orElseThrow();
        Direction[][] names = frame == SceneGraph.Frame.PATIENT ? PATIENT : PICTURE;
        for (int axis : seen) {
            double by = one.centroid().get(axis) - other.centroid().get(axis);
            double extents = one.high().get(axis) - one.low().get(axis) + other.high().get(axis) - other.low().get(axis);
            if (Math.abs(by) >= margin && Math.abs(by) >= 0.25 * extents) {
                directions.put(names[axis][by > 0 ? 0 : 1], Math.abs(by));
            }
        }
        return directions;
    }
}
