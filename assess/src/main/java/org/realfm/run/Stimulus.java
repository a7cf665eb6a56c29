package org.realfm.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.Takes;
import org.realfm.study.Cohort;

/// One thing shown to a model: a case of the cohort, as it is, after an intervention, or without some of what is known of it.
///
/// @param row          the case
/// @param intervention what is done to its picture first
/// @param seed         of the intervention's randomness; 0 without intervention
/// @param repeat       0 for the first showing; repeats of identical bytes count from 1
/// @param alone        whether it must be shown in a batch of its own
/// @param without      modalities that are left out, of the record or [Takes#IMAGE], in alphabetical order
public record Stimulus(int row, Optional<Intervention> intervention, long seed, int repeat, boolean alone, List<String> without) {

    public Stimulus {
        without = without.stream().sorted().distinct().toList();
    }

    /// All that is known of the case.
    public Stimulus(int row, Optional<Intervention> intervention, long seed, int repeat, boolean alone) {
        this(row, intervention, seed, repeat, alone, List.of());
    }

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

    /// The case without some modalities.
    public static Stimulus without(int row, Collection<String> modalities) {
        return new Stimulus(row, Optional.empty(), 0, 0, false, List.copyOf(modalities));
    }

    /// Whether it is the case as it is, for the first time: all that a table of predictions can answer.
    public boolean asItIs() {
        return intervention.isEmpty() && repeat == 0 && without.isEmpty();
    }

    /// What is shown of the record.
    public ClinicalRecord record(Cohort cohort) {
        return cohort.record(row).without(without);
    }

    /// Identity by content, so that an observation outlives the run that made it: the case and the bytes of its picture,
    /// what is done to it, and what is shown of the record where the study declares one. Two cases of one picture are two
    /// stimuli, since a table of predictions may tell them apart.
    ///
    /// @param salt keeps identifiers of cases from being guessed
    public Digest digest(Cohort cohort, String salt) {
        List<String> parts = new ArrayList<>(List.of(
                Digest.of(salt, cohort.columns().cases()[row]).hex(),
                cohort.hasImages() ? cohort.columns().content()[row].hex() : "",
                intervention.map(Intervention::id).orElse(""),
                Long.toString(seed),
                Integer.toString(repeat),
                Boolean.toString(alone)));
        if (cohort.hasRecords()) {
            parts.add(record(cohort).digest().hex());
        }
        if (!without.isEmpty()) {
            parts.add("without " + String.join(",", without));
        }
        return Digest.of(parts.toArray(String[]::new));
    }
}
