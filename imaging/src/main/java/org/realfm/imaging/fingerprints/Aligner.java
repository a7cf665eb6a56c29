package org.realfm.imaging.fingerprints;

import java.util.EnumMap;
import java.util.Map;
import org.realfm.imaging.fingerprints.Candidates.Candidate;

/// Lays one film on others and says how alike they then are.
///
/// Films are aligned on detail (what lies between two scales) first of a small square, where the basin is wide, then of
/// a larger one, then in their own shape at the resolution that both bear. They are compared in the common field after
/// the cells that fit worst are left out, so that a burned-in letter does not hide a copy.
final class Aligner {

    private static final int SOFT = 16;
    private static final int MIDDLE = 28;
    private static final int STEPS = 6;
    private static final double LEFT_OUT = 0.08;
    private static final int TRIMMINGS = 3;
    /// Films of resolutions that differ by more are first brought to the lower one.
    private static final double LIKE_RESOLUTION = 1.1;

    private final Map<Dihedral, Turned> turned = new EnumMap<>(Dihedral.class);
    private final Prepared query;

    /// A film with its detail at two resolutions.
    record Prepared(Film film, Grid soft, Grid middle) {

        static Prepared of(Film film) {
            return new Prepared(film, film.square(SOFT).band(1, 2.5), detail(film.square(MIDDLE)));
        }
    }

    /// The query film after a transform.
    private record Turned(Grid soft, Grid middle, Grid own, Grid fine) {

        static Turned of(Prepared film, Dihedral transform) {
            Grid own = transform.apply(film.film.grid());
            return new Turned(transform.apply(film.soft), transform.apply(film.middle), own, detail(own));
        }
    }

    /// Where the query film lies on a candidate.
    record Aligned(Candidate candidate, Registration place) {}

    Aligner(Prepared query) {
        this.query = query;
    }

    private Turned turned(Candidate candidate) {
        return turned.computeIfAbsent(candidate.transform(), transform -> Turned.of(query, transform));
    }

    Aligned coarsely(Candidate candidate, Prepared reference) {
        Registration start = Registration.on(candidate.place());
        return new Aligned(candidate, start.refined(turned(candidate).soft, reference.soft, STEPS));
    }

    Aligned closely(Aligned aligned, Prepared reference) {
        Grid moving = turned(aligned.candidate).middle;
        return new Aligned(aligned.candidate, aligned.place.refined(moving, reference.middle, STEPS));
    }

    /// How alike the films are, in [0, 1]: size of the correlation of detail.
    double similarity(Aligned aligned, Film reference) {
        Grid moving = turned(aligned.candidate).own;
        Grid movingDetail = turned(aligned.candidate).fine;
        Grid fixed = reference.grid();
        double density = Math.sqrt(aligned.place.width() * fixed.columns() / moving.columns()
                * aligned.place.height() * fixed.rows() / moving.rows());
        if (density > LIKE_RESOLUTION) {
            fixed = reference.grid((int) Math.round(fixed.longest() / density));
        } else if (density < 1 / LIKE_RESOLUTION) {
            moving = aligned.candidate.transform()
                    .apply(query.film.grid((int) Math.round(moving.longest() * density)));
            movingDetail = detail(moving);
        }
        Registration place = aligned.place.refined(movingDetail, detail(fixed), STEPS);
        return trimmed(moving, place.seen(moving, fixed));
    }

    /// Correlation of detail without the cells that the straight line through the others explains worst, and without
    /// those that only one of the two has.
    private static double trimmed(Grid a, Grid b) {
        boolean[] left = new boolean[a.cells().length];
        for (int i = 0; i < left.length; i++) {
            left[i] = Float.isNaN(b.cells()[i]);
        }
        for (int round = 0; round < TRIMMINGS; round++) {
            Grid.Line line = a.without(left).line(b);
            float[] distances = new float[left.length];
            for (int i = 0; i < left.length; i++) {
                distances[i] = (float) Math.abs(b.cells()[i] - line.level() - line.slope() * a.cells()[i]);
            }
            float limit = Grid.quantile(distances, 1 - LEFT_OUT);
            for (int i = 0; i < left.length; i++) {
                left[i] = !(distances[i] <= limit);
            }
        }
        return Math.abs(detail(a.without(left)).line(detail(b.without(left))).correlation());
    }

    /// What is finer than a twelfth of the film and coarser than a fortieth, which re-encoding changes little.
    private static Grid detail(Grid grid) {
        return grid.band(Math.max(0.7, grid.longest() / 40.0), grid.longest() / 12.0);
    }
}
