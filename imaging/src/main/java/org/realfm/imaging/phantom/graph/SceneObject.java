package org.realfm.imaging.phantom.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// One thing in a scene.
///
/// @param id        names it within the scene
/// @param kind      what it is: `liver`, `nodule`, ...
/// @param category  what sort of thing
/// @param parent    id of what it is part of or lies in, if anything
/// @param side      of the patient
/// @param intensity what it shows, by name with the unit: `hu`, `t1_ms`, `t2_ms`, `pd`, `echo_db`, `od_haematoxylin`, ...
/// @param body      the solid it is, where it is a single superquadric
/// @param region    what of it can be seen at the scene's time: the set of voxels that it and its parts are on top of.
///                  Empty where it is absent at that time or outside the field of view
/// @param history   its size at every time point, for a lesion; empty otherwise
public record SceneObject(
        String id,
        String kind,
        Category category,
        Optional<String> parent,
        Side side,
        SequencedMap<String, Double> intensity,
        Optional<Solid> body,
        Optional<Region> region,
        List<Moment> history) {

    public SceneObject {
        intensity = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(intensity));
        history = List.copyOf(history);
    }

    /// Pose and size of a superquadric, see [org.realfm.imaging.phantom.solid.Superquadric].
    ///
    /// @param centre   x, y, z in mm
    /// @param axes     the unit vectors of its three axes
    /// @param semiAxes in mm
    /// @param powers   n and m; 2 and 2 for an ellipsoid
    /// @param volume   in mm³, of the whole solid
    public record Solid(
            List<Double> centre, List<List<Double>> axes, List<Double> semiAxes, List<Double> powers, double volume) {

        public Solid {
            centre = List.copyOf(centre);
            axes = List.copyOf(axes);
            semiAxes = List.copyOf(semiAxes);
            powers = List.copyOf(powers);
        }
    }

    /// What a mask measures.
    ///
    /// @param centroid x, y, z in mm
    /// @param low      least x, y, z of the outsides of its voxels, in mm
    /// @param high     largest x, y, z
    /// @param content  mm³; mm² in a picture
    /// @param voxels   how many
    /// @param slices   where it can be seen; empty in a picture
    public record Region(
            List<Double> centroid, List<Double> low, List<Double> high, double content, long voxels,
            Optional<Slices> slices) {

        public Region {
            centroid = List.copyOf(centroid);
            low = List.copyOf(low);
            high = List.copyOf(high);
        }
    }

    /// The slices that show a thing, counted from 0.
    ///
    /// @param first   the first
    /// @param last    the last
    /// @param largest the one with the largest area; the first of equals
    /// @param area    its area there, in mm²
    public record Slices(int first, int last, int largest, double area) {}

    /// A lesion at one time point.
    ///
    /// @param time            index of the time point
    /// @param present         whether it is there
    /// @param longest         its longest diameter in mm; 0 where it is absent
    /// @param volume          in mm³ (mm² in a picture without depth)
    /// @param longestChange   percent change of the longest diameter from time 0; empty at time 0 and where there was nothing
    /// @param volumeChange    percent change of the volume from time 0
    public record Moment(
            int time, boolean present, double longest, double volume, Optional<Double> longestChange,
            Optional<Double> volumeChange) {

        /// Sizes at some times, with their changes from the first.
        ///
        /// @param longest longest diameter at each time; 0 where absent
        /// @param volume  volume at each time
        public static List<Moment> of(List<Double> longest, List<Double> volume) {
            List<Moment> moments = new java.util.ArrayList<>();
            for (int t = 0; t < longest.size(); t++) {
                boolean comparable = t > 0 && longest.getFirst() > 0;
                moments.add(new Moment(
                        t, longest.get(t) > 0, longest.get(t), volume.get(t),
                        comparable ? Optional.of(100 * (longest.get(t) / longest.getFirst() - 1)) : Optional.empty(),
                        comparable ? Optional.of(100 * (volume.get(t) / volume.getFirst() - 1)) : Optional.empty()));
            }
            return List.copyOf(moments);
        }
    }

    /// Whether it can be seen at the scene's time.
    public boolean visible() {
        return region.isPresent();
    }

    /// The number of one intensity.
    ///
    /// @throws IllegalArgumentException if it has none of that name
    public double intensity(String name) {
        return Optional.ofNullable(((Map<String, Double>) intensity).get(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        id + " has no intensity '" + name + "', only " + intensity.keySet()));
    }
}
