package org.realfm.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the output is for (CRITERIA 0.1): the claim against which everything is judged.
///
/// @param id             short name
/// @param question       what is asked of the model, in words
/// @param task           what kind of answer it gives
/// @param autonomy       what happens on the output before a human looks
/// @param risk           the harm of a wrong output that reaches the patient
/// @param operatingPoint how the threshold is fixed
/// @param floors         the least acceptable values, by metric (`auroc`, `sensitivity`, `specificity`); may be empty
/// @param population     target marginals by group column, each summing to 1; may be empty
/// @param traits         facts of the use that switch criteria on
/// @param site           where it is to be used, if the verdict is for one site
public record IntendedUse(
        String id,
        String question,
        Task task,
        Autonomy autonomy,
        Risk risk,
        OperatingPoint operatingPoint,
        Map<String, Double> floors,
        Map<String, Map<String, Double>> population,
        List<Trait> traits,
        Optional<String> site) {

    /// What kind of answer the model gives.
    public enum Task {
        CLASSIFICATION
    }

    /// What happens on the output before a human looks.
    public enum Autonomy {
        /// Offline, quality assurance.
        A0,
        /// Changes the order of reading only.
        A1,
        /// Aids interpretation; a human decides.
        A2,
        /// One narrow action before a human looks.
        A3,
        /// Unsupervised diagnosis: outside what realfm gives a verdict on.
        A4
    }

    /// The harm of a wrong output that reaches the patient.
    public enum Risk {
        /// Negligible.
        R1,
        /// Delay or repeat test; a human reads all.
        R2,
        /// Serious, recoverable.
        R3,
        /// Death or irreversible harm.
        R4;

        /// The widest gap between groups that may count as equal: 0.10, and 0.05 from R3 (SCORING 4.2).
        public double fairnessMargin() {
            return compareTo(R3) >= 0 ? 0.05 : 0.10;
        }
    }

    /// Facts of a use or a subject that switch criteria on or raise their tier.
    public enum Trait {
        /// A probability is shown to the user, or the threshold is a risk.
        PROBABILITY_SHOWN,
        /// The claim rests on public data.
        PUBLIC_DATA,
        /// The subject is a foundation model, or carries weights pretrained on other data.
        PRETRAINED,
        /// Data leave the trust boundary of the site.
        LEAVES_BOUNDARY,
        /// Results are late if they are not there at once.
        TIME_CRITICAL,
        /// The claim is that patients who need it are read or treated earlier.
        TRIAGE_CLAIM,
        /// Results are written to an archive or a record.
        RESULTS_STORED,
        /// A heat map is shown.
        MAP_SHOWN,
        /// The model answers in free text.
        FREE_TEXT,
        /// The model takes a prompt.
        PROMPTED,
        /// The model reads text, or pixels as language.
        READS_LANGUAGE,
        /// A side of the body is stated.
        STATES_SIDE,
        /// Several sources of data are combined.
        MULTIMODAL,
        /// Frozen features are the product.
        BACKBONE,
        /// The claim is about an outcome in the future.
        PROGNOSTIC,
        /// A benefit to patients is claimed.
        BENEFIT_CLAIM,
        /// A trace of reasoning is shown.
        TRACE_SHOWN,
        /// Prediction sets or risk limits are used.
        SETS_USED,
        /// The subject is a panel of models.
        PANEL,
        /// The subject combines several members' answers.
        COMBINES
    }

    public IntendedUse {
        floors = Map.copyOf(floors);
        population = Map.copyOf(population);
        traits = List.copyOf(traits);
    }

    /// Whether this fact holds.
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
