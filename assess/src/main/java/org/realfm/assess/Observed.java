package org.realfm.assess;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.realfm.ledger.Digest;
import org.realfm.ledger.OperatingPoint;
import org.realfm.ledger.Subject;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Features;
import org.realfm.run.Sample;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.run.Timing;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study;
import org.realfm.tables.BadInput;

/// What the models of a study said, and how it becomes the evidence about each of them.
final class Observed {

    private final Study study;
    private final Cohort cohort;
    private final String salt;
    private final OpenModels models;
    private final Map<Digest, Answers> said;
    private final Map<Digest, String> stopped;
    private final BiFunction<Digest, Answers, Features> features;
    private final Map<Split, Digest[]> digests = new EnumMap<>(Split.class);
    private final Map<String, Sample> evaluated = new HashMap<>();

    /// @param said     what each scorer said, by the digest of the stimulus
    /// @param stopped  the scorers that were stopped, and why
    /// @param features what gives the features that a scorer gave
    Observed(
            Study study,
            Cohort cohort,
            String salt,
            OpenModels models,
            Map<Digest, Answers> said,
            Map<Digest, String> stopped,
            BiFunction<Digest, Answers, Features> features) {
        this.study = study;
        this.cohort = cohort;
        this.salt = salt;
        this.models = models;
        this.said = said;
        this.stopped = stopped;
        this.features = features;
    }

    /// The models' names, in study order.
    List<String> names() {
        return models.names();
    }

    /// The study file, for messages.
    String studyFile() {
        return study.file().toString();
    }

    /// The digest of a case as it is.
    Digest digest(int row) {
        return Stimulus.of(row).digest(cohort, salt);
    }

    /// Why a model was stopped; empty if it was not.
    Optional<String> stopped(String name) {
        return Optional.ofNullable(stopped.get(OpenModels.scorer(models.get(name))));
    }

    /// Locks the operating points of all models, on the tuning part alone where they must be chosen.
    SequencedMap<String, Subject> lock() {
        SequencedMap<String, Subject> subjects = new LinkedHashMap<>();
        models.names().forEach(name -> subjects.put(name, lock(name)));
        models.names().forEach(this::evaluated);
        digests.clear(); // all that is to be looked up by case has been, and there may be millions
        return subjects;
    }

    private Subject lock(String name) {
        Model model = models.get(name);
        double threshold = switch (study.use().operatingPoint()) {
            case OperatingPoint.Threshold fixed -> fixed.value();
            case OperatingPoint.SensitivityAtLeast wanted -> highestThreshold(name, wanted.sensitivity());
        };
        return new Subject(
                name, model.weights(), model.prompt(), model.preprocessing(), threshold, model.runtime());
    }

    private double highestThreshold(String name, double sensitivity) {
        Sample tuning = drawn(name, Split.TUNE);
        double[] positives = IntStream.range(0, tuning.size())
                .filter(i -> tuning.truth()[i] == 1)
                .mapToDouble(i -> tuning.score()[i])
                .sorted()
                .toArray();
        long failed = Arrays.stream(tuning.failed())
                .filter(row -> cohort.columns().truth()[row] == 1)
                .count();
        // Positives without a score count as missed.
        long needed = (long) Math.ceil(sensitivity * (positives.length + failed) - 1e-9);
        if ((positives.length == 0 || needed > positives.length) && stopped(name).isPresent()) {
            return Double.MAX_VALUE; // nothing is called, and nothing is judged
        }
        if (positives.length == 0 || needed > positives.length) {
            throw new BadInput(
                    study.file().toString(),
                    "the operating point of " + name + " cannot be chosen: the tuning part has " + positives.length
                            + " scored and " + failed + " unscored positives",
                    "Name a tuning part under cohort.split.tune, or give a threshold");
        }
        return positives[positives.length - (int) needed];
    }

    /// What a model said, by the digest of the stimulus.
    Answers observations(String name) {
        return Objects.requireNonNull(said.get(OpenModels.scorer(models.get(name))));
    }

    /// The cases to evaluate with a model's scores.
    Sample evaluated(String name) {
        return evaluated.computeIfAbsent(name, each -> drawn(each, Split.EVALUATE));
    }

    /// The cases of one part with a model's scores.
    private Sample drawn(String name, Split split) {
        Answers outputs = observations(name);
        Cohort.Columns columns = cohort.columns();
        int[] rows = cohort.rows(split);
        Digest[] shown = digests.computeIfAbsent(split, each -> Arrays.stream(rows)
                .parallel()
                .mapToObj(this::digest)
                .toArray(Digest[]::new));
        Output[] answers = new Output[rows.length];
        Arrays.setAll(answers, i -> outputs.getOrDefault(shown[i], new Output.Failure("it was not shown")));
        int[] scored = IntStream.range(0, rows.length)
                .filter(i -> answers[i] instanceof Output.Scores)
                .toArray();
        int[] kept = Arrays.stream(scored).map(i -> rows[i]).toArray();
        return new Sample(
                kept,
                Arrays.stream(kept).map(row -> columns.truth()[row]).toArray(),
                Arrays.stream(scored).mapToDouble(i -> score(answers[i])).toArray(),
                Arrays.stream(kept).map(row -> columns.patient()[row]).toArray(),
                Arrays.stream(kept).map(row -> columns.site()[row]).toArray(),
                columns.weight().length == 0
                        ? new double[0]
                        : Arrays.stream(kept).mapToDouble(row -> columns.weight()[row]).toArray(),
                IntStream.range(0, rows.length)
                        .filter(i -> !(answers[i] instanceof Output.Scores))
                        .map(i -> rows[i])
                        .toArray());
    }

    private static double score(Output output) {
        return switch (output) {
            case Output.Scores scores -> scores.score();
            case Output.Failure(String reason) -> throw new IllegalArgumentException(reason);
            case Output.Refusal(String words) -> throw new IllegalArgumentException(words);
        };
    }

    /// Everything that is known of one subject.
    SubjectEvidence evidence(
            CohortEvidence about, String name, Subject subject, Map<String, Timing> timings, History history) {
        SequencedMap<String, Sample> samples = new LinkedHashMap<>();
        models.names().stream()
                .filter(each -> each.equals(name) || stopped(each).isEmpty())
                .forEach(each -> samples.put(each, evaluated(each)));
        Model model = models.get(name);
        return new SubjectEvidence(
                about,
                subject,
                Objects.requireNonNull(study.models().get(name)),
                model.interactive(),
                model.probabilities(),
                observations(name),
                features.apply(OpenModels.scorer(model), observations(name)),
                study.comparator()
                        .filter(comparator -> !comparator.equals(name) && stopped(comparator).isEmpty())
                        .<Map<Digest, Output>>map(this::observations)
                        .orElse(Map.of()),
                Objects.requireNonNull(samples.get(name)),
                samples,
                Optional.ofNullable(timings.get(name)),
                history.standing(about.standing(), subject, cohort.root(), study.digest()),
                salt);
    }
}
