package org.realfm.imaging.phantom.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// All that is true of a generated picture or volume.
///
/// @param modality    `ct`, `radiograph`, `mr`, `ultrasound` or `histology`
/// @param seed        what it was drawn from
/// @param frame       what places and directions mean
/// @param acquisition how it was taken: numbers by name with the unit
/// @param days        the day of each time point; the first is 0
/// @param time        which of them is shown
/// @param margin      in mm: a direction between two objects is told if their centroids are at least this far apart along
///                    it, and at least a quarter of the sum of their extents along it
/// @param objects     in the order they are painted: later ones lie over earlier ones
/// @param relations   of pairs of visible objects, the one earlier in `objects` first
public record SceneGraph(
        String modality,
        long seed,
        Frame frame,
        SequencedMap<String, Double> acquisition,
        List<Integer> days,
        int time,
        double margin,
        List<SceneObject> objects,
        List<Relation> relations) {

    /// What places and directions mean.
    public enum Frame {
        /// Millimetres in the patient: x to the left, y to the back, z to the head (DICOM's LPS).
        PATIENT("patient-lps"),
        /// Millimetres in a picture: x to the right, y down, as one looks at it.
        PICTURE("picture");

        private final String id;

        Frame(String id) {
            this.id = id;
        }

        /// As it is written.
        public String id() {
            return id;
        }
    }

    public SceneGraph {
        acquisition = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(acquisition));
        days = List.copyOf(days);
        objects = List.copyOf(objects);
        relations = List.copyOf(relations);
    }

    /// The object of an id.
    public Optional<SceneObject> object(String id) {
        return objects.stream().filter(object -> object.id().equals(id)).findFirst();
    }

    /// How many objects of each kind can be seen, by name.
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        objects.stream().filter(SceneObject::visible).forEach(object -> counts.merge(object.kind(), 1, Integer::sum));
        return counts;
    }

    /// How many objects of a kind can be seen.
    public int count(String kind) {
        return counts().getOrDefault(kind, 0);
    }

    /// The lesions, seen or not.
    public List<SceneObject> lesions() {
        return objects.stream()
                .filter(object -> object.category() == Category.LESION)
                .toList();
    }

    /// How one object lies to another, whichever of them was named first.
    public Optional<Relation> relation(String subject, String object) {
        for (Relation relation : relations) {
            if (relation.subject().equals(subject) && relation.object().equals(object)) {
                return Optional.of(relation);
            }
            if (relation.subject().equals(object) && relation.object().equals(subject)) {
                return Optional.of(relation.inverse());
            }
        }
        return Optional.empty();
    }

    /// The scene as JSON, the same text for the same scene.
    public String toJson() {
        return SceneJson.text(this);
    }
}
