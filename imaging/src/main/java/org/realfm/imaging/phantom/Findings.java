package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.solid.Superquadric;

/// What lesions a patient has.
///
/// @param count    how many, 0 to 12. Each is there at one of the two time points at least
/// @param severity 0 to 1: 0 gives small and faint ones, 1 large and plain ones
/// @param time     0 or 1: which time point is shown
public record Findings(int count, double severity, int time) {

    /// The day of each time point.
    static final List<Integer> DAYS = List.of(0, 90);

    /// Four lesions of middling size at the first time point.
    public static final Findings USUAL = new Findings(4, 0.5, 0);

    public Findings {
        if (count < 0 || count > 12) {
            throw new IllegalArgumentException("a phantom has 0 to 12 lesions, found " + count);
        }
        if (!(severity >= 0 && severity <= 1)) {
            throw new IllegalArgumentException("a severity lies in [0, 1], found " + severity);
        }
        if (time != 0 && time != 1) {
            throw new IllegalArgumentException("a phantom has the time points 0 and 1, found " + time);
        }
    }

    /// A number between a smallest and a largest by severity, give or take a fifth.
    double size(SplitMix64 random, double smallest, double largest) {
        return (smallest + (largest - smallest) * severity) * random.between(0.8, 1.2);
    }

    /// How large a lesion is at each time, as a factor of its drawn size; 0 where it is absent. Of twelve, five grow (a quarter
    /// to the double of the diameter), three shrink, two stay exactly as they are, one is new and one goes away.
    static List<Double> fate(SplitMix64 random) {
        int lot = random.below(12);
        double grown = random.between(1.25, 2.0);
        double shrunk = random.between(0.45, 0.8);
        return switch (lot) {
            case 0 -> List.of(0.0, 1.0);
            case 1 -> List.of(1.0, 0.0);
            case 2, 3 -> List.of(1.0, 1.0);
            case 4, 5, 6 -> List.of(1.0, shrunk);
            default -> List.of(1.0 / grown, 1.0);
        };
    }

    /// The history of an ellipsoid.
    ///
    /// @param factors of its size, one a time point
    static List<SceneObject.Moment> history(Superquadric whole, List<Double> factors) {
        double longest = 2 * whole.semiAxes().stream().mapToDouble(a -> a).max().orElseThrow();
        List<Double> lengths = new ArrayList<>();
        List<Double> volumes = new ArrayList<>();
        for (double factor : factors) {
            lengths.add(factor * longest);
            volumes.add(factor * factor * factor * whole.volume());
        }
        return SceneObject.Moment.of(lengths, volumes);
    }
}
