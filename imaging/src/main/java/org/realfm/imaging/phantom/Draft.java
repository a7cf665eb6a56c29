package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;

/// A body while it is being drawn.
final class Draft {

    private final List<Structure> structures = new ArrayList<>();

    /// Names of intensities with their numbers, in order.
    static SequencedMap<String, Double> intensity(Object... pairs) {
        SequencedMap<String, Double> intensity = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            intensity.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
        }
        return intensity;
    }

    void add(Structure structure) {
        structures.add(structure);
    }

    /// Adds an organ or tissue.
    ///
    /// @param parent id of what it lies in; empty for none
    void add(
            String id, String kind, Category category, String parent, Side side, SequencedMap<String, Double> intensity,
            Shape shape) {
        add(new Structure(
                id, kind, category, parent.isEmpty() ? Optional.empty() : Optional.of(parent), side, intensity,
                Optional.of(shape), List.of()));
    }

    /// Adds a lesion.
    void lesion(
            String id, String kind, String parent, Side side, SequencedMap<String, Double> intensity,
            Optional<Shape> shape, List<SceneObject.Moment> history) {
        add(new Structure(id, kind, Category.LESION, Optional.of(parent), side, intensity, shape, history));
    }

    Shape shape(String id) {
        return structures.stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .flatMap(Structure::shape)
                .orElseThrow(() -> new IllegalArgumentException("nothing is drawn with the id " + id));
    }

    List<Structure> structures() {
        return structures;
    }
}
