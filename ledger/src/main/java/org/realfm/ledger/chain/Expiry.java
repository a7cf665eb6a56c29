package org.realfm.ledger.chain;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Grade;

/// When evidence is void (SCORING 6). The verdict engine counts void evidence as absent
/// ([org.realfm.ledger.verdict.Circumstances#expired]).
public final class Expiry {

    private static final Period LIFE = Period.ofMonths(12);

    private Expiry() {}

    /// The criteria whose evidence is void after these changes. Whatever makes a new subject voids the reasoning probes.
    /// Beyond the table, a changed model voids evidence on safety, security and explanations too: none of it is about the
    /// new one.
    public static Set<CriterionId> after(Collection<Change> changes) {
        Set<CriterionId> expired = new TreeSet<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            if (changes.stream().anyMatch(change -> voids(change).test(entry))) {
                expired.add(entry.id());
            }
        }
        return expired;
    }

    private static Predicate<Catalogue.Entry> voids(Change change) {
        return switch (change) {
            case MODEL ->
                in(Dimension.TECHNICAL)
                        .or(in(Dimension.REASONING))
                        .or(in(Dimension.CLINICAL))
                        .or(startsWith(
                                "resp.fairness.",
                                "resp.privacy.",
                                "resp.monitoring.",
                                "resp.safety.",
                                "resp.security.",
                                "resp.explain."));
            case PROMPT ->
                in(Dimension.TECHNICAL)
                        .or(in(Dimension.REASONING))
                        .or(startsWith(
                                "resp.security.prompt_injection",
                                "resp.safety.abstention",
                                "resp.safety.critical_miss"));
            case THRESHOLD ->
                in(Dimension.REASONING)
                        .or(startsWith(
                                "tech.discrimination.operating_point",
                                "clin.benefit.",
                                "resp.fairness.",
                                "flow.alert.",
                                "flow.queue."));
            case RUNTIME ->
                in(Dimension.REASONING)
                        .or(startsWith(
                                "tech.repeatability.", "tech.discrimination.operating_point", "flow.performance."));
            case EQUIPMENT ->
                startsWith(
                        "data.heterogeneity.",
                        "tech.robustness.external_gap",
                        "tech.ood.",
                        "tech.uncertainty.conformal",
                        "resp.monitoring.");
            case INTERFACE -> in(Dimension.WORKFLOW).and(entry -> entry.tierText().contains("Gate"));
            case CASE_DEFINITION -> startsWith("data.labels.reference_standard", "reason.symbolic.rules", "clin.benefit.");
        };
    }

    private static Predicate<Catalogue.Entry> in(Dimension dimension) {
        return entry -> entry.id().dimension() == dimension;
    }

    private static Predicate<Catalogue.Entry> startsWith(String... prefixes) {
        return entry -> {
            for (String prefix : prefixes) {
                if (entry.id().value().startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        };
    }

    /// When evidence made at `made` is void: an attestation after twelve months; evidence of grade E4 after twelve months
    /// unless it is monitored; other evidence not by time alone.
    public static Optional<Instant> byTime(Instant made, Grade grade, boolean attested, boolean monitored) {
        return attested || grade == Grade.E4 && !monitored
                ? Optional.of(made.atZone(ZoneOffset.UTC).plus(LIFE).toInstant())
                : Optional.empty();
    }
}
