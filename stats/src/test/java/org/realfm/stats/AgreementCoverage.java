package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.agreement.BlandAltman;
import org.realfm.stats.agreement.CohenKappa;
import org.realfm.stats.agreement.DawidSkene;
import org.realfm.stats.agreement.FleissKappa;
import org.realfm.stats.agreement.GwetAc;
import org.realfm.stats.agreement.IntraclassCorrelation;
import org.realfm.stats.agreement.IntraclassCorrelation.Model;
import org.realfm.stats.agreement.KrippendorffAlpha;
import org.realfm.stats.agreement.SpecificAgreement;
import org.realfm.stats.agreement.Weights;

/// Rows of the coverage table for agreement.
///
/// Categories: the truth is 0 to 3 with shares 0.4, 0.3, 0.2 and 0.1; a rater is right with probability 0.7, and otherwise
/// one category too low or too high (at the ends always to the inside). Findings: 15% have it, and raters are right with
/// probability 0.9.
final class AgreementCoverage {

    private static final double CONFIDENCE = 0.95;
    private static final double[] SHARE = {0.4, 0.3, 0.2, 0.1};
    private static final double[][] CALLED = {
        {0.7, 0.3, 0, 0}, {0.15, 0.7, 0.15, 0}, {0, 0.15, 0.7, 0.15}, {0, 0, 0.3, 0.7},
    };
    private static final double SUBJECTS = 2;
    private static final double RATERS = 0.3;
    private static final double ERROR = 1;

    /// What the rows say, for the page.
    static final String NOTES = """
            - Weighted kappa of 30 subjects is a little too narrow: its lower end is too high more often than its upper end is
              too low. Fleiss' kappa with the same weights has Student's t and comes closer. With 100 subjects kappa holds.
            """;

    private AgreementCoverage() {}

    static List<Scenario> scenarios() {
        double[] binary = {0.85, 0.15};
        double[][] right = {{0.9, 0.1}, {0.1, 0.9}};
        return List.of(
                new Scenario("Cohen's kappa", "4 categories, 100 subjects", 0.93,
                        random -> cohen(random, 100, Weights.IDENTITY)),
                new Scenario("Cohen's kappa, quadratic weights", "4 categories, 100 subjects", 0.93,
                        random -> cohen(random, 100, Weights.QUADRATIC)),
                new Scenario("Cohen's kappa, quadratic weights", "4 categories, 30 subjects", 0.91,
                        random -> cohen(random, 30, Weights.QUADRATIC)),
                new Scenario("Fleiss' kappa, quadratic weights, linearised", "2 raters, 30 subjects", 0.92,
                        random -> shots(
                                FleissKappa.estimate(
                                        "k", draw(random, 30, 2, SHARE, CALLED), 4, Weights.QUADRATIC, CONFIDENCE),
                                kappa(SHARE, CALLED, Weights.QUADRATIC))),
                new Scenario("Cohen's kappa, clustered", "60 patients with 1 to 4 images", 0.92,
                        AgreementCoverage::clustered),
                new Scenario("Fleiss' kappa, linearised", "4 raters, 10% missing, 50 subjects", 0.93,
                        random -> shots(FleissKappa.estimate("k", rated(random, 50, 4), 4, Weights.IDENTITY, CONFIDENCE),
                                fleiss(SHARE, CALLED))),
                new Scenario("Gwet's AC1, linearised", "4 raters, 10% missing, 50 subjects", 0.93,
                        random -> shots(GwetAc.estimate("k", rated(random, 50, 4), 4, Weights.IDENTITY, CONFIDENCE),
                                gwet(SHARE, CALLED))),
                new Scenario("Gwet's AC1, linearised", "a finding in 15%, 2 raters, 100 subjects", 0.93,
                        random -> shots(
                                GwetAc.estimate("k", draw(random, 100, 2, binary, right), 2, Weights.IDENTITY, CONFIDENCE),
                                gwet(binary, right))),
                new Scenario("Krippendorff's alpha, bootstrap percentile",
                        "nominal, 4 raters, 10% missing, 50 subjects, B 1000", 0.90, AgreementCoverage::alpha),
                new Scenario("positive agreement, Wilson", "a finding in 15%, 2 raters, 200 subjects", 0.94,
                        random -> specific(random, binary, right)),
                new Scenario("specific agreement, linearised, logit", "one of 4 categories, 4 raters, 100 subjects", 0.93,
                        random -> shots(
                                SpecificAgreement.raters("s", draw(random, 100, 4, SHARE, CALLED), 4, 2, CONFIDENCE),
                                specific(SHARE, CALLED, 2))),
                new Scenario("ICC(1,1), F", "30 subjects, 4 ratings", 0.94, random -> icc(random, Model.ONE_WAY)),
                new Scenario("ICC(2,1), F", "30 subjects, 4 raters", 0.93, random -> icc(random, Model.TWO_WAY_RANDOM)),
                new Scenario("ICC(3,1), F", "30 subjects, 4 raters", 0.94, random -> icc(random, Model.TWO_WAY_MIXED)),
                new Scenario("limit of agreement, noncentral t", "12 patients", 0.94, random -> limit(random, 12)),
                new Scenario("limit of agreement, noncentral t", "100 patients", 0.94, random -> limit(random, 100)),
                new Scenario("Dawid-Skene prevalence, bootstrap percentile",
                        "a finding in 30%, 5 raters right in 0.85, 100 subjects, B 200", 0.90,
                        AgreementCoverage::dawidSkene));
    }

    private static List<Shot> shots(Optional<Estimate> estimate, double truth) {
        return estimate.map(e -> List.of(new Shot(e, truth))).orElse(List.of());
    }

    private static int category(SplitMix random, double[] share) {
        double u = random.nextDouble();
        int c = 0;
        while (c + 1 < share.length && u >= share[c]) {
            u -= share[c++];
        }
        return c;
    }

    private static int[][] draw(SplitMix random, int subjects, int raters, double[] share, double[][] called) {
        int[][] rating = new int[subjects][raters];
        for (int[] row : rating) {
            int truth = category(random, share);
            Arrays.setAll(row, r -> category(random, called[truth]));
        }
        return rating;
    }

    private static int[][] rated(SplitMix random, int subjects, int raters) {
        int[][] rating = draw(random, subjects, raters, SHARE, CALLED);
        for (int[] row : rating) {
            for (int r = 0; r < raters; r++) {
                row[r] = random.nextDouble() < 0.1 ? -1 : row[r];
            }
        }
        return rating;
    }

    private static int[] column(int[][] rating, int rater) {
        return Arrays.stream(rating).mapToInt(row -> row[rater]).toArray();
    }

    /// The chance that two raters call a subject a and b.
    private static double[][] joint(double[] share, double[][] called) {
        int q = share.length;
        double[][] joint = new double[q][q];
        for (int t = 0; t < q; t++) {
            for (int a = 0; a < q; a++) {
                for (int b = 0; b < q; b++) {
                    joint[a][b] += share[t] * called[t][a] * called[t][b];
                }
            }
        }
        return joint;
    }

    private static double[] marginal(double[][] joint) {
        return Arrays.stream(joint).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    private static double kappa(double[] share, double[][] called, Weights weights) {
        double[][] joint = joint(share, called);
        double[] marginal = marginal(joint);
        double observed = 0;
        double chance = 0;
        for (int a = 0; a < share.length; a++) {
            for (int b = 0; b < share.length; b++) {
                double apart = (a - b) / (share.length - 1.0);
                double w = weights == Weights.IDENTITY ? (a == b ? 1 : 0) : 1 - apart * apart;
                observed += w * joint[a][b];
                chance += w * marginal[a] * marginal[b];
            }
        }
        return (observed - chance) / (1 - chance);
    }

    private static double fleiss(double[] share, double[][] called) {
        return kappa(share, called, Weights.IDENTITY);
    }

    private static double gwet(double[] share, double[][] called) {
        double[][] joint = joint(share, called);
        double observed = IntStream.range(0, share.length).mapToDouble(a -> joint[a][a]).sum();
        double chance = Arrays.stream(marginal(joint)).map(p -> p * (1 - p)).sum() / (share.length - 1);
        return (observed - chance) / (1 - chance);
    }

    private static double specific(double[] share, double[][] called, int category) {
        double[][] joint = joint(share, called);
        return joint[category][category] / marginal(joint)[category];
    }

    private static List<Shot> cohen(SplitMix random, int subjects, Weights weights) {
        int[][] rating = draw(random, subjects, 2, SHARE, CALLED);
        return shots(
                CohenKappa.estimate("k", column(rating, 0), column(rating, 1), 4, weights, CONFIDENCE),
                kappa(SHARE, CALLED, weights));
    }

    /// Images of one patient share the truth with probability 0.6.
    private static List<Shot> clustered(SplitMix random) {
        int[] patient = IntStream.range(0, 60)
                .flatMap(p -> IntStream.range(0, 1 + random.nextInt(4)).map(i -> p))
                .toArray();
        int[] shared = new int[60];
        Arrays.setAll(shared, p -> category(random, SHARE));
        int[] first = new int[patient.length];
        int[] second = new int[patient.length];
        for (int i = 0; i < patient.length; i++) {
            int truth = random.nextDouble() < 0.6 ? shared[patient[i]] : category(random, SHARE);
            first[i] = category(random, CALLED[truth]);
            second[i] = category(random, CALLED[truth]);
        }
        return shots(
                CohenKappa.clustered("k", first, second, 4, Weights.QUADRATIC, patient, CONFIDENCE),
                kappa(SHARE, CALLED, Weights.QUADRATIC));
    }

    private static List<Shot> alpha(SplitMix random) {
        double[][] value = Arrays.stream(rated(random, 50, 4))
                .map(row -> Arrays.stream(row).mapToDouble(c -> c < 0 ? Double.NaN : c).toArray())
                .toArray(double[][]::new);
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 50).toArray(), 1_000, random.nextLong());
        return shots(
                KrippendorffAlpha.of(value, KrippendorffAlpha.Scale.NOMINAL).estimate("a", plan, CONFIDENCE),
                fleiss(SHARE, CALLED));
    }

    private static List<Shot> specific(SplitMix random, double[] share, double[][] called) {
        int[][] rating = draw(random, 200, 2, share, called);
        boolean[] first = new boolean[200];
        boolean[] second = new boolean[200];
        for (int i = 0; i < 200; i++) {
            first[i] = rating[i][0] == 1;
            second[i] = rating[i][1] == 1;
        }
        return shots(SpecificAgreement.twoRaters("s", first, second, CONFIDENCE), specific(share, called, 1));
    }

    private static List<Shot> icc(SplitMix random, Model model) {
        double[][] score = new double[30][4];
        double[] rater = new double[4];
        Arrays.setAll(rater, r -> Math.sqrt(RATERS) * random.nextGaussian());
        for (double[] row : score) {
            double subject = Math.sqrt(SUBJECTS) * random.nextGaussian();
            for (int r = 0; r < 4; r++) {
                double effect = model == Model.ONE_WAY ? Math.sqrt(RATERS) * random.nextGaussian() : rater[r];
                row[r] = subject + effect + Math.sqrt(ERROR) * random.nextGaussian();
            }
        }
        double noise = model == Model.TWO_WAY_MIXED ? ERROR : ERROR + RATERS;
        return shots(IntraclassCorrelation.of(score).single("icc", model, CONFIDENCE), SUBJECTS / (SUBJECTS + noise));
    }

    private static List<Shot> limit(SplitMix random, int patients) {
        double[] first = new double[patients];
        Arrays.setAll(first, i -> 0.5 + 2 * random.nextGaussian());
        Estimate limit = BlandAltman.of(first, new double[patients]).upperLimit("u", 0.95, CONFIDENCE);
        return List.of(new Shot(limit, 0.5 + 2 * StandardNormal.critical(0.95)));
    }

    private static List<Shot> dawidSkene(SplitMix random) {
        int[][] rating = draw(random, 100, 5, new double[] {0.7, 0.3}, new double[][] {{0.85, 0.15}, {0.15, 0.85}});
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, 100).toArray(), 200, random.nextLong());
        return List.of(new Shot(DawidSkene.prevalence("p", rating, 2, 1, plan, CONFIDENCE), 0.3));
    }
}
