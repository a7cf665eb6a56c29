package org.realfm.report;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;

/// The content of `evidence.json` (schema: `docs/schema/evidence.schema.json`). Everything but [#run] and findings marked
/// `timed` is the same for the same study, whatever the number of threads.
public record EvidenceDocument(
        int realfm,
        String notice,
        StudyPart study,
        CohortPart cohort,
        List<SubjectPart> subjects,
        List<FindingPart> findings,
        List<CriterionPart> criteria,
        List<QuarantinePart> quarantine,
        RunPart run) {

    /// What every document says of its origin.
    public static final String NOTICE = "An independent implementation informed by REAL-FM";

    /// The study. `operatingPoint` is in words; `population` holds target marginals by column.
    public record StudyPart(
            String name,
            String digest,
            long seed,
            String use,
            String question,
            String task,
            String autonomy,
            String risk,
            String operatingPoint,
            SequencedMap<String, Double> floors,
            Map<String, Map<String, Double>> population,
            @Nullable String site,
            @Nullable String comparator) {}

    /// The cohort in numbers. `grade` and `caps` say how good a measurement on it can be, and why not better.
    public record CohortPart(
            int cases,
            int patients,
            boolean patientsDeclared,
            int evaluated,
            int positives,
            int tuning,
            int development,
            List<String> sites,
            String root,
            String grade,
            List<String> caps) {}

    /// One subject and its verdict.
    public record SubjectPart(
            String model,
            String digest,
            String weights,
            String preprocessing,
            double threshold,
            String runtime,
            VerdictPart verdict,
            SequencedMap<String, DimensionPart> dimensions,
            List<NextPart> next) {}

    /// A verdict. `level`, `upper` and `cap` are `V0` to `V5`; `title` and `permits` are the ladder's words for `level`.
    public record VerdictPart(
            String level, String title, String permits, String upper, String cap, List<String> because) {}

    /// The level of one dimension as an interval, what binds it, and how many criteria have each outcome.
    public record DimensionPart(int lower, int upper, List<String> binding, SequencedMap<String, Integer> counts) {}

    /// What a higher verdict still needs.
    public record NextPart(String level, String title, List<String> needs) {}

    /// A finding. `subject` and `model` are null where it is about the cohort, or absent for all.
    public record FindingPart(
            String criterion,
            @Nullable String subject,
            @Nullable String model,
            String cell,
            String tier,
            String grade,
            String outcome,
            int level,
            List<EstimatePart> estimates,
            String reason,
            String wouldSettle,
            boolean timed,
            List<Figure> figures) {}

    /// An estimate; an end is null where it is unbounded.
    public record EstimatePart(
            String name,
            double value,
            @Nullable Double lower,
            @Nullable Double upper,
            double confidence,
            String method,
            long n) {}

    /// One of the ninety criteria. `tier` is that of this intended use; `rule` says why it does not apply, if it does not;
    /// `thresholds` are printed with the mark of their basis.
    public record CriterionPart(
            String id,
            String title,
            String dimension,
            String tier,
            String asks,
            boolean measured,
            @Nullable String rule,
            List<ThresholdPart> thresholds) {}

    /// A threshold with the letter of its basis (D, C, S, K).
    public record ThresholdPart(String name, double value, String basis) {}

    /// An input that could not be used.
    public record QuarantinePart(String path, String reason, String remedy) {}

    /// What may differ between two runs.
    public record RunPart(
            String started,
            double seconds,
            String version,
            String java,
            String engine,
            int threads,
            long shown,
            long resumed,
            String ledgerHead,
            String command) {}
}
