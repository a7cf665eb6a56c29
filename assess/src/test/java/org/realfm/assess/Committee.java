package org.realfm.assess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.realfm.assess.Assessment.Judged;
import org.realfm.controls.Synthetic;
import org.realfm.criteria.clinical.DecisionCurve;
import org.realfm.criteria.clinical.SampleSizePlan;
import org.realfm.criteria.data.SubgroupPrecision;
import org.realfm.criteria.reasoning.CausalShortcut;
import org.realfm.criteria.responsible.CriticalMiss;
import org.realfm.criteria.responsible.FairnessGaps;
import org.realfm.criteria.responsible.ModelCard;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.interventions.Inpainting;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.imaging.interventions.Mark;
import org.realfm.imaging.interventions.Opacity;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Subject;
import org.realfm.ledger.verdict.Cascade;
import org.realfm.ledger.verdict.VerdictEngine;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.RunPart;
import org.realfm.report.EvidenceDocument.UsagePart;
import org.realfm.run.Criterion;
import org.realfm.run.Standing;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.study.Quarantined;
import org.realfm.study.Study;

/// What a committee gets to read: three models judged on synthetic cases. `careful` ranks well and is calibrated;
/// `shortcut` follows a mark on the film that goes with the truth, and wins on the cases as they are; `overconfident`
/// ranks like the first, with risks that are too extreme.
///
/// Criteria of the code judge them wherever they need nothing but scores; [OtherEvidence] stands in for the rest.
public final class Committee {

    private static final int CASES = 900;
    private static final int REPLICATES = 400;
    private static final double SEPARATION = 2.9;

    private final List<Criterion> criteria = List.of(
            new SubgroupPrecision(),
            new CausalShortcut(REPLICATES),
            new DecisionCurve(REPLICATES),
            new SampleSizePlan(),
            new FairnessGaps(REPLICATES),
            new CriticalMiss(),
            new ModelCard());

    private final int[] truth = new int[CASES];
    private final boolean[] marked = new boolean[CASES];
    private final double[] signal = new double[CASES];
    private final String[] sex = new String[CASES];
    private final String[] age = new String[CASES];
    private final String[] site = new String[CASES];
    private final String[] mark = new String[CASES];
    private final String[] pneumothorax = new String[CASES];

    private Committee() {
        SplittableRandom random = new SplittableRandom(7);
        String[] ages = {"18-39", "40-64", "65+"};
        String[] sites = {"harbour", "hill", "meadow"};
        for (int i = 0; i < CASES; i++) {
            truth[i] = random.nextInt(5) < 2 ? 1 : 0;
            marked[i] = random.nextDouble() < (truth[i] == 1 ? 0.92 : 0.08);
            sex[i] = random.nextBoolean() ? "F" : "M";
            age[i] = ages[(int) (3 * Math.sqrt(random.nextDouble()))];
            site[i] = sites[random.nextInt(3)];
            mark[i] = marked[i] ? "1" : "0";
            pneumothorax[i] = truth[i] == 1 && random.nextInt(3) == 0 ? "1" : "0";
            // Young women are harder to read.
            double separation = sex[i].equals("F") && age[i].equals("18-39") ? SEPARATION / 2 : SEPARATION;
            signal[i] = (truth[i] - 0.5) * separation + random.nextGaussian();
        }
    }

    /// The document; always the same.
    public static EvidenceDocument document() {
        return document("careful", "shortcut", "overconfident");
    }

    /// The document of some of the models.
    public static EvidenceDocument document(String... models) {
        return new Committee().judge(List.of(models));
    }

    private EvidenceDocument judge(List<String> models) {
        Study study = study(models);
        List<Judged> judged = new ArrayList<>();
        for (String model : models) {
            Subject subject = new Subject(
                    model, Digest.of(model), Digest.of(""), Digest.of("scale"), 0.5, "onnxruntime 1.28.0 cpu float32");
            List<Finding> findings = new ArrayList<>(OtherEvidence.ofCohort());
            for (Criterion criterion : criteria) {
                findings.addAll(ofSubject(criterion, model, subject.digest()));
            }
            findings.addAll(OtherEvidence.of(subject.digest(), model, scores(model), truth, marked));
            List<Finding> standing = Cascade.apply(findings, study.use());
            judged.add(new Judged(subject, standing, List.of(), VerdictEngine.judge(findings, study.use())));
        }
        Cohort cohort = cohort(world("careful").cohort());
        RunPart run = new RunPart(
                "2026-11-24T10:00:00Z", 61.5, "0.1.0", "25.0.1", "local", 2, 41_280, 0,
                List.of(new UsagePart("careful", "41280 answers, 900 tokens in, 80 out", usage())), Digest.of("ledger").hex(), "realfm assess study.yaml --out results");
        return EvidenceDocuments.of(study, cohort, new Standing(Grade.E2, List.of()), judged, List.of(), run);
    }

    private static SequencedMap<String, Double> usage() {
        SequencedMap<String, Double> usage = new LinkedHashMap<>();
        usage.put("tokens-in", 900.0);
        usage.put("tokens-out", 80.0);
        return usage;
    }

    private List<Finding> ofSubject(Criterion criterion, String model, Digest subject) {
        List<Finding> findings = criterion instanceof Criterion.OfSubject question
                ? question.assess(world(model).subjectEvidence(question, response(model)))
                : ((Criterion.OfCohort) criterion).assess(world(model).cohortEvidence());
        return findings.stream()
                .map(f -> new Finding(
                        f.criterion(), f.subject().map(s -> subject), f.cell(), f.tier(), f.grade(), f.outcome(),
                        f.estimates(), f.reason(), f.wouldSettle(), f.timed(), f.figures()))
                .toList();
    }

    private double logit(String model, int row, boolean isMarked) {
        return switch (model) {
            case "shortcut" -> 0.55 * SEPARATION * signal[row] + (isMarked ? 3.2 : -3.2);
            case "overconfident" -> 6 * (SEPARATION * signal[row] - 0.4);
            default -> SEPARATION * signal[row] - 0.4;
        };
    }

    private static double risk(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private double[] scores(String model) {
        double[] scores = new double[CASES];
        for (int i = 0; i < CASES; i++) {
            scores[i] = risk(logit(model, i, marked[i]));
        }
        return scores;
    }

    /// What a model says of an edited film.
    private ToDoubleFunction<Stimulus> response(String model) {
        Mark seen = new Mark(Corner.TOP_LEFT, Mark.USUAL_SIZE);
        double lesion = model.equals("overconfident") ? 12 : model.equals("shortcut") ? 1.1 : 2.4;
        return stimulus -> {
            int row = stimulus.row();
            Intervention edit = stimulus.intervention().orElseThrow();
            if (edit instanceof Opacity) {
                return risk(logit(model, row, marked[row]) + lesion);
            }
            boolean after = edit.equals(seen) || marked[row] && !edit.equals(seen.removal());
            // Every edit costs a little, at random.
            double jitter = new SplittableRandom(31L * row + edit.id().hashCode()).nextGaussian() * 0.05;
            return risk(logit(model, row, after) + jitter);
        };
    }

    private Synthetic world(String model) {
        Synthetic world = Synthetic.cases(truth)
                .score(scores(model))
                .group("sex", sex)
                .group("age", age)
                .site(site)
                .column("corner_mark", mark)
                .column("pneumothorax", pneumothorax)
                .nuisance("corner_mark")
                .neverMiss("pneumothorax", 0.10)
                .pictures(row -> Image2D.of(2, 2, 1, 255, new float[] {row % 251, row / 251f, 7, 9}))
                .withDocument("plan", plan())
                .seed(7);
        return model.equals("careful") ? world : world.comparator(scores("careful"));
    }

    private static Map<String, Object> plan() {
        return Map.of(
                "locked", "2026-01-05",
                "first-case", "2026-02-01",
                "assumptions",
                        Map.of(
                                "prevalence", 0.4, "auroc", 0.9, "sensitivity", 0.9, "specificity", 0.9,
                                "logit-risk", Map.of("mean", -0.4, "sd", 4.0)),
                "planned", Map.of("patients", 880, "positives", 330));
    }

    private Study study(List<String> models) {
        Study made = world("careful").study();
        IntendedUse use = made.use();
        SequencedMap<String, Study.ModelSpec> specs = new LinkedHashMap<>();
        models.forEach(name -> specs.put(
                name,
                new Study.ModelSpec(
                        name,
                        new Study.Source.Predictions(new PredictionsModel.Spec(Path.of(name + ".csv"), true)),
                        Optional.empty())));
        return new Study(
                Path.of("study.yaml"),
                Digest.of("study.yaml"),
                "demo",
                7,
                new IntendedUse(
                        "triage",
                        "opacity in a lung on a frontal chest film",
                        use.task(),
                        use.autonomy(),
                        use.risk(),
                        use.operatingPoint(),
                        Map.of("auroc", 0.85, "sensitivity", 0.8, "specificity", 0.8),
                        Map.of("sex", Map.of("F", 0.5, "M", 0.5)),
                        List.of(Trait.PROBABILITY_SHOWN, Trait.TRIAGE_CLAIM),
                        Optional.empty()),
                made.limits(),
                made.cohort(),
                made.nuisance(),
                specs,
                Optional.of("careful"),
                made.documents(),
                List.of());
    }

    private static Cohort cohort(Cohort made) {
        return new Cohort(
                made.columns(),
                List.of(
                        new Quarantined("cases.csv:14", "has no patient", "Fill in the patient, or leave the row out"),
                        new Quarantined(
                                "images/0231.png",
                                "ends in the middle of its pixels",
                                "Copy the file again from where it came from")),
                made.root());
    }
}
