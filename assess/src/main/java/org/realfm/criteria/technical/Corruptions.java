package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.ProbeCases;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Seeds;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// `tech.robustness.corruptions`: at which severity of which artefact does performance break, and does that severity
/// occur?
public final class Corruptions implements Criterion.OfSubject {

    static final Card.Threshold SLIGHT = new Card.Threshold(
            "severity (of 1 to 5) that every clinic is taken to see, whatever its films show",
            1,
            Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("tech.robustness.corruptions")),
            "On at most the declared number of evaluation cases, drawn in proportion to the truth: noise (added standard"
                    + " deviation), Gaussian blur, loss of contrast, JPEG and loss of resolution at five severities each, all"
                    + " with physical parameters. For each: AUROC, sensitivity and specificity at the locked threshold (a film"
                    + " on which the model fails is ranked last and called wrongly), retention R(s) = AUROC(s) / AUROC(0), and"
                    + " the breakdown severity s*, the least at which a measure falls below the floor of the intended use;"
                    + " the isotonic fit gives its value. Beside an interactive comparator, the relative corruption error: the"
                    + " model's loss of AUROC summed over severities, over the comparator's. Natural severity: the severity"
                    + " that makes the noise, sharpness, contrast or blockiness of the median evaluation film that of the film"
                    + " at the 99th percentile. It sees anatomy as well as quality, so it is an upper bound; no reader has"
                    + " confirmed that the finding is still visible at s*.",
            "At each severity DeLong on the logit scale and Wilson, by patient; s* by inversion of these limits: 95% where it"
                    + " is to be met, simultaneous over operators and measures (Bonferroni) where it is to be not met. Paired"
                    + " bootstrap by patient within truth (2,000 replicates) for R(s) and the relative corruption error.",
            "Met if for every operator the lower limit of s* is at least the 99th percentile of natural severity and at least"
                    + " 1; not met if for some operator the upper limit of s* lies below 1. A break between severity 1 and"
                    + " the upper bound of what the films show is inconclusive.",
            List.of(SLIGHT),
            List.of(
                    "Hendrycks & Dietterich 2019 (ICLR)",
                    "Di Salvo 2024 [pre] (MedMNIST-C)",
                    "Immerkaer 1996 doi:10.1006/cviu.1996.0060"),
            "Failure at a dose the paediatric protocol uses daily.");

    private final int replicates;

    public Corruptions() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public Corruptions(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public Stream<Stimulus> stimuli(Study study, Cohort cohort) {
        if (!cohort.hasImages()) {
            return Stream.empty();
        }
        return IntStream.of(ProbeCases.drawn(study, cohort)).boxed().flatMap(row -> Arrays.stream(Kind.values())
                .flatMap(kind -> IntStream.rangeClosed(1, NaturalSeverity.GROSSEST)
                        .mapToObj(severity -> corrupted(study, kind, severity, row))));
    }

    /// A case after a corruption. The noise of a case is the same at every severity but for its size.
    static Stimulus corrupted(Study study, Kind kind, int severity, int row) {
        long seed = kind == Kind.NOISE ? Seeds.derive(study.seed(), CARD.id().value(), row) : 0;
        return Stimulus.after(new Corruption(kind, severity), row, seed);
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Study study = evidence.about().study();
        Cohort cohort = evidence.about().cohort();
        if (!evidence.interactive() || !cohort.hasImages() || evidence.model().withoutPictures()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            evidence.model().withoutPictures()
                                    ? "The model takes no pictures."
                                    : cohort.hasImages()
                                    ? "The model is known by its predictions only and cannot be shown corrupted films."
                                    : "The cases have no pictures to corrupt.",
                            "Supply the model itself (onnx) and the pictures of the cases."));
        }
        if (FloorMeasure.of(study).isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The intended use sets no floor below which performance would be broken.",
                            "Declare the least acceptable AUROC, sensitivity and specificity (use: floors)."));
        }
        int[] rows = ProbeCases.drawn(study, cohort);
        ScoredCases clean = ScoredCases.of(evidence, rows, row -> evidence.score(Stimulus.of(row)));
        if (!clean.large()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "Fewer than " + Bootstrap.MINIMUM_PER_CLASS + " patients of a class were shown corrupted films.",
                            "Show at least " + Bootstrap.MINIMUM_PER_CLASS + " sick and as many well patients."));
        }
        NaturalSeverity natural = NaturalSeverity.of(evidence.about(), rows, evidence.seed(CARD, 1));
        CorruptionCurves curves = CorruptionCurves.of(evidence, rows, replicates);
        List<OperatorResult> results = Arrays.stream(Kind.values())
                .map(kind -> OperatorResult.of(study, curves, natural, kind))
                .toList();
        List<Finding> parts = results.stream().map(result -> result.finding(evidence)).toList();
        List<Finding> findings = new ArrayList<>();
        findings.add(CorruptionSummary.finding(evidence.finding(CARD).asksAll(parts), evidence, curves, results));
        findings.addAll(parts);
        return findings;
    }
}
