package org.realfm.run;

import java.util.Optional;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.ledger.Digest;
import org.realfm.study.Cohort;

/// One thing shown to a model: a case of the cohort, as it is or after an intervention.
///
/// @param row          the case
/// @param intervention what is done to its picture first
/// @param seed         of the intervention's randomness; 0 without intervention
/// @param repeat       0 for the first showing; repeats of identical bytes count from 1
/// @param alone        whether it must be shown in a batch of its own
public record Stimulus(int row, Optional<Intervention> intervention, long seed, int repeat, boolean alone) {

    /// The case as it is.
    public static Stimulus of(int row) {
        return new Stimulus(row, Optional.empty(), 0, 0, false);
    }

    /// The case after an intervention.
    public static Stimulus after(Intervention intervention, int row, long seed) {
        return new Stimulus(row, Optional.of(intervention), seed, 0, false);
    }

    /// The same bytes once more.
    public static Stimulus again(int row, int repeat, boolean alone) {
        return new Stimulus(row, Optional.empty(), 0, repeat, alone);
    }

    /// Identity by content, so that an observation outlives the run that made it: the case and the bytes of its picture,
    /// and what is done to it. Two cases of one picture are two stimuli, since a table of predictions may tell them apart.
    ///
    /// @param salt keeps identifiers of cases from being guessed
    public Digest digest(Cohort cohort, String salt) {
        return Digest.of(
                Digest.of(salt, cohort.columns().cases()[row]).hex(),
                cohort.hasImages() ? cohort.columns().content()[row].hex() : "",
                intervention.map(Intervention::id).orElse(""),
                Long.toString(seed),
                Integer.toString(repeat),
                Boolean.toString(alone));
    }
}
