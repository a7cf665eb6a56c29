package org.realfm.assess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Figure.Axis;
import org.realfm.ledger.Figure.Series;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.run.Decision;
import org.realfm.stats.Auroc;
import org.realfm.stats.Band;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Calibration;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.RankedScores;
import org.realfm.stats.Roc;

/// Evidence in the form in which other criteria give it, computed from scores by the statistical kernels, with the
/// pictures that a report must be able to draw.
final class OtherEvidence {

    private static final double CONFIDENCE = 0.95;

    private OtherEvidence() {}

    static List<Finding> ofCohort() {
        return List.of(
                finding("data.leakage.patient_overlap", Optional.empty(), Tier.GATE, Outcome.MET, List.of(Estimate.exact(
                                "patients in both parts", 0, 1320)), "No patient stands in both parts.", "", List.of()),
                finding("data.leakage.near_duplicates", Optional.empty(), Tier.GATE, Outcome.MET, List.of(Estimate.exact(
                                "films that are copies", 0, 520)),
                        "No evaluated film is a copy of a development film.", "", List.of()),
                new Finding(
                        new CriterionId("data.provenance.datasheet"), Optional.empty(), "licence", Tier.MAJOR, Grade.E2,
                        Outcome.MET, List.of(), "The licence allows this use.", "", false, List.of()),
                finding("data.heterogeneity.site_scanner", Optional.empty(), Tier.MAJOR, Outcome.NOT_MET, List.of(),
                        "Nobody said which scanners made the films, and all three sites belong to one group.",
                        "Add a column of scanners, and cases of a site of another group.", List.of()));
    }

    static List<Finding> of(Digest subject, String model, double[] score, int[] truth, boolean[] marked) {
        boolean[] sick = new boolean[truth.length];
        IntStream.range(0, sick.length).forEach(i -> sick[i] = truth[i] == 1);
        int[] patient = IntStream.range(0, truth.length).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(patient, sick, 300, 7);
        Optional<Digest> about = Optional.of(subject);
        List<Finding> findings = new ArrayList<>();

        Estimate auroc = Auroc.estimate("auroc", score, sick, CONFIDENCE);
        double[] grid = IntStream.rangeClosed(0, 100).mapToDouble(k -> k / 100.0).toArray();
        Band roc = Roc.simultaneousBand(RankedScores.of(score, sick), plan, grid, CONFIDENCE);
        Outcome ranks = Decision.atLeast(auroc, 0.85);
        findings.add(finding(
                "tech.discrimination.ranking", about, Tier.MAJOR, ranks, List.of(auroc),
                String.format(Locale.ROOT, "AUROC is %.3f (%.3f to %.3f) against a floor of 0.85.", auroc.value(),
                        auroc.lower(), auroc.upper()),
                "",
                List.of(
                        new Figure(
                                Figure.Kind.LINE, "roc", "ROC curve of patients", Axis.unit("1 - specificity"),
                                Axis.unit("sensitivity"),
                                List.of(band("model, band for the whole curve", roc), diagonal("chance")), List.of()),
                        histogram(score, sick))));

        DiagnosticTable table = DiagnosticTable.at(0.5, score, sick);
        Estimate sensitivity = table.sensitivity(CONFIDENCE).orElseThrow();
        Estimate specificity = table.specificity(CONFIDENCE).orElseThrow();
        Outcome point = Decision.all(
                List.of(Decision.atLeast(sensitivity, 0.8), Decision.atLeast(specificity, 0.8)));
        findings.add(finding(
                "tech.discrimination.operating_point", about, Tier.GATE, point, List.of(sensitivity, specificity),
                String.format(Locale.ROOT,
                        "At 0.5 sensitivity is %.3f (%.3f to %.3f) and specificity %.3f (%.3f to %.3f); floors 0.80 and"
                                + " 0.80.",
                        sensitivity.value(), sensitivity.lower(), sensitivity.upper(), specificity.value(),
                        specificity.lower(), specificity.upper()),
                point == Outcome.MET ? "" : "About 180 more cases with the condition.", List.of()));

        findings.add(calibration(about, score, sick, patient));
        findings.add(corruptions(about, auroc, model.equals("overconfident") ? 0.02 : 0.03));
        findings.add(new Finding(
                new CriterionId("tech.repeatability.test_retest"), about, "determinism", Tier.GATE, Grade.E2, Outcome.MET,
                List.of(Estimate.exact("scores that differ", 0, 100)),
                "A hundred films shown three times gave the same scores.", "", false, List.of()));
        return findings;
    }

    private static Finding calibration(Optional<Digest> about, double[] score, boolean[] sick, int[] patient) {
        Calibration calibration = Calibration.of(score, sick);
        Estimate slope = calibration.slope(CONFIDENCE).orElseThrow();
        double[] sorted = Arrays.stream(score).sorted().toArray();
        double[] grid = IntStream.rangeClosed(0, 40)
                .mapToDouble(k -> sorted[0] + k * (sorted[sorted.length - 1] - sorted[0]) / 40)
                .toArray();
        Band curve = calibration.simultaneousBand(4, Bootstrap.plan(patient, 300, 8), grid, CONFIDENCE);
        List<Calibration.Bin> bins = calibration.bins(10, CONFIDENCE);
        Outcome outcome = Decision.within(slope, 0.8, 1.25);
        return finding(
                "tech.calibration", about, Tier.GATE, outcome, List.of(slope, calibration.observedExpected(CONFIDENCE)),
                String.format(Locale.ROOT, "The calibration slope is %.2f (%.2f to %.2f), wanted 0.80 to 1.25.", slope.value(),
                        slope.lower(), slope.upper()),
                outcome == Outcome.MET ? "" : "Recalibrate on the tuning part.",
                List.of(new Figure(
                        Figure.Kind.LINE, "reliability", "Observed share by predicted probability, band for the whole curve",
                        Axis.unit("predicted probability"), Axis.unit("observed share"),
                        List.of(
                                diagonal("ideal"),
                                band("flexible curve", curve),
                                Series.line(
                                        "tenths of the cases",
                                        bins.stream().map(Calibration.Bin::meanRisk).toList(),
                                        bins.stream().map(bin -> bin.observed().value()).toList())),
                        List.of())));
    }

    private static Finding corruptions(Optional<Digest> about, Estimate auroc, double loss) {
        List<String> kinds = List.of(
                "gaussian noise", "quantum noise", "blur", "motion", "lower contrast", "gamma", "JPEG", "lower resolution");
        List<Series> series = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            double each = loss * (1 + k % 4) / 2;
            List<Double> severity = IntStream.rangeClosed(0, 5).mapToObj(s -> (double) s).toList();
            List<Double> value =
                    severity.stream().map(s -> Math.max(0.5, auroc.value() - each * s * s / 4)).toList();
            series.add(Series.band(
                    kinds.get(k), severity, value,
                    value.stream().map(v -> v - auroc.halfWidth() - 0.01).toList(),
                    value.stream().map(v -> Math.min(1, v + auroc.halfWidth())).toList()));
        }
        return finding(
                "tech.robustness.corruptions", about, Tier.MAJOR, Outcome.INCONCLUSIVE,
                List.of(new Estimate("earliest breakdown severity", 3.1, 2.2, 4.0, CONFIDENCE, "bootstrap", 240)),
                "Under motion AUROC falls below 0.85 between severity 2.2 and 4.0.",
                "Measure motion on phantoms, to learn whether severity 2.2 occurs.",
                List.of(new Figure(
                        Figure.Kind.LINE, "corruptions", "AUROC by severity of 8 kinds of corruption",
                        new Axis("severity", 0, 5), Axis.unit("AUROC"), series,
                        List.of(new Figure.Mark("floor", 0.85)))));
    }

    private static Figure histogram(double[] score, boolean[] sick) {
        List<Series> classes = new ArrayList<>();
        for (boolean condition : new boolean[] {false, true}) {
            double[] share = new double[20];
            long n = IntStream.range(0, score.length).filter(i -> sick[i] == condition).count();
            IntStream.range(0, score.length)
                    .filter(i -> sick[i] == condition)
                    .forEach(i -> share[(int) Math.min(19, 20 * score[i])] += 1.0 / n);
            classes.add(Series.line(
                    condition ? "with the condition" : "without",
                    IntStream.range(0, 20).mapToObj(b -> (b + 0.5) / 20).toList(),
                    Arrays.stream(share).boxed().toList()));
        }
        return new Figure(
                Figure.Kind.BARS, "scores", "Scores of both classes", Axis.unit("score"), Axis.fitted("share of the class"),
                classes, List.of(new Figure.Mark("threshold", 0.5)));
    }

    private static Series band(String name, Band band) {
        return Series.band(name, list(band.x()), list(band.y()), list(band.lower()), list(band.upper()));
    }

    private static Series diagonal(String name) {
        return Series.line(name, List.of(0.0, 1.0), List.of(0.0, 1.0));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static Finding finding(
            String criterion, Optional<Digest> about, Tier tier, Outcome outcome, List<Estimate> estimates, String reason,
            String settle, List<Figure> figures) {
        return new Finding(
                new CriterionId(criterion), about, Finding.ALL, tier, Grade.E2, outcome, estimates, reason, settle, false,
                figures);
    }
}
