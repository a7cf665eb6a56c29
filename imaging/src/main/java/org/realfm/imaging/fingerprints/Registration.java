package org.realfm.imaging.fingerprints;

import java.util.List;

/// Where one square grid lies in another: its unit square covers the rectangle [left, left + width] x [top, top + height]
/// of the other's unit square, so columns and rows scale on their own, as they do when a film is cropped and then brought
/// to a square. A part that reaches beyond the other is outside the common field.
///
/// @param correlation normalised cross-correlation of the two grids in the common field, in [-1, 1]
record Registration(double left, double top, double width, double height, double correlation) {

    /// The least share of the first grid that the common field must hold.
    private static final double LEAST_FIELD = 0.6;

    private static final double SMALLEST = 0.75;

    /// Places tried first: the whole, and an eighth cut away on either side of the one grid or of the other.
    private static final List<Registration> STARTS = List.of(
            place(0, 0, 1), place(0.06, 0.06, 0.88), place(0, 0, 0.88), place(0.12, 0, 0.88), place(0, 0.12, 0.88),
            place(0.12, 0.12, 0.88), place(-0.07, -0.07, 1.14), place(0, 0, 1.14), place(-0.14, 0, 1.14),
            place(0, -0.14, 1.14), place(-0.14, -0.14, 1.14));

    private static Registration place(double left, double top, double size) {
        return new Registration(left, top, size, size, -1);
    }

    /// The best of a few places to start climbing from.
    static Registration start(float[] moving, float[] fixed, int n) {
        Registration best = STARTS.getFirst().judged(moving, fixed, n);
        for (Registration start : STARTS.subList(1, STARTS.size())) {
            Registration candidate = start.judged(moving, fixed, n);
            best = candidate.correlation > best.correlation ? candidate : best;
        }
        return best;
    }

    /// Climbs from this place, in steps of the unit square's side that are halved from the first to the last.
    Registration refined(float[] moving, float[] fixed, int n, double firstStep, double lastStep) {
        Registration best = judged(moving, fixed, n);
        double step = firstStep;
        while (step >= lastStep) {
            Registration better = best.climbed(moving, fixed, n, step);
            if (better.correlation > best.correlation + 1e-6) {
                best = better;
            } else {
                step /= 2;
            }
        }
        return best;
    }

    private Registration climbed(float[] moving, float[] fixed, int n, double step) {
        Registration best = this;
        for (int parameter = 0; parameter < 4; parameter++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                Registration moved = best.moved(parameter, sign * step);
                if (moved.plausible()) {
                    Registration candidate = moved.judged(moving, fixed, n);
                    best = candidate.correlation > best.correlation ? candidate : best;
                }
            }
        }
        return best;
    }

    private Registration moved(int parameter, double step) {
        return switch (parameter) {
            case 0 -> new Registration(left + step, top, width, height, -1);
            case 1 -> new Registration(left, top + step, width, height, -1);
            case 2 -> new Registration(left - step / 2, top, width + step, height, -1);
            default -> new Registration(left, top - step / 2, width, height + step, -1);
        };
    }

    private boolean plausible() {
        return width >= SMALLEST && height >= SMALLEST && width <= 1 / SMALLEST && height <= 1 / SMALLEST;
    }

    private Registration judged(float[] moving, float[] fixed, int n) {
        float[] seen = Grid.part(fixed, n, left, top, width, height);
        return new Registration(
                left, top, width, height, Grid.correlation(moving, seen, LEAST_FIELD * moving.length));
    }

    /// The two grids cut to their common field and each brought to `n * n` cells again.
    ///
    /// @return the first grid's, then the second's
    List<float[]> commonField(float[] moving, float[] fixed, int n) {
        double fromX = Math.max(0, left);
        double fromY = Math.max(0, top);
        double toX = Math.min(1, left + width);
        double toY = Math.min(1, top + height);
        return List.of(
                Grid.part(moving, n, (fromX - left) / width, (fromY - top) / height, (toX - fromX) / width,
                        (toY - fromY) / height),
                Grid.part(fixed, n, fromX, fromY, toX - fromX, toY - fromY));
    }
}
