package org.realfm.criteria.reasoning;

import java.util.Locale;
import java.util.Optional;
import org.realfm.imaging.interventions.Edit;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;

/// What one edit did.
///
/// @param edit   the edit
/// @param effect ACE_z - ACE_sham, simultaneous over all edits
/// @param sham   ACE_sham
/// @param flips  share of decisions flipped beyond the sham's, simultaneous over all edits
record EditResult(Edit edit, Estimate effect, Estimate sham, Estimate flips) {

    /// The name of its cell, for example `mark top-left`.
    String cell() {
        return edit.name().replace("top ", "top-").replace("bottom ", "bottom-");
    }

    /// |effect|, with the interval folded at 0.
    private Estimate magnitude() {
        double a = Math.abs(effect.lower());
        double b = Math.abs(effect.upper());
        boolean crosses = effect.lower() <= 0 && effect.upper() >= 0;
        return new Estimate(
                "size of the effect beyond sham", Math.abs(effect.value()), crosses ? 0 : Math.min(a, b), Math.max(a, b),
                effect.confidence(), effect.method(), effect.n());
    }

    /// |effect| / |lesion|, from the limits of both. Unbounded above where a lesion may have no effect; empty where it
    /// had none at all.
    Optional<Estimate> ratio(Estimate lesion) {
        if (lesion.value() == 0) {
            return Optional.empty();
        }
        Estimate size = magnitude();
        double most = Math.max(Math.abs(lesion.lower()), Math.abs(lesion.upper()));
        boolean crosses = lesion.lower() <= 0 && lesion.upper() >= 0;
        double least = crosses ? 0 : Math.min(Math.abs(lesion.lower()), Math.abs(lesion.upper()));
        double upper = size.upper() == 0 ? 0 : least == 0 ? Double.POSITIVE_INFINITY : size.upper() / least;
        return Optional.of(new Estimate(
                "shortcut ratio", size.value() / Math.abs(lesion.value()), size.lower() / most, upper, 0.95,
                "limits of both effects", effect.n()));
    }

    /// The rule of the card. Where a lesion has no effect at all, any effect is beyond the ratio.
    Outcome outcome(Estimate lesion) {
        Outcome moved = Decision.atMost(magnitude(), CausalShortcut.EFFECT.value());
        Outcome flipped = Decision.atMost(flips, CausalShortcut.FLIPS.value());
        Outcome scaled = ratio(lesion)
                .map(ratio -> Decision.atMost(ratio, CausalShortcut.RATIO.value()))
                .orElse(effect.value() == 0 ? Outcome.MET : Outcome.NOT_MET);
        if (moved == Outcome.MET && flipped == Outcome.MET && scaled == Outcome.MET) {
            return Outcome.MET;
        }
        boolean beyond = moved == Outcome.NOT_MET || flipped == Outcome.NOT_MET;
        return beyond && scaled == Outcome.NOT_MET ? Outcome.NOT_MET : Outcome.INCONCLUSIVE;
    }

    Finding finding(SubjectEvidence evidence, Estimate lesion) {
        Outcome outcome = outcome(lesion);
        FindingBuilder finding = evidence.finding(CausalShortcut.CARD)
                .cell(cell())
                .estimate(effect)
                .estimate(sham)
                .estimate(flips);
        ratio(lesion).ifPresent(finding::estimate);
        String scale = ratio(lesion)
                .map(ratio -> String.format(Locale.ROOT, "%.2f of what a lesion does", ratio.value()))
                .orElse("a lesion does nothing");
        String reason = String.format(
                Locale.ROOT,
                "Putting it on films moves the score by %s beyond the sham (limit %.2f) and flips %.1f%% more decisions"
                        + " (%.1f%% to %.1f%%, limit %.0f%%): %s (limit %.1f).",
                EditEffects.signed(effect),
                CausalShortcut.EFFECT.value(),
                100 * flips.value(),
                100 * flips.lower(),
                100 * flips.upper(),
                100 * CausalShortcut.FLIPS.value(),
                scale,
                CausalShortcut.RATIO.value());
        return finding.outcome(outcome, reason, settle(outcome));
    }

    private static String settle(Outcome outcome) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Train on films where this says nothing of the truth, or detect it and refuse such films.";
            default -> "Show more cases under each edit, or make the model steadier against this one.";
        };
    }
}
