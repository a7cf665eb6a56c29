package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.SplitMix64;

/// A hard-core point process by sequential inhibition (Diggle, Besag and Gleaves 1976, doi:10.2307/2529754): places are proposed
/// one after the other and kept if they lie at least a distance from all that were kept before. The distance between two is
/// the sum of their radii, and never below the core.
final class HardCore {

    /// @param x      in mm
    /// @param y      in mm
    /// @param radius in mm: no other comes nearer than the sum of radii
    record Point(double x, double y, double radius) {}

    private final double core;
    private final double cell;
    private final int columns;
    private final List<List<Point>> cells = new ArrayList<>();
    private final List<Point> kept = new ArrayList<>();

    /// @param width  of the field in mm
    /// @param height of the field in mm
    /// @param core   the least distance of two points in mm
    /// @param most   the largest radius in mm
    HardCore(double width, double height, double core, double most) {
        this.core = core;
        this.cell = Math.max(core, 2 * most);
        this.columns = (int) (width / cell) + 3;
        int rows = (int) (height / cell) + 3;
        for (int i = 0; i < columns * rows; i++) {
            cells.add(new ArrayList<>());
        }
    }

    /// Keeps a point if nothing is too near.
    boolean offer(Point point) {
        int column = (int) (point.x() / cell) + 1;
        int row = (int) (point.y() / cell) + 1;
        if (column < 1 || row < 1 || column > columns - 2 || (row + 1) * columns >= cells.size()) {
            return false;
        }
        for (int dr = -1; dr <= 1; dr++) {
            for (int dc = -1; dc <= 1; dc++) {
                for (Point other : cells.get((row + dr) * columns + column + dc)) {
                    double dx = other.x() - point.x();
                    double dy = other.y() - point.y();
                    double least = Math.max(core, other.radius() + point.radius());
                    if (dx * dx + dy * dy < least * least) {
                        return false;
                    }
                }
            }
        }
        cells.get(row * columns + column).add(point);
        kept.add(point);
        return true;
    }

    /// Where a point may lie and how large it is.
    @FunctionalInterface
    interface Proposal {
        /// @return the next point to offer
        Point next(SplitMix64 random);
    }

    /// Offers points until enough are kept or too many were offered.
    ///
    /// @return those kept
    List<Point> fill(SplitMix64 random, int enough, int offers, Proposal proposal) {
        int before = kept.size();
        for (int i = 0; i < offers && kept.size() < before + enough; i++) {
            offer(proposal.next(random));
        }
        return List.copyOf(kept.subList(before, kept.size()));
    }
}
