package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.ThresholdChoice.Held;
import org.realfm.stats.agreement.BlandAltman;
import org.realfm.stats.agreement.CohenKappa;
import org.realfm.stats.agreement.DawidSkene;
import org.realfm.stats.agreement.FleissKappa;
import org.realfm.stats.agreement.GwetAc;
import org.realfm.stats.agreement.IntraclassCorrelation;
import org.realfm.stats.agreement.KrippendorffAlpha;
import org.realfm.stats.agreement.SpecificAgreement;
import org.realfm.stats.agreement.Weights;
import org.realfm.stats.dependence.Association;
import org.realfm.stats.dependence.StandardisedDifference;
import org.realfm.stats.dependence.Weighting;
import org.realfm.stats.localisation.Afroc;
import org.realfm.stats.localisation.Froc;
import org.realfm.stats.localisation.Marks;
import org.realfm.stats.readers.Degrees;
import org.realfm.stats.readers.Form;
import org.realfm.stats.readers.ObuchowskiRockette;
import org.realfm.stats.readers.ReaderMean;
import org.realfm.stats.readers.ReaderStudy;
import org.realfm.stats.readers.Sampled;
import org.realfm.stats.readers.UStatistic;

/// What every kernel does with samples at the edge: `docs/edge-cases.md` is the table, and this test holds it.
///
/// No kernel may answer NaN or fail in any other way than with an IllegalArgumentException that says what was wrong.
class EdgeCasesTest {

    private static final double CONFIDENCE = 0.95;
    private static final int LONGEST = 24;

    /// Rows of a sample; the score is a risk too, unless it is infinite or NaN.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(double[] score, boolean[] truth, int[] cluster, double[] weight) {

        int size() {
            return score.length;
        }

        /// Another score for the same rows.
        double[] other() {
            double[] other = new double[size()];
            Arrays.setAll(other, i -> score[size() - 1 - i]);
            return other;
        }

        Bootstrap.Plan plan() {
            return Bootstrap.plan(cluster, truth, 60, 1);
        }

        /// Two ratings of each row, from the truth and from the score.
        int[][] ratings() {
            int[][] ratings = new int[size()][];
            Arrays.setAll(ratings, i -> new int[] {truth[i] ? 1 : 0, score[i] > 0.5 ? 1 : 0});
            return ratings;
        }

        int[] rating(int rater) {
            return Arrays.stream(ratings()).mapToInt(r -> r[rater]).toArray();
        }

        /// Two measurements of each row.
        double[][] measurements() {
            double[][] pairs = new double[size()][];
            double[] other = other();
            Arrays.setAll(pairs, i -> new double[] {score[i], other[i]});
            return pairs;
        }

        /// Two readers read every row in two modalities.
        ReaderStudy readers() {
            int n = size();
            int[] reader = IntStream.range(0, 4 * n).map(i -> i / (2 * n)).toArray();
            int[] modality = IntStream.range(0, 4 * n).map(i -> i / n % 2).toArray();
            int[] row = IntStream.range(0, 4 * n).map(i -> i % n).toArray();
            boolean[] truths = new boolean[4 * n];
            double[] scores = new double[4 * n];
            for (int i = 0; i < 4 * n; i++) {
                truths[i] = truth[row[i]];
                scores[i] = modality[i] == 0 ? score[row[i]] : other()[row[i]];
            }
            return ReaderStudy.of(reader, modality, row, truths, scores);
        }

        /// Rows are images with a lesion where the truth is positive, and one mark each.
        Marks marks() {
            int[] lesions = IntStream.range(0, size()).map(i -> truth[i] ? 1 : 0).toArray();
            int[] image = IntStream.range(0, size()).toArray();
            int[] lesion = IntStream.range(0, size()).map(i -> truth[i] && score[i] > 0.2 ? 0 : -1).toArray();
            return Marks.of(lesions, image, score, lesion);
        }
    }

    enum Edge {
        EMPTY("no row"),
        ONE("one row"),
        CONSTANT("equal scores"),
        ONE_CLASS("one class"),
        ONE_PATIENT("one patient"),
        SEPARATED("separated"),
        INFINITE("infinite"),
        NAN("NaN"),
        ZERO_WEIGHTS("weights 0");

        private final String label;

        Edge(String label) {
            this.label = label;
        }

        Sample sample() {
            double[] mixed = {0.2, 0.7, 0.4, 0.9, 0.1, 0.6};
            boolean[] both = {false, false, true, true, false, true};
            int[] own = {0, 1, 2, 3, 4, 5};
            double[] ones = {1, 1, 1, 1, 1, 1};
            return switch (this) {
                case EMPTY -> new Sample(new double[0], new boolean[0], new int[0], new double[0]);
                case ONE -> new Sample(new double[] {0.3}, new boolean[] {true}, new int[1], new double[] {1});
                case CONSTANT -> new Sample(new double[] {0.3, 0.3, 0.3, 0.3, 0.3, 0.3}, both, own, ones);
                case ONE_CLASS -> new Sample(mixed, new boolean[6], own, ones);
                case ONE_PATIENT -> new Sample(mixed, both, new int[6], ones);
                case SEPARATED -> new Sample(new double[] {0.1, 0.2, 0.7, 0.8, 0.3, 0.9}, both, own, ones);
                case INFINITE -> new Sample(
                        new double[] {0.2, Double.NEGATIVE_INFINITY, 0.4, 0.9, Double.POSITIVE_INFINITY, 0.6}, both, own,
                        ones);
                case NAN -> new Sample(new double[] {0.2, 0.7, Double.NaN, 0.9, 0.1, 0.6}, both, own, ones);
                case ZERO_WEIGHTS -> new Sample(mixed, both, own, new double[6]);
            };
        }
    }

    /// Every kernel that takes rows, as it is called on a sample.
    private static Map<String, Function<Sample, Object>> kernels() {
        Map<String, Function<Sample, Object>> k = new LinkedHashMap<>();
        k.put("Proportion.clustered", s -> Proportion.clustered("p", s.truth, s.weight, s.cluster, CONFIDENCE));
        k.put("ProportionDifference.tango", s -> ProportionDifference.tango("d", s.truth, flags(s), CONFIDENCE));
        k.put("Auroc.estimate", s -> Auroc.estimate("a", s.score, s.truth, CONFIDENCE));
        k.put("Auroc.clustered", s -> Auroc.clustered("a", s.score, s.truth, s.cluster, CONFIDENCE));
        k.put("Auroc.logit", s -> Auroc.logit("a", s.score, s.truth, s.cluster, CONFIDENCE));
        k.put("Auroc.newcombe", s -> Auroc.newcombe("a", s.score, s.truth, s.cluster, CONFIDENCE));
        k.put("Auroc.difference", s -> Auroc.difference("d", s.score, s.other(), s.truth, s.cluster, CONFIDENCE));
        k.put("Auroc.partial", s -> Auroc.partial("p", s.score, s.truth, 0, 0.2, s.plan(), CONFIDENCE));
        k.put("Auroc.partialArea", s -> Auroc.partialArea("p", s.score, s.truth, 0, 0.2, s.plan(), CONFIDENCE));
        k.put("Auroc.averagePrecision", s -> Auroc.averagePrecision("a", s.score, s.truth, s.plan(), CONFIDENCE));
        k.put("RankedScores.auroc, weighted", s -> RankedScores.of(s.score, s.truth).auroc(i -> s.weight[i]));
        k.put("Roc.of", s -> Roc.of(s.score, s.truth));
        k.put("Roc.simultaneousBand", s -> Roc.simultaneousBand(
                RankedScores.of(s.score, s.truth), s.plan(), new double[] {0.2, 0.5}, CONFIDENCE));
        k.put("ThresholdChoice.exact", s -> ThresholdChoice.exact(Held.SENSITIVITY, 0.9, s.score, s.truth, CONFIDENCE)
                .map(ThresholdChoice::threshold));
        k.put("ThresholdChoice.bootstrap", s -> ThresholdChoice.bootstrap(
                        Held.SPECIFICITY, 0.6, s.score, s.truth, s.plan(), CONFIDENCE)
                .map(ThresholdChoice::threshold));
        k.put("ManyAurocs.labels, macro", s -> ManyAurocs.labels(
                        List.of("a", "b"), new double[][] {s.score, s.other()}, new boolean[][] {s.truth, s.truth},
                        s.cluster, CONFIDENCE)
                .estimates()
                .get(2));
        k.put("DiagnosticTable.sensitivity", s -> DiagnosticTable.at(0.5, s.score, s.truth).byCluster(s.cluster)
                .weightedBy(s.weight).sensitivity(CONFIDENCE));
        k.put("DiagnosticTable LR+", s -> DiagnosticTable.at(0.5, s.score, s.truth).byCluster(s.cluster)
                .positiveLikelihoodRatio(CONFIDENCE));
        k.put("DiagnosticTable.ppvAt", s -> DiagnosticTable.at(0.5, s.score, s.truth).byCluster(s.cluster)
                .ppvAt(0.1, CONFIDENCE));
        k.put("Calibration.observedExpected", s -> calibration(s).observedExpected(CONFIDENCE));
        k.put("Calibration.intercept", s -> calibration(s).intercept(CONFIDENCE));
        k.put("Calibration.slope", s -> calibration(s).slope(CONFIDENCE));
        k.put("Calibration.indices, ICI", s -> calibration(s).indices(3, s.plan(), CONFIDENCE).getFirst());
        k.put("Calibration.simultaneousBand", s -> calibration(s).simultaneousBand(
                3, s.plan(), new double[] {0.2, 0.5}, CONFIDENCE));
        k.put("Calibration.brier", s -> calibration(s).brier(CONFIDENCE));
        k.put("Calibration.bins", s -> calibration(s).bins(2, CONFIDENCE));
        k.put("Calibration.expectedCalibrationError", s -> calibration(s).expectedCalibrationError(2));
        k.put("Calibration.debiasedCalibrationError", s -> calibration(s).debiasedCalibrationError(2, CONFIDENCE));
        k.put("Calibration.brierDecomposition", s -> calibration(s).brierDecomposition(2, CONFIDENCE));
        k.put("Calibration.spiegelhalter", s -> calibration(s).spiegelhalter().map(Spiegelhalter::p));
        k.put("Recalibration.temperature", s -> Recalibration.temperature(s.score, s.truth, s.cluster, CONFIDENCE)
                .map(Recalibration.Temperature::temperature));
        k.put("Recalibration.platt", s -> Recalibration.platt(s.score, s.truth, s.cluster, CONFIDENCE)
                .map(Recalibration.Platt::slope));
        k.put("Recalibration.isotonic", s -> Recalibration.isotonic(s.score, s.truth).apply(0.5));
        k.put("Isotonic.fit", s -> Isotonic.fit(s.score, s.weight));
        k.put("Logistic.fit", s -> Logistic.fit(design(s), s.truth, new double[s.size()], s.weight));
        k.put("NetBenefit.model", s -> NetBenefit.of(s.score, s.truth).weightedBy(s.weight).model(0.5));
        k.put("NetBenefit.curve", s -> NetBenefit.of(s.score, s.truth).curve(new double[] {0.5}, s.plan(), CONFIDENCE));
        k.put("NetBenefit.interventionsAvoided", s -> NetBenefit.of(s.score, s.truth).weightedBy(s.weight)
                .interventionsAvoided(0.5, s.cluster, CONFIDENCE));
        k.put("NetBenefit.perfectInformation", s -> NetBenefit.of(s.score, s.truth).perfectInformation(0.5, s.plan()));
        k.put("Mean.clustered", s -> Mean.clustered("m", s.score, s.weight, s.cluster, CONFIDENCE));
        k.put("Quantiles.interval", s -> Quantiles.interval("q", s.score, 0.5, CONFIDENCE));
        k.put("Quantiles.of", s -> Quantiles.of(s.score, 0.3));
        k.put("Bootstrap.percentile", s -> Bootstrap.percentile("m", s.plan(), c -> total(s, c), CONFIDENCE));
        k.put("Bootstrap.bca", s -> Bootstrap.bca("m", s.plan(), c -> total(s, c), CONFIDENCE));
        k.put("Bootstrap.studentised", s -> Bootstrap.studentised(
                "m", s.plan(), c -> new double[] {total(s, c), Math.abs(total(s, c)) / 10}, CONFIDENCE));
        k.put("MaxT.of", s -> MaxT.of(s.score, s.weight, new double[][] {s.score, s.other()}, CONFIDENCE));
        k.put("MaxT.pValues", s -> MaxT.pValues(s.score, s.weight, new double[][] {s.score, s.other()}));
        k.put("Permutation.test", s -> Permutation.test(s.cluster, 20, 1, from -> from.length).p());
        k.put("Multiplicity.holm", s -> Multiplicity.holm(s.score));
        k.put("Multiplicity.benjaminiHochberg", s -> Multiplicity.benjaminiHochberg(s.score));
        k.put("Multiplicity.benjaminiYekutieli", s -> Multiplicity.benjaminiYekutieli(s.score));
        k.put("Tost.means", s -> Tost.means(s.score, s.other(), -0.1, 0.1, 0.05).p());
        k.put("Tost.pairedMeans", s -> Tost.pairedMeans(s.score, s.other(), s.cluster, -0.1, 0.1, 0.05).p());
        k.put("Tost.pairedAurocs", s -> Tost.pairedAurocs(
                        s.score, s.other(), s.truth, s.cluster, -0.1, 0.1, 0.05)
                .p());
        k.put("MetaAnalysis.pool", s -> MetaAnalysis.pool("m", s.score, s.weight, CONFIDENCE).mean());
        k.put("BivariateMetaAnalysis.pool", s -> BivariateMetaAnalysis.pool(
                s.weight, s.weight, s.weight, s.score, CONFIDENCE));
        k.put("Association.cramersV", s -> Association.cramersV(s.rating(0), s.rating(1), i -> s.weight[i]));
        k.put("StandardisedDifference.of", s -> StandardisedDifference.of(s.score, s.other()));
        k.put("Weighting.effectiveSize", s -> Weighting.effectiveSize(s.weight));
        k.put("Weighting.postStratification", s -> Weighting.postStratification(s.rating(0), new double[] {0.5, 0.5}));
        k.put("Mcar.test", s -> Mcar.test(s.measurements()).p());
        k.put("JointPower.correlation", s -> JointPower.correlation(s.measurements()));
        k.put("CohenKappa.clustered", s -> CohenKappa.clustered(
                "k", s.rating(0), s.rating(1), 2, Weights.IDENTITY, s.cluster, CONFIDENCE));
        k.put("FleissKappa", s -> FleissKappa.estimate("k", s.ratings(), 2, Weights.IDENTITY, CONFIDENCE));
        k.put("GwetAc", s -> GwetAc.estimate("k", s.ratings(), 2, Weights.IDENTITY, CONFIDENCE));
        k.put("KrippendorffAlpha", s -> KrippendorffAlpha.of(s.measurements(), KrippendorffAlpha.Scale.INTERVAL)
                .estimate("k", Bootstrap.plan(s.cluster, 60, 1), CONFIDENCE));
        k.put("IntraclassCorrelation", s -> IntraclassCorrelation.of(s.measurements())
                .single("icc", IntraclassCorrelation.Model.TWO_WAY_RANDOM, CONFIDENCE));
        k.put("BlandAltman.bias", s -> BlandAltman.of(s.score, s.other()).bias("b", CONFIDENCE));
        k.put("BlandAltman.upperLimit", s -> BlandAltman.of(s.score, s.other()).upperLimit("b", 0.95, CONFIDENCE));
        k.put("SpecificAgreement", s -> SpecificAgreement.twoRaters("s", s.truth, flags(s), CONFIDENCE));
        k.put("DawidSkene.prevalence", s -> DawidSkene.prevalence("p", s.ratings(), 2, 1, s.plan(), CONFIDENCE));
        k.put("Afroc", s -> Afroc.of(s.marks(), Afroc.Form.AFROC).estimate("a", s.plan(), CONFIDENCE));
        k.put("Froc.sensitivity", s -> Froc.of(s.marks(), Froc.Images.ALL)
                .sensitivity("s", 0.5, Froc.Between.LINEAR, s.plan(), CONFIDENCE));
        k.put("UStatistic.single", s -> UStatistic.of(s.readers())
                .single(0, Form.UNBIASED, Degrees.BDG).estimate("a", CONFIDENCE));
        k.put("UStatistic.difference", s -> UStatistic.of(s.readers())
                .difference(0, 1, Form.UNBIASED, Degrees.BDG).estimate("d", CONFIDENCE));
        k.put("ObuchowskiRockette.difference", s -> ObuchowskiRockette.jackknife(s.readers())
                .difference(0, 1, Sampled.READERS_AND_CASES).estimate("d", CONFIDENCE));
        k.put("ReaderMean.sensitivity", s -> ReaderMean.sensitivity(s.readers(), 0.5)
                .single(0, Form.UNBIASED, Degrees.BDG).estimate("s", CONFIDENCE));
        return k;
    }

    private static boolean[] flags(Sample s) {
        boolean[] flags = new boolean[s.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = s.score[i] > 0.5;
        }
        return flags;
    }

    private static Calibration calibration(Sample s) {
        return Calibration.of(s.score, s.truth).byCluster(s.cluster).weightedBy(s.weight);
    }

    private static double[][] design(Sample s) {
        double[][] x = new double[s.size()][];
        Arrays.setAll(x, i -> new double[] {1, s.score[i]});
        return x;
    }

    private static double total(Sample s, int[] counts) {
        return IntStream.range(0, counts.length).mapToDouble(i -> counts[i] * s.score[i]).sum();
    }

    /// What came of it, in a few characters; fails on NaN and on any exception of the wrong kind.
    private static String outcome(String kernel, Edge edge, Function<Sample, Object> call) {
        try {
            return shown(call.apply(edge.sample()));
        } catch (IllegalArgumentException refused) {
            String said = refused.getMessage();
            assertThat(said == null ? "" : said).as(kernel + " on " + edge).hasSizeGreaterThan(9);
            return "refused";
        } catch (RuntimeException wrong) {
            return fail(kernel + " on " + edge + " ends in " + wrong, wrong);
        }
    }

    private static String shown(Object value) {
        return switch (value) {
            case Estimate e -> number(e.value()) + " [" + number(e.lower()) + ", " + number(e.upper()) + "]";
            case Optional<?> o -> o.isPresent() ? shown(o.get()) : "none";
            case OptionalDouble o -> o.isPresent() ? number(o.getAsDouble()) : "none";
            case Double d -> number(d);
            case Number n -> n.toString();
            case String s -> s;
            case Enum<?> e -> e.name();
            case double[] a -> Arrays.stream(a).mapToObj(EdgeCasesTest::number).collect(Collectors.joining(" "));
            case double[][] a -> Arrays.stream(a).map(EdgeCasesTest::shown).collect(Collectors.joining("; "));
            case List<?> l -> l.stream().map(EdgeCasesTest::shown).collect(Collectors.joining("; "));
            case Record r -> {
                List<String> parts = new ArrayList<>();
                for (RecordComponent component : r.getClass().getRecordComponents()) {
                    parts.add(shown(component(r, component)));
                }
                yield String.join("; ", parts);
            }
            default -> throw new IllegalStateException("no text for " + value.getClass());
        };
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(double value) {
        assertThat(value).isNotNaN();
        String text = String.format(Locale.ROOT, "%.3f", value + 0.0).replaceAll("\\.?0+$", "");
        return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : text.equals("-0") ? "0" : text;
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What the statistics do at the edge

                Each kernel is called on samples that leave it little or nothing: no row; one row; six rows with equal scores,
                of one class, of one patient, with scores that separate the classes, with infinite scores, with a NaN, and with
                weights of 0 (where it takes weights). A cell is the value with its 95% interval; *refused* is an
                `IllegalArgumentException` that says what was wrong; *none* is an empty `Optional`. Nothing answers NaN. Where a
                sample has no variance to show, the interval is everything possible. Scores that are all equal are the
                exception: what cannot vary (an AUROC of 0.5, a mean) has an interval of no width. `EdgeCasesTest` holds this
                table and writes it.

                """);
        page.append("| kernel | ").append(Arrays.stream(Edge.values()).map(e -> e.label).collect(Collectors.joining(" | ")));
        page.append(" |\n").append("|---".repeat(Edge.values().length + 1)).append("|\n");
        for (Map.Entry<String, Function<Sample, Object>> kernel : kernels().entrySet()) {
            page.append("| ").append(kernel.getKey());
            for (Edge edge : Edge.values()) {
                String text = outcome(kernel.getKey(), edge, kernel.getValue());
                page.append(" | ").append(text.isEmpty() ? "nothing" : text.length() > LONGEST ? "values" : text);
            }
            page.append(" |\n");
        }
        return page.toString();
    }

    /// Fails where a kernel's behaviour at the edge is not what the page says; the page is read before it is changed:
    /// `mvn -pl stats test -Dtest=EdgeCasesTest -Drealfm.edges=docs/edge-cases.md` writes it.
    @Test
    void everyKernelDoesWhatThePageSays() throws IOException {
        Path root = Path.of(System.getProperty("realfm.root", "."));
        String page = page();
        String asked = System.getProperty("realfm.edges");
        if (asked != null) {
            Files.writeString(root.resolve(asked), page);
        }
        assertThat(page).isEqualTo(Files.readString(root.resolve("docs/edge-cases.md")).replace("\r\n", "\n"));
    }

    /// Counts at the edge: successes, n, then Wilson's and Clopper-Pearson's ends.
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0.7935, 0, 0.975", "1, 1, 0.2065, 1, 0.025, 1", "0, 20, 0, 0.1611, 0, 0.1684",
        "20, 20, 0.8389, 1, 0.8316, 1"
    })
    void countsAtTheEdge(int k, int n, double low, double high, double exactLow, double exactHigh) {
        Estimate wilson = Proportion.wilson("p", k, n, CONFIDENCE);
        assertThat(wilson.lower()).isCloseTo(low, within(5e-5));
        assertThat(wilson.upper()).isCloseTo(high, within(5e-5));
        Estimate exact = Proportion.clopperPearson("p", k, n, CONFIDENCE);
        assertThat(exact.lower()).isCloseTo(exactLow, within(5e-5));
        assertThat(exact.upper()).isCloseTo(exactHigh, within(5e-5));
    }

    /// Arguments that are no numbers of their kind.
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.1, 1.1})
    void confidencesSharesAndErrorsMustBeWhatTheyAre(double bad) {
        double[] score = {0.1, 0.4, 0.6, 0.9};
        boolean[] truth = {false, true, false, true};
        int[] own = {0, 1, 2, 3};
        List<ThrowingCallable> calls = List.of(
                () -> Proportion.wilson("p", 1, 2, bad), () -> Proportion.wilsonSampleSize(bad, 0.1, CONFIDENCE),
                () -> Proportion.probabilityMet(0.5, 5, bad, CONFIDENCE), () -> Auroc.estimate("a", score, truth, bad),
                () -> Roc.of(score, truth).sensitivityAt(bad), () -> Roc.of(score, truth).thresholdForSensitivity(bad),
                () -> ThresholdChoice.exact(Held.SENSITIVITY, bad, score, truth, CONFIDENCE),
                () -> Calibration.of(score, truth).brier(bad), () -> Calibration.of(new double[] {bad}, new boolean[1]),
                () -> NetBenefit.of(score, truth).model(bad), () -> NetBenefit.utilities(truth, truth, bad),
                () -> DiagnosticTable.of(truth, truth).ppvAt(bad, CONFIDENCE), () -> Quantiles.of(score, bad),
                () -> Quantiles.interval("q", score, bad, CONFIDENCE), () -> Mean.clustered("m", score, own, bad),
                () -> Multiplicity.holm(new double[] {bad}), () -> Tost.means(score, score, -1, 1, bad),
                () -> Planning.observedExpected(bad, 0.1), () -> Planning.deLongStandardError(bad, 5, 5),
                () -> Planning.zeroEvents(bad, CONFIDENCE), () -> Planning.designEffect(2, bad),
                () -> NoncentralT.quantile(bad, 3, 0), () -> MetaAnalysis.pool("m", score, score, bad));
        for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i)).as("call " + i).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
