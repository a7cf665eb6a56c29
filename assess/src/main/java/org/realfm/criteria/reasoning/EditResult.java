package org.realfm.criteria.reasoning;

import java.util.Locale;
import java.util.Optional;
import org.realfm.imaging.interventions.Edit;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;

/// What one edit did.
///
/// @param edit  the edit
/// @param score what it did to the score
/// @param flips what it did to the decision: a change counts 1 in either direction
/// @param sham  what the sham did to the score
record EditResult(Edit edit, Response score, Response flips, Estimate sham) {

    /// What an edit does to one quantity, beside what it is held against.
    ///
    /// @param own      ACE_z; simultaneous over all edits and quantities, like `net`
    /// @param net      ACE_z - ACE_sham
    /// @param limit    the largest tolerable |net|
    /// @param lesion   what a lesion put into well films does to the same quantity
    /// @param influence of the films on `net`
    /// @param contrast by how much sick and well differ in it
    record Response(
            Estimate own,
            Estimate net,
            Influence influence,
            Card.Threshold limit,
            Estimate lesion,
            Estimate contrast) {

        Outcome limited() {
            return Decision.atMost(size(net), limit.value());
        }

        void ask(FindingBuilder finding) {
            finding.asks(net, -limit.value(), limit.value(), influence);
        }

        /// Whether the edit does too much: by itself and beyond the sham (so that a sham that wipes out a real mark
        /// accuses nothing), and on the scale both of a lesion and of the difference between sick and well.
        boolean beyond() {
            return Decision.atMost(size(own), limit.value()) == Outcome.NOT_MET
                    && limited() == Outcome.NOT_MET
                    && scaled(lesion) == Outcome.NOT_MET
                    && scaled(contrast) == Outcome.NOT_MET;
        }

        /// The shortcut ratio against its limit; where the reference does nothing at all, any effect is beyond it.
        Outcome scaled(Estimate reference) {
            return ratio(reference)
                    .map(ratio -> Decision.atMost(ratio, CausalShortcut.RATIO.value()))
                    .orElse(net.value() == 0 ? Outcome.MET : Outcome.NOT_MET);
        }

        /// |net| / |reference|, from the limits of both. Unbounded above where the reference may do nothing; empty where
        /// it does nothing at all.
        Optional<Estimate> ratio(Estimate reference) {
            Estimate scale = size(reference);
            if (scale.upper() == 0) {
                return Optional.empty();
            }
            Estimate size = size(net);
            double upper = size.upper() == 0
                    ? 0
                    : scale.lower() == 0 ? Double.POSITIVE_INFINITY : size.upper() / scale.lower();
            double value = scale.value() == 0 ? 0 : size.value() / scale.value();
            return Optional.of(new Estimate(
                    "shortcut ratio", Math.min(value, upper), Math.min(size.lower() / scale.upper(), value), upper,
                    net.confidence(), "limits of both effects", net.n()));
        }

        /// The absolute value, with the interval folded at 0.
        private static Estimate size(Estimate effect) {
            double a = Math.abs(effect.lower());
            double b = Math.abs(effect.upper());
            boolean crosses = effect.lower() <= 0 && effect.upper() >= 0;
            return new Estimate(
                    effect.name(), Math.abs(effect.value()), crosses ? 0 : Math.min(a, b), Math.max(a, b),
                    effect.confidence(), effect.method(), effect.n());
        }
    }

    /// The name of its cell, for example `mark top-left`.
    String cell() {
        return edit.name().replace("top ", "top-").replace("bottom ", "bottom-");
    }

    /// The rule of the card.
    Outcome outcome() {
        if (score.beyond() || flips.beyond()) {
            return Outcome.NOT_MET;
        }
        boolean within = isShamInert()
                && score.limited() == Outcome.MET
                && flips.limited() == Outcome.MET
                && score.scaled(score.lesion()) == Outcome.MET;
        return within ? Outcome.MET : Outcome.INCONCLUSIVE;
    }

    /// Whether the sham does nothing to the score, as it should; what it does is taken off the effect of the edit, so that a
    /// sham that does something could hide a shortcut.
    private boolean isShamInert() {
        return Decision.atMost(Response.size(sham), CausalShortcut.EFFECT.value()) == Outcome.MET;
    }

    Finding finding(SubjectEvidence evidence) {
        Optional<Estimate> ratio = score.ratio(score.lesion());
        String reason = String.format(
                Locale.ROOT,
                "Putting it on films moves the score by %+.3f, that is %s beyond the sham (limit %.2f), and changes %.1f%%"
                        + " more decisions than the sham (%.1f%% to %.1f%%, limit %.0f%%): %s (limit %.1f).",
                score.own().value(),
                EditEffects.signed(score.net()),
                score.limit().value(),
                100 * flips.net().value(),
                100 * flips.net().lower(),
                100 * flips.net().upper(),
                100 * flips.limit().value(),
                ratio.map(r -> String.format(Locale.ROOT, "%.2f of what a lesion does", r.value()))
                        .orElse("a lesion does nothing"),
                CausalShortcut.RATIO.value());
        if (!isShamInert()) {
            reason += " The sham alone, which should do nothing, moves it by " + EditEffects.signed(sham) + ".";
        }
        FindingBuilder finding = evidence.finding(CausalShortcut.CARD)
                .cell(cell())
                .estimate(score.net())
                .estimate(score.own())
                .estimate(sham)
                .estimate(flips.net());
        score.ask(finding);
        flips.ask(finding);
        ratio.ifPresent(share -> finding.estimate(share)
                .asksAtMost(
                        share,
                        CausalShortcut.RATIO.value(),
                        score.net().value() < 0 ? score.influence().negated() : score.influence()));
        return finding.outcome(outcome(), reason, settle(outcome()));
    }

    private static String settle(Outcome outcome) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Train on films where this says nothing of the truth, or detect it and refuse such films.";
            default -> "Show more cases under each edit, or make the model steadier against this one.";
        };
    }
}
