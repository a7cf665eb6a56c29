package org.realfm.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.localisation.Afroc;
import org.realfm.stats.localisation.Froc;
import org.realfm.stats.localisation.Marks;

/// Rows of the coverage table for localisation.
///
/// An image has a Poisson number of false positives (mean 0.8) with standard normal ratings; every second image has one or
/// two lesions, of which 80% are marked, with normal ratings of mean 1.5.
final class LocalisationCoverage {

    private static final double CONFIDENCE = 0.95;
    private static final double FALSE_POSITIVES = 0.8;
    private static final double FOUND = 0.8;
    private static final double SEPARATION = 1.5;

    private LocalisationCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("JAFROC figure of merit, bootstrap percentile", "40 + 40 images, B 1000", 0.92,
                        random -> afroc(random, Afroc.Form.AFROC)),
                new Scenario("weighted JAFROC, bootstrap percentile", "40 + 40 images, B 1000", 0.92,
                        random -> afroc(random, Afroc.Form.WEIGHTED_AFROC)),
                new Scenario("sensitivity at 1/2 false positive per image, bootstrap percentile",
                        "60 + 60 images, B 1000", 0.91, random -> {
                            Froc froc = Froc.of(draw(random, 120), Froc.Images.ALL);
                            return shot(
                                    froc.sensitivity("s", 0.5, Froc.Between.LINEAR, plan(random, 120), CONFIDENCE),
                                    sensitivity(0.5));
                        }),
                new Scenario("CPM, bootstrap percentile", "60 + 60 images, B 1000", 0.91, random -> {
                    Froc froc = Froc.of(draw(random, 120), Froc.Images.ALL);
                    double truth = (sensitivity(0.125) + sensitivity(0.25) + sensitivity(0.5) + 4 * FOUND) / 7;
                    return shot(froc.cpm("c", Froc.Between.LINEAR, plan(random, 120), CONFIDENCE), truth);
                }));
    }

    private static List<Shot> shot(Estimate estimate, double truth) {
        return List.of(new Shot(estimate, truth));
    }

    private static List<Shot> afroc(SplitMix random, Afroc.Form form) {
        Afroc afroc = Afroc.of(draw(random, 80), form);
        return shot(afroc.estimate("a", plan(random, 80), CONFIDENCE), AREA);
    }

    private static Bootstrap.Plan plan(SplitMix random, int images) {
        int[] numbers = IntStream.range(0, images).toArray();
        boolean[] diseased = new boolean[images];
        for (int i = 0; i < images; i++) {
            diseased[i] = i % 2 == 1;
        }
        return Bootstrap.plan(numbers, diseased, 1_000, random.nextLong());
    }

    private static Marks draw(SplitMix random, int images) {
        int[] lesions = new int[images];
        List<double[]> marks = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            lesions[i] = i % 2 == 0 ? 0 : 1 + random.nextInt(2);
            for (int l = 0; l < lesions[i]; l++) {
                double rating = SEPARATION + random.nextGaussian();
                if (random.nextDouble() < FOUND) {
                    marks.add(new double[] {i, rating, l});
                }
            }
            for (double t = random.nextExponential(); t < FALSE_POSITIVES; t += random.nextExponential()) {
                marks.add(new double[] {i, random.nextGaussian(), -1});
            }
        }
        return Marks.of(
                lesions, marks.stream().mapToInt(m -> (int) m[0]).toArray(),
                marks.stream().mapToDouble(m -> m[1]).toArray(), marks.stream().mapToInt(m -> (int) m[2]).toArray());
    }

    /// At a threshold t there are 0.8 P(Z > t) false positives per image; above 0.8 all marks count.
    private static double sensitivity(double rate) {
        double threshold = -StandardNormal.quantile(rate / FALSE_POSITIVES);
        return FOUND * StandardNormal.cumulative(SEPARATION - threshold);
    }

    /// E exp(-0.8 P(Z > Y)) over a marked lesion's rating Y, and half the chance of no false positive for an unmarked one.
    private static final double AREA = FOUND
                    * expectation(z -> Math.exp(-FALSE_POSITIVES * StandardNormal.cumulative(-SEPARATION - z)))
            + (1 - FOUND) * 0.5 * Math.exp(-FALSE_POSITIVES);

    /// Over a standard normal, by the trapezoidal rule.
    private static double expectation(DoubleUnaryOperator f) {
        double sum = 0;
        double step = 1e-3;
        for (double z = -9; z <= 9; z += step) {
            sum += step * f.applyAsDouble(z) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        }
        return sum;
    }
}
