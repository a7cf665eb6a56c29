package org.realfm.ledger;

import static org.realfm.ledger.Tier.GATE;

import java.util.Map;
import java.util.function.Function;

/// Whether a criterion's question arises for an intended use, and how much it then decides: the conditional tiers of the
/// catalogue's index in terms of the use's task, autonomy and traits. A doubt is resolved towards applying, and towards
/// the higher tier. The risk class plays no part here: it changes what a verdict needs, not what is asked.
public sealed interface Applicability {

    /// The question arises.
    record Applies(Tier tier) implements Applicability {}

    /// The question does not arise; `rule` says why, in words for a reader.
    record NotApplicable(String rule) implements Applicability {}

    /// Whether this criterion applies to this use.
    static Applicability of(Catalogue.Entry criterion, IntendedUse use) {
        Function<IntendedUse, Applicability> rule = TierRules.CONDITIONAL.get(criterion.id().value());
        return rule != null ? rule.apply(use) : TierRules.plain(criterion.tierText());
    }

    /// Whether this criterion applies to this use.
    ///
    /// @throws IllegalArgumentException if the catalogue has no such criterion
    static Applicability of(CriterionId criterion, IntendedUse use) {
        return of(Catalogue.entry(criterion), use);
    }

    /// Cells of a criterion that have a tier of their own, whatever the tier of the rest; empty for most criteria.
    static Map<String, Tier> parts(CriterionId criterion) {
        return criterion.value().equals("tech.repeatability.test_retest") ? Map.of("determinism", GATE) : Map.of();
    }
}
