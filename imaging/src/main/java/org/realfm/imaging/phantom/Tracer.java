package org.realfm.imaging.phantom;

import java.util.List;
import org.realfm.imaging.phantom.solid.Ray;
import org.realfm.imaging.phantom.solid.Spans;

/// Follows straight lines through a body. A workspace; not for sharing between threads.
final class Tracer {

    /// Told of each part of a line.
    @FunctionalInterface
    interface Sink {
        /// @param structure the number of the structure
        /// @param enter     where the part begins, in steps of the ray
        /// @param exit      where it ends
        void part(int structure, double enter, double exit);
    }

    private final List<Body.Placed> shapes;
    private final Spans one = new Spans();
    private final Spans covered = new Spans();
    private final Spans seen = new Spans();
    private final double[] part = new double[2];

    Tracer(List<Body.Placed> shapes) {
        this.shapes = shapes;
    }

    /// Tells where a line lies in what structure on top of all others; the latest structure is told first.
    void onTop(Ray ray, Sink sink) {
        trace(ray, (structure, enter, exit) -> {}, sink);
    }

    /// Tells also where it lies in each structure, whether something lies over it or not.
    void trace(Ray ray, Sink inside, Sink onTop) {
        covered.clear();
        for (int i = shapes.size() - 1; i >= 0; i--) {
            Body.Placed placed = shapes.get(i);
            if (!placed.bounds().cross(ray, part)) {
                continue;
            }
            one.clear();
            placed.shape().cross(ray, one);
            if (one.count() == 0) {
                continue;
            }
            for (int k = 0; k < one.count(); k++) {
                inside.part(placed.structure(), one.enter(k), one.exit(k));
            }
            seen.clear();
            seen.addDifference(one, covered);
            for (int k = 0; k < seen.count(); k++) {
                onTop.part(placed.structure(), seen.enter(k), seen.exit(k));
            }
            covered.include(one);
        }
    }
}
