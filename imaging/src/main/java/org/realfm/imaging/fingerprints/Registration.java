package org.realfm.imaging.fingerprints;

import java.util.Arrays;

/// Where one grid lies in another: the point (x, y) of its unit square shows what the other shows at
/// (u + width (x - 1/2), v + height (y - 1/2)) of its own, so columns and rows scale on their own, as they do when a film
/// is cropped and then brought to a square. A part that reaches beyond the other is outside the common field.
///
/// @param correlation size of the correlation of the two grids in the common field, in [0, 1]; a negative lies on its
///                    positive
record Registration(double u, double v, double width, double height, double correlation) {

    /// The least share of the first grid that the common field must hold.
    private static final double LEAST_FIELD = 0.35;

    private static final double SMALLEST = 0.75;
    private static final double FARTHEST = 0.3;
    private static final double LONGEST_STEP = 0.08;
    private static final double SHORTEST_STEP = 0.0005;
    /// Of correlation, that a further step is worth.
    private static final double LEAST_GAIN = 1e-4;

    private static final int MOVES = 4;
    private static final int UNKNOWNS = 6;

    /// The first grid lies on a part of the other.
    static Registration on(Part part) {
        return new Registration(
                part.left() + part.width() / 2, part.top() + part.height() / 2, part.width(), part.height(), 0);
    }

    /// Moves to where the two grids agree best near this place, by Gauss-Newton steps that also fit contrast and
    /// brightness; cells that do not fit (a burned-in letter) weigh less.
    ///
    /// Source: Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd.
    Registration refined(Grid moving, Grid fixed, int steps) {
        Grid seen = seen(moving, fixed);
        Registration best = judged(moving, seen);
        for (int step = 0; step < steps; step++) {
            double[] move = best.step(moving, seen);
            double longest = Arrays.stream(move).map(Math::abs).max().orElse(0);
            if (longest < SHORTEST_STEP) {
                break;
            }
            double scale = Math.min(1, LONGEST_STEP / longest);
            Registration next = best.moved(move, scale);
            seen = next.seen(moving, fixed);
            next = next.judged(moving, seen);
            if (next.correlation <= best.correlation) {
                next = best.moved(move, scale / 3);
                seen = next.seen(moving, fixed);
                next = next.judged(moving, seen);
            }
            double gain = next.correlation - best.correlation;
            best = gain > 0 ? next : best;
            if (gain < LEAST_GAIN) {
                break;
            }
        }
        return best;
    }

    /// What the other grid shows at the cells of the first; NaN outside the common field.
    Grid seen(Grid moving, Grid fixed) {
        return fixed.part(u - width / 2, v - height / 2, width, height, moving.columns(), moving.rows());
    }

    private Registration judged(Grid moving, Grid seen) {
        Grid.Line line = moving.line(seen);
        boolean enough = line.cells() >= LEAST_FIELD * moving.cells().length;
        return new Registration(u, v, width, height, enough ? Math.abs(line.correlation()) : 0);
    }

    private Registration moved(double[] move, double scale) {
        return new Registration(
                Math.clamp(u + scale * move[0], 0.5 - FARTHEST, 0.5 + FARTHEST),
                Math.clamp(v + scale * move[2], 0.5 - FARTHEST, 0.5 + FARTHEST),
                Math.clamp(width + scale * move[1], SMALLEST, 1 / SMALLEST),
                Math.clamp(height + scale * move[3], SMALLEST, 1 / SMALLEST),
                0);
    }

    /// The step in u, width, v and height after which seen = slope x moving + level would hold best if it were linear
    /// in them.
    private double[] step(Grid moving, Grid seen) {
        int columns = moving.columns();
        int rows = moving.rows();
        float[] own = moving.cells();
        float[] other = seen.cells();
        Grid.Line line = moving.line(seen);
        double usual = 2 * meanDistance(own, other, line);
        double[][] system = new double[UNKNOWNS][UNKNOWNS + 1];
        double[] row = new double[UNKNOWNS + 1];
        for (int y = 1; y + 1 < rows; y++) {
            for (int x = 1; x + 1 < columns; x++) {
                int i = y * columns + x;
                float acrossColumns = other[i + 1] - other[i - 1];
                float acrossRows = other[i + columns] - other[i - columns];
                if (Float.isNaN(acrossColumns + acrossRows + other[i] + own[i])) {
                    continue;
                }
                double distance = Math.abs(other[i] - line.level() - line.slope() * own[i]);
                row[0] = acrossColumns * columns / (2 * width);
                row[1] = row[0] * ((x + 0.5) / columns - 0.5);
                row[2] = acrossRows * rows / (2 * height);
                row[3] = row[2] * ((y + 0.5) / rows - 0.5);
                row[4] = own[i];
                row[5] = 1;
                row[6] = -other[i];
                add(system, row, distance > usual ? usual / distance : 1);
            }
        }
        return Arrays.copyOf(solved(system), MOVES);
    }

    private static double meanDistance(float[] own, float[] other, Grid.Line line) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            double distance = Math.abs(other[i] - line.level() - line.slope() * own[i]);
            sum += Double.isNaN(distance) ? 0 : distance;
        }
        return sum / Math.max(1, line.cells());
    }

    private static void add(double[][] system, double[] row, double weight) {
        for (int a = 0; a < UNKNOWNS; a++) {
            double w = weight * row[a];
            for (int b = a; b <= UNKNOWNS; b++) {
                system[a][b] += w * row[b];
            }
        }
    }

    /// Solves symmetric normal equations given by their upper triangle and right-hand side; zeros where they have no
    /// unique solution (a grid without structure).
    private static double[] solved(double[][] system) {
        double[] diagonal = new double[UNKNOWNS];
        for (int a = 0; a < UNKNOWNS; a++) {
            diagonal[a] = system[a][a];
        }
        for (int pivot = 0; pivot < UNKNOWNS; pivot++) {
            if (system[pivot][pivot] <= 1e-9 * diagonal[pivot]) {
                return new double[UNKNOWNS];
            }
            for (int a = pivot + 1; a < UNKNOWNS; a++) {
                double factor = system[pivot][a] / system[pivot][pivot];
                for (int b = a; b <= UNKNOWNS; b++) {
                    system[a][b] -= factor * system[pivot][b];
                }
            }
        }
        double[] solution = new double[UNKNOWNS];
        for (int a = UNKNOWNS - 1; a >= 0; a--) {
            double sum = system[a][UNKNOWNS];
            for (int b = a + 1; b < UNKNOWNS; b++) {
                sum -= system[a][b] * solution[b];
            }
            solution[a] = sum / system[a][a];
        }
        return solution;
    }
}
