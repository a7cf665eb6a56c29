package org.realfm.report;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;

/// The content of `evidence.json` (schema: `docs/schema/evidence.schema.json`). Everything but [#run] and findings marked
/// `timed` is the same for the same study, whatever the number of threads. Parts that may be missing are null; there is no
/// number that is not finite.
public record EvidenceDocument(
        int realfm,
        String notice,
        StudyPart study,
        CohortPart cohort,
        List<SubjectPart> subjects,
        List<FindingPart> findings,
        List<CriterionPart> criteria,
        List<AttestationPart> attestations,
        List<QuarantinePart> quarantine,
        RunPart run) {

    /// The version of this format, the first member of every document.
    public static final int VERSION = 1;

    /// What every document says of its origin.
    public static final String NOTICE = "An independent implementation informed by REAL-FM";

    /// The study. `operatingPoint` is in words, and `scope` is the intended use in sentences; `population` holds target
    /// marginals by column, and `documents` the digests of the documents given, by kind.
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
            List<String> scope,
            SequencedMap<String, Double> floors,
            Map<String, Map<String, Double>> population,
            @Nullable String site,
            @Nullable String comparator,
            SequencedMap<String, String> documents) {}

    /// The cohort in numbers. `groups` holds how many evaluated cases stand in each cell, as in `sex=F` or `site=hill`;
    /// `grade` and `caps` say how good a measurement on it can be, and why not better.
    public record CohortPart(
            int cases,
            int patients,
            boolean patientsDeclared,
            int evaluated,
            int positives,
            int tuning,
            int development,
            List<String> sites,
            SequencedMap<String, Integer> groups,
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
            List<CarveOutPart> carveOuts,
            List<StandingPart> standings,
            List<NextPart> next) {}

    /// A verdict. `level`, `upper` and `cap` are `V0` to `V5`; `title` and `permits` are the ladder's words for `level`;
    /// `attested` of the `gates` that apply rest on attestation; `chances` has one entry a level from V1 on.
    public record VerdictPart(
            String level,
            String title,
            String permits,
            String upper,
            String cap,
            List<String> because,
            int attested,
            int gates,
            List<ChancePart> chances) {}

    /// How probable it is, given the data, that everything that a level asks to be met is met in truth, at least and at
    /// most (what nobody measured may be anything), and that the level would be `reached` if every measured quantity were
    /// known exactly. Information: the outcomes decide.
    public record ChancePart(String level, double least, double most, double reached) {}

    /// The level of one dimension as an interval, what binds it, and how many criteria have each outcome.
    public record DimensionPart(int lower, int upper, List<String> binding, SequencedMap<String, Integer> counts) {}

    /// Where an applicable criterion, or a `part` of it that has a tier of its own, stands after all its findings.
    public record StandingPart(
            String criterion, String part, String tier, String outcome, String grade, int level, String reason) {}

    /// What a higher verdict still needs.
    public record NextPart(String level, String title, List<NeedPart> needs) {}

    /// One thing it needs: `what` is asked for, how much of it (`need`), where it stands (`now`), and the criteria whose
    /// evidence would settle it.
    public record NeedPart(String what, String need, String now, List<String> criteria) {}

    /// A finding. `subject` and `model` are null where it is about the cohort, or absent for all; `holds` is how probable it
    /// is, given the data, that what is asked for is true, and null where that was not computed.
    public record FindingPart(
            String criterion,
            @Nullable String subject,
            @Nullable String model,
            String cell,
            String tier,
            String grade,
            String outcome,
            int level,
            @Nullable Double holds,
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
    /// `evidence` names the kinds of evidence it takes (`MEAS`, `DOC`, `ATT`). `how` is there if this version measures it.
    public record CriterionPart(
            String id,
            String title,
            String dimension,
            String tier,
            String evidence,
            String asks,
            @Nullable String rule,
            @Nullable HowPart how) {}

    /// How a criterion is measured: what is computed, how the intervals are made, the rule for `met`, the numbers in that
    /// rule, and the literature.
    public record HowPart(
            String method, String uncertainty, String met, List<ThresholdPart> thresholds, List<String> sources) {}

    /// A threshold with the letter of its basis (D, C, S, K).
    public record ThresholdPart(String name, double value, String basis) {}

    /// What somebody states rather than what was measured: by whom (a name and a role, or failing that a role), and from
    /// when until when, where that was given; the conflict of `interest`, and what would show it wrong (`falsifier`).
    /// `state` is `stands`, `expired` or `about another version`.
    public record AttestationPart(
            String criterion,
            String statement,
            String by,
            @Nullable String dated,
            @Nullable String expires,
            @Nullable String interest,
            @Nullable String falsifier,
            String state) {}

    /// A proposal to take a cell out of the scope: `decision` is `granted`, `pending` or `refused`, with what it still takes
    /// or why not; `lost` is the share of evaluated patients that all proposals together would take out.
    public record CarveOutPart(
            String cell, String why, String decision, double lost, double lower, double upper, List<String> reasons) {}

    /// An input that could not be used.
    public record QuarantinePart(String path, String reason, String remedy) {}

    /// What the use of a model took in this run: in `words`, and in numbers by name (`tokens-in`, `cost`).
    public record UsagePart(String model, String words, SequencedMap<String, Double> counts) {}

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
            List<UsagePart> usage,
            String ledgerHead,
            String command) {}
}
