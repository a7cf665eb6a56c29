package org.realfm.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Subject;
import org.realfm.models.Output;
import org.realfm.study.Study.ModelSpec;

/// What was seen of one subject.
///
/// @param about         the study and its cohort
/// @param subject       what is judged, with its locked threshold
/// @param model         its entry in the study file
/// @param interactive   whether it could be shown more than the cases of its table
/// @param probabilities whether its scores are probabilities
/// @param observations  what it said, by digest of the stimulus; without features
/// @param features      the features that it gave
/// @param comparators   what the comparator said, likewise; empty if there is none or this is the comparator itself
/// @param evaluation    the evaluation part, one element a picture
/// @param others        the evaluation part of every model of the study that was not stopped, by name (this one included),
///                      in study order
/// @param timing        how long single requests took, where they were timed
/// @param standing      how good a measurement of this subject can be
/// @param salt          see [Stimulus#digest]
public record SubjectEvidence(
        CohortEvidence about,
        Subject subject,
        ModelSpec model,
        boolean interactive,
        boolean probabilities,
        Map<Digest, Output> observations,
        Features features,
        Map<Digest, Output> comparators,
        Sample evaluation,
        Map<String, Sample> others,
        Optional<Timing> timing,
        Standing standing,
        String salt) {

    /// Begins a finding of this criterion about this subject.
    public FindingBuilder finding(Card card) {
        return new FindingBuilder(card.id(), Optional.of(subject.digest()), about.tier(card), standing, about.study().seed());
    }

    /// A seed for one use of randomness of one criterion. It does not depend on the subject, so that subjects compared
    /// on the same cases share their replicates.
    public long seed(Card card, long index) {
        return about.seed(card, index);
    }

    /// What the model said of a stimulus; empty if it was not shown.
    public Optional<Output> output(Stimulus stimulus) {
        return Optional.ofNullable(observations.get(stimulus.digest(about.cohort(), salt)));
    }

    /// Whether the model gave features of a case as it is.
    public boolean hasFeatures(int row) {
        return features.has(Stimulus.of(row).digest(about.cohort(), salt));
    }

    /// The features of cases as they are, one element a row; of length 0 where the model gave none.
    public List<float[]> features(int[] rows) {
        List<Digest> digests = Arrays.stream(rows)
                .mapToObj(row -> Stimulus.of(row).digest(about.cohort(), salt))
                .toList();
        Map<Digest, float[]> found = features.of(digests);
        return digests.stream().map(digest -> found.getOrDefault(digest, new float[0])).toList();
    }

    /// The score of a stimulus; empty if it was not shown or the model failed on it.
    public OptionalDouble score(Stimulus stimulus) {
        return score(output(stimulus));
    }

    /// The comparator's score of a stimulus; empty if there is none.
    public OptionalDouble comparatorScore(Stimulus stimulus) {
        return comparators.isEmpty()
                ? OptionalDouble.empty()
                : score(Optional.ofNullable(comparators.get(stimulus.digest(about.cohort(), salt))));
    }

    private static OptionalDouble score(Optional<Output> said) {
        return said.map(output -> switch (output) {
                    case Output.Scores scores -> OptionalDouble.of(scores.score());
                    case Output.Failure _, Output.Refusal _ -> OptionalDouble.empty();
                })
                .orElse(OptionalDouble.empty());
    }

    /// The locked threshold; a score at or above it is a positive.
    public double threshold() {
        return subject.threshold();
    }

    /// The evaluation part of the comparator, unless this is the comparator itself, it was stopped or there is none.
    public Optional<Sample> comparator() {
        return about.study()
                .comparator()
                .filter(name -> !name.equals(model.name()))
                .map(others::get);
    }
}
