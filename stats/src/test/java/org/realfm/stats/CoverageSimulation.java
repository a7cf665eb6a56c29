package org.realfm.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How often each interval holds the truth, on data whose truth is known.
///
/// [CoverageTest] runs it: a little on every build, in full to write `docs/coverage.md`.
final class CoverageSimulation {

    static final int REPLICATES = 2_000;

    private static final double CONFIDENCE = 0.95;

    private CoverageSimulation() {}

    /// An interval beside the truth that it should hold.
    record Shot(Estimate estimate, double truth) {

        boolean hit() {
            return estimate.lower() <= truth && truth <= estimate.upper();
        }
    }

    /// Draws a sample and makes its intervals; several must hold together.
    interface Draw {
        List<Shot> draw(SplitMix random);
    }

    /// One line of the table.
    ///
    /// @param atLeast the coverage that is known to be reached here; below the nominal one where a method is known to
    ///                fall short
    record Scenario(String method, String setting, double atLeast, Draw draw) {}

    /// What a scenario showed.
    ///
    /// @param hits       replicates whose intervals all held the truth
    /// @param low        replicates with an interval wholly below the truth
    /// @param high       replicates with an interval wholly above the truth
    /// @param undefined  replicates without an interval
    /// @param replicates all of them
    /// @param width      median width of the first interval
    record Coverage(Scenario scenario, int hits, int low, int high, int undefined, int replicates, double width) {

        Estimate estimate() {
            return Proportion.wilson("coverage", hits, replicates - undefined, CONFIDENCE);
        }
    }

    static Coverage run(Scenario scenario, int replicates) {
        List<List<Shot>> shots = IntStream.range(0, replicates)
                .parallel()
                .mapToObj(r -> scenario.draw.draw(
                        Seeds.generator(1, scenario.method + scenario.setting, r)))
                .toList();
        int hits = 0;
        int low = 0;
        int high = 0;
        int undefined = 0;
        double[] widths = new double[replicates];
        for (int r = 0; r < replicates; r++) {
            List<Shot> shot = shots.get(r);
            widths[r] = shot.isEmpty() ? 0 : 2 * shot.getFirst().estimate.halfWidth();
            undefined += shot.isEmpty() ? 1 : 0;
            hits += !shot.isEmpty() && shot.stream().allMatch(Shot::hit) ? 1 : 0;
            low += shot.stream().anyMatch(s -> s.estimate.upper() < s.truth) ? 1 : 0;
            high += shot.stream().anyMatch(s -> s.estimate.lower() > s.truth) ? 1 : 0;
        }
        return new Coverage(scenario, hits, low, high, undefined, replicates, Quantiles.of(widths, 0.5));
    }

    static List<Scenario> scenarios() {
        return List.of(
                scenario("Wilson", "p 0.90, n 141", random -> {
                    return shot(Proportion.wilson("p", binomial(random, 141, 0.9), 141, CONFIDENCE), 0.9);
                }),
                scenario("Wilson", "p 0.97, n 60", random -> {
                    return shot(Proportion.wilson("p", binomial(random, 60, 0.97), 60, CONFIDENCE), 0.97);
                }),
                scenario("Clopper-Pearson, one-sided upper", "p 0.01, n 299", random -> {
                    return shot(Proportion.clopperPearsonUpper("p", binomial(random, 299, 0.01), 299, 0.95), 0.01);
                }),
                scenario("Wilson, Rao-Scott n_eff", "p 0.85, 80 patients with 1 to 4 images, correlation 0.3",
                        random -> raoScott(random, 80)),
                scenario("Wilson, Rao-Scott n_eff", "p 0.85, 30 patients with 1 to 4 images, correlation 0.3",
                        random -> raoScott(random, 30)),
                scenario("Newcombe hybrid score", "0.90 of 100 against 0.80 of 60", random -> shot(
                        ProportionDifference.newcombe(
                                "d", binomial(random, 100, 0.9), 100, binomial(random, 60, 0.8), 60, CONFIDENCE),
                        0.1)),
                scenario("Tango score", "discordant 0.10 and 0.05, n 150", random -> tango(random, 150)),
                scenario("DeLong", "AUROC 0.90, 50 + 50", 0.92, random -> deLong(random, 50, 50, false)),
                scenario("DeLong", "AUROC 0.90, 25 + 175", 0.90, random -> deLong(random, 25, 175, false)),
                scenario("DeLong", "AUROC 0.90, 200 + 200", random -> deLong(random, 200, 200, false)),
                scenario("DeLong, logit scale", "AUROC 0.90, 50 + 50", random -> deLong(random, 50, 50, true)),
                scenario("DeLong, logit scale", "AUROC 0.90, 25 + 175", 0.93,
                        random -> deLong(random, 25, 175, true)),
                scenario("Newcombe, patients", "AUROC 0.90, 5 + 4", 0.93, random -> newcombe(random, 5, 4, 0.9)),
                scenario("Newcombe, patients", "AUROC 0.90, 4 + 230", 0.93, random -> newcombe(random, 4, 230, 0.9)),
                scenario("Newcombe, patients", "AUROC 0.50, 4 + 230", random -> newcombe(random, 4, 230, 0.5)),
                scenario("DeLong, paired", "AUROC 0.90 and 0.85, correlation 0.5, 60 + 90", CoverageSimulation::paired),
                scenario("DeLong, clustered", "AUROC 0.86, 100 patients with 1 to 4 images", 0.90,
                        random -> clusteredAuroc(random, 100)),
                scenario("DeLong, clustered", "AUROC 0.86, 400 patients with 1 to 4 images",
                        random -> clusteredAuroc(random, 400)),
                scenario("DeLong, logit scale, clustered", "AUROC 0.86, 100 patients with 1 to 4 images", 0.93,
                        CoverageSimulation::logitAuroc),
                scenario("DeLong, ignoring patients", "as the first of these: why the clustered form is there", 0.75,
                        CoverageSimulation::naiveAuroc),
                scenario("bootstrap percentile", "AUROC 0.90, 40 + 40 patients, B 1000",
                        random -> bootstrapped(random, false)),
                scenario("bootstrap BCa", "AUROC 0.90, 40 + 40 patients, B 1000",
                        random -> bootstrapped(random, true)),
                scenario("O/E, log", "calibrated, n 400, event share about 0.3", random -> calibration(random, 400, 0)),
                scenario("calibration-in-the-large, Wald", "calibrated, n 400",
                        random -> calibration(random, 400, 1)),
                scenario("calibration slope, Wald", "slope 1, n 400", random -> calibration(random, 400, 2)),
                scenario("calibration slope, Wald", "slope 1, n 120", random -> calibration(random, 120, 2)),
                scenario("ICI, bootstrap and noise", "calibrated, n 100, B 200", random -> ici(random, 100, 1)),
                scenario("ICI, bootstrap and noise", "slope 0.5, n 400, B 200", random -> ici(random, 400, 0.5)),
                scenario("bivariate REML, Wald", "sensitivity, 5 sites", 0.85,
                        random -> bivariate(random, 5)),
                scenario("bivariate REML, Wald", "sensitivity, 12 sites", 0.88,
                        random -> bivariate(random, 12)),
                scenario("REML, Hartung-Knapp", "5 sites, between-site SD 0.3", random -> meta(random, 5, false)),
                scenario("REML, Hartung-Knapp", "10 sites, between-site SD 0.3", random -> meta(random, 10, false)),
                scenario("REML, prediction interval", "5 sites, a new site", 0.85, random -> meta(random, 5, true)),
                scenario("REML, prediction interval", "10 sites, a new site", 0.85, random -> meta(random, 10, true)),
                scenario("order statistics", "95th percentile of a lognormal, n 200", CoverageSimulation::quantile),
                scenario("t, cluster-robust", "mean over 40 patients with 1 to 4 values", CoverageSimulation::mean),
                scenario("bootstrap max-T, simultaneous", "means of 6 groups of 40 at once, B 1000",
                        0.92, random -> maxT(random, false)),
                scenario("bootstrap max-T, studentised", "means of 6 groups of 40 at once, B 1000",
                        random -> maxT(random, true)));
    }

    private static Scenario scenario(String method, String setting, Draw draw) {
        return scenario(method, setting, 0.94, draw);
    }

    private static Scenario scenario(String method, String setting, double atLeast, Draw draw) {
        return new Scenario(method, setting, atLeast, draw);
    }

    private static List<Shot> shot(Estimate estimate, double truth) {
        return List.of(new Shot(estimate, truth));
    }

    private static int binomial(SplitMix random, int n, double p) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += random.nextDouble() < p ? 1 : 0;
        }
        return count;
    }

    /// For each image its patient.
    private static int[] images(SplitMix random, int patients) {
        return IntStream.range(0, patients)
                .flatMap(p -> IntStream.range(0, 1 + random.nextInt(4)).map(i -> p))
                .toArray();
    }

    /// With probability 0.3 an image shares its patient's answer, otherwise it has its own; both have share 0.85.
    private static List<Shot> raoScott(SplitMix random, int patients) {
        int[] cluster = images(random, patients);
        double share = Math.sqrt(0.3);
        boolean[] common = new boolean[patients];
        for (int p = 0; p < patients; p++) {
            common[p] = random.nextDouble() < 0.85;
        }
        boolean[] success = new boolean[cluster.length];
        for (int i = 0; i < success.length; i++) {
            success[i] = random.nextDouble() < share ? common[cluster[i]] : random.nextDouble() < 0.85;
        }
        return shot(Proportion.clustered("p", success, cluster, CONFIDENCE), 0.85);
    }

    private static List<Shot> tango(SplitMix random, int n) {
        int first = 0;
        int second = 0;
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            first += u < 0.10 ? 1 : 0;
            second += u >= 0.10 && u < 0.15 ? 1 : 0;
        }
        return shot(ProportionDifference.tango("d", first, second, n, CONFIDENCE), 0.05);
    }

    /// Scores of two normal classes with a given AUROC.
    private static double[] binormal(SplitMix random, boolean[] truth, double auroc) {
        double shift = Math.sqrt(2) * StandardNormal.quantile(auroc);
        double[] score = new double[truth.length];
        for (int i = 0; i < score.length; i++) {
            score[i] = random.nextGaussian() + (truth[i] ? shift : 0);
        }
        return score;
    }

    private static boolean[] classes(int positives, int negatives) {
        boolean[] truth = new boolean[positives + negatives];
        Arrays.fill(truth, 0, positives, true);
        return truth;
    }

    private static List<Shot> deLong(SplitMix random, int positives, int negatives, boolean logit) {
        boolean[] truth = classes(positives, negatives);
        double[] score = binormal(random, truth, 0.9);
        int[] patient = IntStream.range(0, truth.length).toArray();
        Estimate estimate = logit
                ? Auroc.logit("a", score, truth, patient, CONFIDENCE)
                : Auroc.estimate("a", score, truth, CONFIDENCE);
        return shot(estimate, 0.9);
    }

    private static List<Shot> newcombe(SplitMix random, int positives, int negatives, double auroc) {
        boolean[] truth = classes(positives, negatives);
        int[] patient = IntStream.range(0, truth.length).toArray();
        return shot(
                Auroc.newcombe("a", binormal(random, truth, auroc), truth, patient, CONFIDENCE), auroc);
    }

    private static List<Shot> paired(SplitMix random) {
        boolean[] truth = classes(60, 90);
        double[] common = binormal(random, truth, 0.5);
        double[] first = binormal(random, truth, 0.5);
        double[] second = binormal(random, truth, 0.5);
        for (int i = 0; i < truth.length; i++) {
            double half = Math.sqrt(0.5);
            double shift = truth[i] ? Math.sqrt(2) : 0;
            first[i] = half * (common[i] + first[i]) + shift * StandardNormal.quantile(0.9);
            second[i] = half * (common[i] + second[i]) + shift * StandardNormal.quantile(0.85);
        }
        return shot(Auroc.difference("d", first, second, truth, CONFIDENCE), 0.05);
    }

    /// Images of one patient share a random effect (0.35 of a variance of 0.5) and mostly the truth.
    @SuppressWarnings("ArrayRecordComponent")
    private record Images(int[] cluster, boolean[] truth, double[] score) {

        static final double AUROC = StandardNormal.cumulative(1.1);

        static Images of(SplitMix random, int patients) {
            int[] cluster = images(random, patients);
            double[] effect = new double[patients];
            boolean[] ill = new boolean[patients];
            for (int p = 0; p < patients; p++) {
                effect[p] = Math.sqrt(0.35) * random.nextGaussian();
                ill[p] = random.nextDouble() < 0.4;
            }
            boolean[] truth = new boolean[cluster.length];
            double[] score = new double[cluster.length];
            for (int i = 0; i < truth.length; i++) {
                truth[i] = (random.nextDouble() < 0.95) == ill[cluster[i]];
                score[i] = effect[cluster[i]] + Math.sqrt(0.15) * random.nextGaussian() + (truth[i] ? 1.1 : 0);
            }
            return new Images(cluster, truth, score);
        }
    }

    private static List<Shot> clusteredAuroc(SplitMix random, int patients) {
        Images images = Images.of(random, patients);
        return shot(
                Auroc.clustered("a", images.score, images.truth, images.cluster, CONFIDENCE), Images.AUROC);
    }

    private static List<Shot> logitAuroc(SplitMix random) {
        Images images = Images.of(random, 100);
        return shot(Auroc.logit("a", images.score, images.truth, images.cluster, CONFIDENCE), Images.AUROC);
    }

    private static List<Shot> naiveAuroc(SplitMix random) {
        Images images = Images.of(random, 100);
        return shot(Auroc.estimate("a", images.score, images.truth, CONFIDENCE), Images.AUROC);
    }

    private static List<Shot> bootstrapped(SplitMix random, boolean accelerated) {
        boolean[] truth = classes(40, 40);
        RankedScores ranked = RankedScores.of(binormal(random, truth, 0.9), truth);
        int[] patient = IntStream.range(0, 80).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(patient, truth, 1_000, random.nextLong());
        Estimate estimate = accelerated
                ? Bootstrap.bca("a", plan, counts -> ranked.auroc(i -> counts[i]), CONFIDENCE)
                : Bootstrap.percentile("a", plan, counts -> ranked.auroc(i -> counts[i]), CONFIDENCE);
        return shot(estimate, 0.9);
    }

    private static List<Shot> calibration(SplitMix random, int n, int what) {
        double[] risk = new double[n];
        boolean[] truth = new boolean[n];
        for (int i = 0; i < n; i++) {
            risk[i] = StandardNormal.expit(-1.1 + 1.2 * random.nextGaussian());
            truth[i] = random.nextDouble() < risk[i];
        }
        Calibration calibration = Calibration.of(risk, truth);
        return switch (what) {
            case 0 -> shot(calibration.observedExpected(CONFIDENCE), 1);
            case 1 -> calibration.intercept(CONFIDENCE).map(e -> shot(e, 0)).orElse(List.of());
            default -> calibration.slope(CONFIDENCE).map(e -> shot(e, 1)).orElse(List.of());
        };
    }

    /// logit(risk) is normal with standard deviation 1.5; the truth follows `slope` times it.
    private static List<Shot> ici(SplitMix random, int n, double slope) {
        double[] risk = new double[n];
        boolean[] truth = new boolean[n];
        for (int i = 0; i < n; i++) {
            double logit = 1.5 * random.nextGaussian();
            risk[i] = StandardNormal.expit(logit);
            truth[i] = random.nextDouble() < StandardNormal.expit(slope * logit);
        }
        Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, n).toArray(), truth, 200, random.nextLong());
        double ici = IntStream.range(0, 1_000)
                .mapToDouble(k -> 1.5 * StandardNormal.quantile((k + 0.5) / 1_000))
                .map(logit -> Math.abs(StandardNormal.expit(logit) - StandardNormal.expit(slope * logit)))
                .average()
                .orElseThrow();
        return shot(Calibration.of(risk, truth).indices(5, plan, CONFIDENCE).getFirst(), ici);
    }

    /// Logits of 0.85 and 0.90 on average, between-site standard deviations 0.4 and 0.5, correlation -0.5, 60 sick and 120
    /// well at each site.
    private static List<Shot> bivariate(SplitMix random, int sites) {
        double[][] counts = new double[4][sites];
        for (int s = 0; s < sites; s++) {
            double shared = random.nextGaussian();
            double se = StandardNormal.logit(0.85) + 0.4 * shared;
            double sp = StandardNormal.logit(0.90)
                    + 0.5 * (-0.5 * shared + Math.sqrt(0.75) * random.nextGaussian());
            counts[0][s] = binomial(random, 60, StandardNormal.expit(se));
            counts[1][s] = 60 - counts[0][s];
            counts[2][s] = binomial(random, 120, StandardNormal.expit(sp));
            counts[3][s] = 120 - counts[2][s];
        }
        BivariateMetaAnalysis pooled =
                BivariateMetaAnalysis.pool(counts[0], counts[1], counts[2], counts[3], CONFIDENCE);
        return shot(pooled.sensitivity(), 0.85);
    }

    private static List<Shot> meta(SplitMix random, int sites, boolean newSite) {
        double[] value = new double[sites];
        double[] error = new double[sites];
        for (int s = 0; s < sites; s++) {
            error[s] = 0.15 + 0.2 * random.nextDouble();
            value[s] = 1 + 0.3 * random.nextGaussian() + error[s] * random.nextGaussian();
        }
        MetaAnalysis pooled = MetaAnalysis.pool("x", value, error, CONFIDENCE);
        return newSite
                ? shot(pooled.prediction(), 1 + 0.3 * random.nextGaussian())
                : shot(pooled.mean(), 1);
    }

    private static List<Shot> quantile(SplitMix random) {
        double[] values = new double[200];
        Arrays.setAll(values, i -> Math.exp(random.nextGaussian()));
        return shot(
                Quantiles.interval("q", values, 0.95, CONFIDENCE), Math.exp(StandardNormal.quantile(0.95)));
    }

    private static List<Shot> mean(SplitMix random) {
        int[] cluster = images(random, 40);
        double[] effect = new double[40];
        Arrays.setAll(effect, p -> random.nextGaussian());
        double[] values = new double[cluster.length];
        Arrays.setAll(values, i -> effect[cluster[i]] + random.nextGaussian());
        return shot(Mean.clustered("m", values, cluster, CONFIDENCE), 0);
    }

    private static List<Shot> maxT(SplitMix random, boolean studentised) {
        int groups = 6;
        int size = 40;
        int[] group = IntStream.range(0, groups * size).map(i -> i % groups).toArray();
        double[] values = new double[group.length];
        Arrays.setAll(values, i -> (1 + group[i]) * random.nextGaussian());
        Bootstrap.Plan plan = Bootstrap.plan(
                IntStream.range(0, values.length).toArray(), group, 1_000, random.nextLong());
        double[][] replicates = Bootstrap.replicate(plan, counts -> means(values, group, counts, groups));
        double[] value = means(values, group, plan.ones(), groups);
        MaxT maxT = studentised
                ? MaxT.studentised(
                        value, errors(values, group, plan.ones(), groups), replicates,
                        Bootstrap.replicate(plan, counts -> errors(values, group, counts, groups)), CONFIDENCE)
                : MaxT.of(value, Bootstrap.standardErrors(replicates), replicates, CONFIDENCE);
        List<Shot> shots = new ArrayList<>();
        List<String> names = IntStream.range(0, groups).mapToObj(Integer::toString).toList();
        maxT.estimates(names, new long[groups]).forEach(e -> shots.add(new Shot(e, 0)));
        return shots;
    }

    private static double[] means(double[] values, int[] group, int[] counts, int groups) {
        double[] sum = new double[groups];
        double[] n = new double[groups];
        for (int i = 0; i < values.length; i++) {
            sum[group[i]] += counts[i] * values[i];
            n[group[i]] += counts[i];
        }
        Arrays.setAll(sum, g -> sum[g] / n[g]);
        return sum;
    }

    /// Standard errors of the groups' means.
    private static double[] errors(double[] values, int[] group, int[] counts, int groups) {
        double[] squares = means(Arrays.stream(values).map(v -> v * v).toArray(), group, counts, groups);
        double[] mean = means(values, group, counts, groups);
        double[] error = new double[groups];
        Arrays.setAll(error, g -> Math.sqrt((squares[g] - mean[g] * mean[g]) / ((double) values.length / groups - 1)));
        return error;
    }

    static String page(List<Coverage> rows, int replicates) {
        StringBuilder page = new StringBuilder("""
                # Do the intervals hold what they promise?

                Each line draws %,d samples from a population whose truth is known, makes the interval of each, and
                counts how often it holds the truth. The nominal coverage is 95%% throughout. *Too low* and *too high*
                count intervals that lie wholly below or above the truth; the width is the median. Make this page again,
                in some ten minutes, with

                    mvn -pl stats test -Dtest=CoverageTest#writesThePage -Drealfm.coverage=docs/coverage.md

                | method | setting | coverage (95%% interval) | too low | too high | width |
                |---|---|---|---|---|---|
                """.formatted(replicates));
        for (Coverage row : rows) {
            Estimate c = row.estimate();
            int usable = row.replicates - row.undefined;
            page.append(String.format(
                    Locale.ROOT, "| %s | %s | %.1f%% (%.1f to %.1f) | %.1f%% | %.1f%% | %s |%n", row.scenario.method,
                    row.scenario.setting, 100 * c.value(), 100 * c.lower(), 100 * c.upper(),
                    100.0 * row.low / usable, 100.0 * row.high / usable,
                    Double.isFinite(row.width) ? String.format(Locale.ROOT, "%.3f", row.width) : "open"));
        }
        page.append("""

                ## What follows from it

                - Plain DeLong intervals lie above the truth more often than below it where a class is small and the
                  AUROC high: the lower limit, which decides, is then optimistic. With 200 patients a class little of
                  this is left; with fewer, show the logit-scale interval or BCa beside it.
                - With a handful of patients in a class Newcombe's interval still holds what it promises; its lower limit is
                  cautious.
                - Leaving out which images share a patient makes intervals far too narrow.
                - The ICI's interval is cautious where there is something to find. Where there is nothing (a calibrated model) its lower end
                  is above 0 in one sample of twenty, by little: it is compared with 0.05, never with 0.
                - The bivariate intervals of the average site fall a little short, mostly below the truth: few sick cases a site pull logits
                  towards 0.
                - The prediction interval for a new site is too narrow when sites are few and differ moderately (as
                  Partlett & Riley 2017, doi:10.1002/sim.7140, describe): read it as a lower bound of the spread.
                - Max-T with one standard error for all replicates falls a little short in groups of 40; the studentised
                  form does not.
                """);
        return page.toString().replace("\r\n", "\n");
    }
}
