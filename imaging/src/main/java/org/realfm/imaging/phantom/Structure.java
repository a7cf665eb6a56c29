package org.realfm.imaging.phantom;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;

/// One thing a body is made of.
///
/// @param id        names it within the body
/// @param kind      what it is
/// @param category  what sort of thing
/// @param parent    id of what it is part of or lies in; that one comes earlier
/// @param side      of the patient
/// @param intensity what it shows, by name with the unit
/// @param shape     the solid; empty where it is absent at this time
/// @param history   its size at every time point, for a lesion
public record Structure(
        String id,
        String kind,
        Category category,
        Optional<String> parent,
        Side side,
        SequencedMap<String, Double> intensity,
        Optional<Shape> shape,
        List<SceneObject.Moment> history) {

    public Structure {
        intensity = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(intensity));
        history = List.copyOf(history);
    }

    /// The number of one intensity.
    double intensity(String name) {
        return Optional.ofNullable(intensity.get(name))
                .orElseThrow(() -> new IllegalArgumentException(id + " has no " + name + ", only " + intensity.keySet()));
    }

    Structure mirrored() {
        return new Structure(
                id, kind, category, parent, side.mirrored(), intensity, shape.map(Shape::mirrored), history);
    }
}
