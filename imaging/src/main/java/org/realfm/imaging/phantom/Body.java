package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.phantom.solid.Shape;

/// All things in a scene at one time, painted one over the other: where two lie in one place, the later counts.
///
/// @param seed       what it was drawn from
/// @param frame      what places mean
/// @param days       the day of each time point
/// @param time       which of them this is
/// @param structures in the order they are painted
public record Body(long seed, SceneGraph.Frame frame, List<Integer> days, int time, List<Structure> structures) {

    /// The most structures, so that the number of one fits 16 bits and leaves -1 for none.
    static final int MOST = Short.MAX_VALUE;

    public Body {
        days = List.copyOf(days);
        structures = List.copyOf(structures);
        if (structures.size() > MOST) {
            throw new IllegalArgumentException("a body has at most " + MOST + " structures, found " + structures.size());
        }
        Set<String> ids = new HashSet<>();
        for (Structure structure : structures) {
            if (!ids.add(structure.id())) {
                throw new IllegalArgumentException("two structures have the id " + structure.id());
            }
            structure.parent().ifPresent(parent -> {
                if (!ids.contains(parent)) {
                    throw new IllegalArgumentException(
                            structure.id() + " lies in " + parent + ", which does not come before it");
                }
            });
        }
    }

    /// The mirror image: everything on the other side, as in situs inversus.
    ///
    /// @throws IllegalArgumentException if there is no patient, so no side
    public Body mirrored() {
        if (frame != SceneGraph.Frame.PATIENT) {
            throw new IllegalArgumentException("a piece of tissue has no sides to exchange");
        }
        return new Body(
                seed, frame, days, time,
                structures.stream().map(Structure::mirrored).toList());
    }

    /// This body without a structure and all that lies in it.
    ///
    /// @throws IllegalArgumentException if there is none of that id
    public Body without(String id) {
        Set<String> gone = new HashSet<>(Set.of(id));
        List<Structure> left = structures.stream()
                .filter(s -> !(gone.contains(s.id())
                        || s.parent().filter(gone::contains).isPresent() && gone.add(s.id())))
                .toList();
        if (left.size() == structures.size()) {
            throw new IllegalArgumentException("there is no " + id + " in this body");
        }
        return new Body(seed, frame, days, time, left);
    }

    /// The numbers of one intensity, one a structure.
    double[] intensities(String name) {
        return structures.stream().mapToDouble(s -> s.intensity(name)).toArray();
    }

    /// The number of the structure that each lies in; -1 for none.
    int[] parents() {
        List<String> ids = structures.stream().map(Structure::id).toList();
        return structures.stream()
                .mapToInt(s -> s.parent().map(ids::indexOf).orElse(-1))
                .toArray();
    }

    /// The shapes that can matter within a box, with the numbers of their structures, in order.
    List<Placed> within(Bounds box) {
        List<Placed> all = new ArrayList<>();
        for (int i = 0; i < structures.size(); i++) {
            int structure = i;
            structures.get(i).shape().ifPresent(shape -> all.add(new Placed(structure, shape, shape.bounds())));
        }
        return within(all, box);
    }

    /// Those of some shapes that can matter within a box.
    static List<Placed> within(List<Placed> shapes, Bounds box) {
        List<Placed> near = new ArrayList<>();
        for (Placed placed : shapes) {
            placed.shape()
                    .within(box)
                    .ifPresent(shape -> near.add(new Placed(placed.structure(), shape, shape.bounds())));
        }
        return near;
    }

    /// A shape with the number of its structure and a box around it.
    record Placed(int structure, Shape shape, Bounds bounds) {}
}
