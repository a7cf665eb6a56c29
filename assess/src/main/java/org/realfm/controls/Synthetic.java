package org.realfm.controls;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.OperatingPoint;
import org.realfm.ledger.Subject;
import org.realfm.models.Output;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.Features;
import org.realfm.run.Sample;
import org.realfm.run.Standing;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.run.Timing;
import org.realfm.study.Cohort;
import org.realfm.study.CohortSpec;
import org.realfm.study.Grouping;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// Evidence made in memory, for controls and tests: cases with truth, scores, patients, sites, groups and pictures as one
/// likes, and the study around them. Everything not set has a plain default: one patient a case, all evaluated, scores
/// from nothing, use A1/R2, threshold 0.5, standing E2.
public final class Synthetic {

    /// The day on which generated cases are judged.
    public static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    private static final String SALT = "synthetic";

    private final int[] truth;
    private double[] score;
    private int[] patient;
    private Split[] split;
    private final Map<String, @Nullable String[]> columns = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();
    private @Nullable String site;
    private final Map<String, Double> floors = new LinkedHashMap<>(Map.of("auroc", 0.8, "sensitivity", 0.8, "specificity", 0.8));
    private Map<String, Map<String, Double>> population = Map.of();
    private List<IntendedUse.Trait> traits = List.of(IntendedUse.Trait.PROBABILITY_SHOWN);
    private List<String> nuisance = List.of();
    private final SequencedMap<String, Double> neverMiss = new LinkedHashMap<>();
    private Optional<Study.ThresholdRange> thresholds = Optional.of(new Study.ThresholdRange(0.1, 0.5, "imaging lead"));
    private Optional<Study.Latency> latency = Optional.empty();
    private Optional<Timing> timing = Optional.empty();
    private Optional<CohortSpec.Sampling> sampling = Optional.of(CohortSpec.Sampling.CONSECUTIVE);
    private Optional<Study.Document> card = Optional.empty();
    private final Map<String, Study.Document> documents = new LinkedHashMap<>();
    private double[] other = new double[0];
    private @Nullable ToDoubleFunction<Stimulus> otherResponse;
    private Optional<List<String>> developerSites = Optional.empty();
    private int casesPerProbe = 1000;
    private @Nullable IntFunction<Image2D> pictures;
    private IntendedUse.Risk risk = IntendedUse.Risk.R2;
    private IntendedUse.Autonomy autonomy = IntendedUse.Autonomy.A1;
    private boolean patientsDeclared = true;
    private double threshold = 0.5;
    private double[] weight = new double[0];
    private CohortSpec.Aggregate aggregate = CohortSpec.Aggregate.MAX;
    private boolean probabilities = true;
    private boolean isComparator = false;
    private long seed = 1;

    private Synthetic(int[] truth) {
        this.truth = truth;
        this.score = new double[truth.length];
        this.patient = IntStream.range(0, truth.length).toArray();
        this.split = new Split[truth.length];
        Arrays.fill(split, Split.EVALUATE);
    }

    /// Cases with these truths.
    public static Synthetic cases(int[] truth) {
        return new Synthetic(truth);
    }

    /// The subject's scores; NaN where it fails.
    public Synthetic score(double[] values) {
        this.score = values;
        return this;
    }

    public Synthetic patient(int[] indices) {
        this.patient = indices;
        return this;
    }

    public Synthetic patientsUndeclared() {
        this.patientsDeclared = false;
        return this;
    }

    public Synthetic split(Split[] parts) {
        this.split = parts;
        return this;
    }

    /// A column of the table; null cells are missing.
    public Synthetic column(String name, @Nullable String[] cells) {
        columns.put(name, cells);
        return this;
    }

    /// A column that divides people, its values taken as they are.
    public Synthetic group(String name, @Nullable String[] cells) {
        groups.add(name);
        return column(name, cells);
    }

    /// The column that names the site.
    public Synthetic site(@Nullable String[] cells) {
        this.site = "site";
        return column("site", cells);
    }

    public Synthetic floor(String metric, double value) {
        floors.put(metric, value);
        return this;
    }

    /// An intended use that sets no floor.
    public Synthetic withoutFloors() {
        floors.clear();
        return this;
    }

    public Synthetic population(Map<String, Map<String, Double>> marginals) {
        this.population = marginals;
        return this;
    }

    public Synthetic traits(IntendedUse.Trait... facts) {
        this.traits = List.of(facts);
        return this;
    }

    public Synthetic nuisance(String... names) {
        this.nuisance = List.of(names);
        return this;
    }

    public Synthetic neverMiss(String column, double limit) {
        neverMiss.put(column, limit);
        return this;
    }

    public Synthetic thresholds(Optional<Study.ThresholdRange> range) {
        this.thresholds = range;
        return this;
    }

    public Synthetic latency(Study.Latency budget, Timing measured) {
        this.latency = Optional.of(budget);
        this.timing = Optional.of(measured);
        return this;
    }

    public Synthetic sampling(Optional<CohortSpec.Sampling> how) {
        this.sampling = how;
        return this;
    }

    public Synthetic card(Map<String, Object> content) {
        this.card = Optional.of(document("card.yaml", content));
        return this;
    }

    /// A document of the study, by kind (`datasheet`, `plan`).
    public Synthetic withDocument(String kind, Map<String, Object> content) {
        documents.put(kind, document(kind + ".yaml", content));
        return this;
    }

    /// Scores of a second model, which is the comparator; probabilities if all lie from 0 to 1.
    public Synthetic comparator(double[] values) {
        this.other = values;
        return this;
    }

    /// What the comparator answers to whatever is asked of the subject.
    public Synthetic comparatorResponse(ToDoubleFunction<Stimulus> response) {
        this.otherResponse = response;
        return this;
    }

    /// Sites that the developer is known to have used.
    public Synthetic developerSites(String... names) {
        this.developerSites = Optional.of(List.of(names));
        return this;
    }

    /// The largest number of cases that are shown again.
    public Synthetic casesPerProbe(int most) {
        this.casesPerProbe = most;
        return this;
    }

    /// The picture of each row.
    public Synthetic pictures(IntFunction<Image2D> source) {
        this.pictures = source;
        return this;
    }

    public Synthetic risk(IntendedUse.Risk value) {
        this.risk = value;
        return this;
    }

    public Synthetic autonomy(IntendedUse.Autonomy value) {
        this.autonomy = value;
        return this;
    }

    /// Sampling weights, one a case.
    public Synthetic weight(double[] values) {
        this.weight = values;
        return this;
    }

    /// How scores of several pictures of one patient become one.
    public Synthetic aggregate(CohortSpec.Aggregate rule) {
        this.aggregate = rule;
        return this;
    }

    /// Says that only the order of the scores means anything.
    public Synthetic ordinal() {
        this.probabilities = false;
        return this;
    }

    /// Names the subject itself as the comparator of the study.
    public Synthetic asComparator() {
        this.isComparator = true;
        return this;
    }

    public Synthetic threshold(double value) {
        this.threshold = value;
        return this;
    }

    public Synthetic seed(long value) {
        this.seed = value;
        return this;
    }

    private static Study.Document document(String name, Map<String, Object> content) {
        return new Study.Document(Path.of(name), Digest.of(name, content.toString()), content);
    }

    /// The study around the cases.
    public Study study() {
        IntendedUse use = new IntendedUse(
                "synthetic",
                "is the condition present",
                IntendedUse.Task.CLASSIFICATION,
                autonomy,
                risk,
                new OperatingPoint.Threshold(threshold),
                floors,
                population,
                traits,
                Optional.empty());
        SequencedMap<String, Study.ModelSpec> models = new LinkedHashMap<>();
        models.put("subject", model("subject", probabilities, card));
        if (other.length > 0) {
            models.put("comparator", model("comparator", Arrays.stream(other).allMatch(score -> !(score < 0 || score > 1)), Optional.empty()));
        }
        return new Study(
                Path.of("study.yaml"),
                Digest.of("synthetic"),
                "synthetic",
                seed,
                use,
                new Study.Limits(thresholds, latency, neverMiss, Optional.empty(), List.of(), casesPerProbe),
                spec(),
                nuisance,
                models,
                isComparator
                        ? Optional.of("subject")
                        : other.length > 0 ? Optional.of("comparator") : Optional.empty(),
                documents,
                List.of());
    }

    private CohortSpec spec() {
        boolean divided = Arrays.stream(split).anyMatch(part -> part != Split.EVALUATE);
        return new CohortSpec(
                Path.of("cases.csv"),
                "case",
                patientsDeclared ? Optional.of("patient") : Optional.empty(),
                pictures == null ? Optional.empty() : Optional.of("image"),
                Optional.empty(),
                Optional.empty(),
                "truth",
                divided
                        ? Optional.of(new CohortSpec.SplitColumn(
                                "split", "test", Optional.of("tune"), Optional.of("train")))
                        : Optional.empty(),
                Optional.ofNullable(site),
                groups.stream().map(name -> new CohortSpec.Group(name, List.of())).toList(),
                weight.length > 0 ? Optional.of("weight") : Optional.empty(),
                sampling,
                aggregate,
                developerSites,
                false,
                Optional.empty());
    }

    private static Study.ModelSpec model(String name, boolean probability, Optional<Study.Document> card) {
        return new Study.ModelSpec(
                name,
                new Study.Source.Predictions(new PredictionsModel.Spec(Path.of(name + ".csv"), probability)),
                card);
    }

    /// The cohort.
    public Cohort cohort() {
        int n = truth.length;
        String[] cases = new String[n];
        Arrays.setAll(cases, i -> "case" + i);
        List<String> sites = site == null ? List.of() : values(columns.get(site));
        int[] siteOf = site == null ? filled(n) : indices(columns.get(site), sites);
        List<Grouping> groupings = groups.stream()
                .map(name -> new Grouping(name, values(columns.get(name)), indices(columns.get(name), values(columns.get(name)))))
                .toList();
        IntFunction<Image2D> source = pictures;
        PictureFile[] images = new PictureFile[source == null ? 0 : n];
        Digest[] content = new Digest[images.length];
        if (source != null) {
            for (int i = 0; i < n; i++) {
                images[i] = PictureFile.of(Path.of("case" + i + ".png"));
                content[i] = new Digest(source.apply(i).canonicalSha256());
            }
        }
        return new Cohort(
                new Cohort.Columns(
                        cases,
                        patient,
                        truth,
                        split,
                        siteOf,
                        sites,
                        weight,
                        images,
                        content,
                        groupings,
                        columns,
                        patientsDeclared,
                        false),
                List.of(),
                Digest.of("synthetic", Integer.toString(n)));
    }

    private static int[] filled(int n) {
        int[] none = new int[n];
        Arrays.fill(none, -1);
        return none;
    }

    private static List<String> values(@Nullable String @Nullable [] cells) {
        TreeSet<String> distinct = new TreeSet<>();
        if (cells != null) {
            for (String cell : cells) {
                if (cell != null) {
                    distinct.add(cell);
                }
            }
        }
        return List.copyOf(distinct);
    }

    private static int[] indices(@Nullable String @Nullable [] cells, List<String> values) {
        int[] of = new int[cells == null ? 0 : cells.length];
        for (int i = 0; i < of.length; i++) {
            String cell = cells == null ? null : cells[i];
            of[i] = cell == null ? -1 : values.indexOf(cell);
        }
        return of;
    }

    /// What is known of the cohort.
    public CohortEvidence cohortEvidence() {
        IntFunction<Image2D> source = pictures;
        return new CohortEvidence(
                study(),
                cohort(),
                row -> source == null ? Optional.empty() : Optional.of(new Picture.Flat(source.apply(row))),
                new Standing(Grade.E2, List.of()),
                TODAY);
    }

    /// What is seen of the subject: its scores, and nothing after interventions.
    public SubjectEvidence subjectEvidence() {
        return evidence(null, null);
    }

    /// What is seen of a subject that can be shown anything: it answers what a criterion asks by this response, where NaN
    /// is a failure.
    public SubjectEvidence subjectEvidence(Criterion.OfSubject asking, ToDoubleFunction<Stimulus> response) {
        return evidence(asking, response);
    }

    private SubjectEvidence evidence(Criterion.@Nullable OfSubject asking, @Nullable ToDoubleFunction<Stimulus> response) {
        CohortEvidence about = cohortEvidence();
        Cohort cohort = about.cohort();
        Map<Digest, Output> observations = said(cohort, score);
        Map<Digest, Output> comparators = other.length > 0 ? said(cohort, other) : Map.of();
        ToDoubleFunction<Stimulus> comparator = otherResponse;
        if (asking != null && response != null) {
            asking.stimuli(about.study(), cohort).forEach(stimulus -> {
                Digest digest = stimulus.digest(cohort, SALT);
                observations.put(digest, answer(response.applyAsDouble(stimulus)));
                if (comparator != null) {
                    comparators.put(digest, answer(comparator.applyAsDouble(stimulus)));
                }
            });
        }
        Sample evaluation = sample(cohort, score);
        Map<String, Sample> others = new LinkedHashMap<>();
        others.put("subject", evaluation);
        if (other.length > 0) {
            others.put("comparator", sample(cohort, other));
        }
        Digest digest = Digest.of("synthetic subject");
        return new SubjectEvidence(
                about,
                new Subject("subject", digest, digest, digest, threshold, "synthetic"),
                about.study().models().firstEntry().getValue(),
                response != null,
                probabilities,
                observations,
                Features.NONE,
                comparators,
                evaluation,
                others,
                timing,
                about.standing(),
                SALT);
    }

    private static Map<Digest, Output> said(Cohort cohort, double[] scores) {
        Map<Digest, Output> said = new HashMap<>();
        for (int row = 0; row < scores.length; row++) {
            said.put(Stimulus.of(row).digest(cohort, SALT), answer(scores[row]));
        }
        return said;
    }

    /// A score; NaN stands for a failure.
    private static Output answer(double score) {
        return Double.isNaN(score) ? new Output.Failure("no answer") : new Output.Scores(score, new float[0]);
    }

    private Sample sample(Cohort cohort, double[] scores) {
        int[] rows = cohort.rows(Split.EVALUATE);
        int[] scored = Arrays.stream(rows).filter(row -> !Double.isNaN(scores[row])).toArray();
        return new Sample(
                scored,
                Arrays.stream(scored).map(row -> truth[row]).toArray(),
                Arrays.stream(scored).mapToDouble(row -> scores[row]).toArray(),
                Arrays.stream(scored).map(row -> patient[row]).toArray(),
                Arrays.stream(scored).map(row -> cohort.columns().site()[row]).toArray(),
                weight.length == 0
                        ? weight
                        : Arrays.stream(scored).mapToDouble(row -> weight[row]).toArray(),
                Arrays.stream(rows).filter(row -> Double.isNaN(scores[row])).toArray());
    }
}
