package org.realfm.imaging.phantom.graph;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// How one object lies to another.
///
/// @param subject    id of the one
/// @param object     id of the other
/// @param topology   how their regions lie to each other
/// @param margin     known where one is a lesion. Where they are apart or touch: the least distance between the
///                   centre of a voxel of one and of the other, in mm. Where one is inside the other: the least distance
///                   between a voxel of the inner and a voxel outside the outer. Where they overlap: 0
/// @param directions where the subject lies, seen from the object, each with the distance of the centroids along that
///                   direction in mm. One that is not clear is left out, so the opposite may not be concluded: see
///                   [SceneGraph#margin]
public record Relation(
        String subject, String object, Rcc8 topology, OptionalDouble margin, Map<Direction, Double> directions) {

    public Relation {
        directions = java.util.Collections.unmodifiableMap(new TreeMap<>(directions));
    }

    /// The same, told of the other.
    public Relation inverse() {
        Map<Direction, Double> turned = new TreeMap<>();
        directions.forEach((direction, by) -> turned.put(direction.inverse(), by));
        return new Relation(object, subject, topology.inverse(), margin, turned);
    }
}
