package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Quality;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.run.CohortEvidence;
import org.realfm.stats.Quantiles;

/// How bad the films of the evaluation part already are, in the severities of [Corruption]: for each kind, the severity
/// at which the quality of the median film becomes that of the film at the 99th percentile. The measure of quality is
/// noise, sharpness (for blur and resolution), contrast or blockiness, see [Quality].
///
/// Such measures see anatomy as well as quality, so this is an upper bound. Blockiness is not measured on films of fewer
/// than eight blocks a side.
///
/// @param percentile99 by kind, in [0, 5], or infinite beyond; empty where it cannot be measured
/// @param films        how many films were measured
/// @param shorterSide  median of the films' shorter sides, in pixels
record NaturalSeverity(Map<Kind, OptionalDouble> percentile99, int films, int shorterSide) {

    static final int GROSSEST = 5;

    /// Films on which it is measured how much a severity changes a measure.
    private static final int CALIBRATED = 20;

    private static final int FEWEST_PIXELS = 3;
    private static final int FEWEST_PIXELS_FOR_BLOCKS = 64;

    /// Measures the films of these cases.
    ///
    /// @param seed of the noise that is put on some of them
    static NaturalSeverity of(CohortEvidence about, int[] rows, long seed) {
        if (about.cohort().columns().volumes()) {
            return new NaturalSeverity(Map.of(), 0, 1); // a slice does not tell what is done in three dimensions
        }
        List<Map<Kind, Double>> quality = Arrays.stream(rows)
                .parallel()
                .mapToObj(about::picture)
                .flatMap(Optional::stream)
                .filter(NaturalSeverity::measurable)
                .map(NaturalSeverity::measured)
                .toList();
        int stride = Math.max(1, rows.length / CALIBRATED);
        List<Image2D> films = IntStream.iterate(0, i -> i < rows.length, i -> i + stride)
                .limit(CALIBRATED)
                .mapToObj(i -> about.picture(rows[i]))
                .flatMap(Optional::stream)
                .filter(NaturalSeverity::measurable)
                .toList();
        if (quality.isEmpty() || films.isEmpty()) {
            return new NaturalSeverity(Map.of(), 0, 1);
        }
        int side = (int) Quantiles.of(
                films.stream().mapToDouble(Image2D::shorterSide).toArray(), 0.5);
        Map<Kind, OptionalDouble> percentiles = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            double[] measure =
                    quality.stream().mapToDouble(each -> each.getOrDefault(kind, 0.0)).toArray();
            double spread = Quantiles.of(measure, 0.99) - Quantiles.of(measure, 0.5);
            percentiles.put(
                    kind,
                    kind == Kind.JPEG && side < FEWEST_PIXELS_FOR_BLOCKS
                            ? OptionalDouble.empty()
                            : severityOf(spread, losses(kind, films, seed)));
        }
        return new NaturalSeverity(percentiles, quality.size(), side);
    }

    /// The 99th percentile for one kind.
    OptionalDouble of(Kind kind) {
        return percentile99.getOrDefault(kind, OptionalDouble.empty());
    }

    /// The measure of each kind, on a scale on which more is worse.
    private static Map<Kind, Double> measured(Image2D film) {
        Map<Kind, Double> measured = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            measured.put(kind, measured(kind, film));
        }
        return measured;
    }

    private static boolean measurable(Image2D film) {
        return film.shorterSide() >= FEWEST_PIXELS;
    }

    private static double measured(Kind kind, Image2D film) {
        double least = 1e-4;
        return switch (kind) {
            case NOISE -> Math.log(Quality.noise(film) + least);
            case BLUR, RESOLUTION -> -Math.log(Quality.sharpness(film) + least);
            case CONTRAST -> -Math.log(Quality.contrast(film) + least);
            case JPEG -> Quality.blockiness(film);
        };
    }

    /// By how much each severity, from 0 on, worsens the measure: the median over the films.
    private static double[] losses(Kind kind, List<Image2D> films, long seed) {
        return IntStream.rangeClosed(0, GROSSEST)
                .parallel()
                .mapToDouble(severity -> severity == 0
                        ? 0
                        : Quantiles.of(
                                films.stream()
                                        .mapToDouble(film -> measured(kind, new Corruption(kind, severity).apply(film, seed))
                                                - measured(kind, film))
                                        .toArray(),
                                0.5))
                .toArray();
    }

    /// The severity that worsens the measure by so much; infinite where none does, empty where severity does not
    /// tell in the measure at all.
    static OptionalDouble severityOf(double spread, double[] losses) {
        if (!(losses[GROSSEST] > 0)) {
            return OptionalDouble.empty();
        }
        for (int severity = 1; severity <= GROSSEST; severity++) {
            if (losses[severity] >= spread) {
                double step = losses[severity] - losses[severity - 1];
                double along = step > 0 ? (spread - losses[severity - 1]) / step : 0;
                return OptionalDouble.of(severity - 1 + Math.clamp(along, 0.0, 1.0));
            }
        }
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
}
