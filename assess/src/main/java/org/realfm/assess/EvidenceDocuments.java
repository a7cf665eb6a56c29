package org.realfm.assess;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.realfm.assess.Assessment.Judged;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Holding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.DimensionLevel;
import org.realfm.ledger.verdict.Level;
import org.realfm.ledger.verdict.Shortfall;
import org.realfm.ledger.verdict.Verdict;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.AttestationPart;
import org.realfm.report.EvidenceDocument.ChancePart;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.DimensionPart;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.HowPart;
import org.realfm.report.EvidenceDocument.NeedPart;
import org.realfm.report.EvidenceDocument.NextPart;
import org.realfm.report.EvidenceDocument.QuarantinePart;
import org.realfm.report.EvidenceDocument.RunPart;
import org.realfm.report.EvidenceDocument.StandingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceDocument.ThresholdPart;
import org.realfm.report.EvidenceDocument.VerdictPart;
import org.realfm.run.Card;
import org.realfm.run.Standing;
import org.realfm.stats.Estimate;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// Lays out what was judged as an [EvidenceDocument].
final class EvidenceDocuments {

    private EvidenceDocuments() {}

    static EvidenceDocument of(
            Study study,
            Cohort cohort,
            Standing standing,
            List<Judged> judged,
            List<AttestationPart> statements,
            RunPart run) {
        return new EvidenceDocument(
                EvidenceDocument.VERSION,
                EvidenceDocument.NOTICE,
                StudyParts.study(study),
                StudyParts.cohort(cohort, standing),
                judged.stream().map(EvidenceDocuments::subject).toList(),
                findings(study.use(), judged),
                criteria(study.use()),
                Stream.concat(StudyParts.attestations(study).stream(), statements.stream()).toList(),
                cohort.quarantine().stream()
                        .map(q -> new QuarantinePart(q.path(), q.reason(), q.remedy()))
                        .toList(),
                run);
    }

    private static SubjectPart subject(Judged judged) {
        Verdict verdict = judged.verdict();
        SequencedMap<String, DimensionPart> dimensions = new LinkedHashMap<>();
        for (Dimension dimension : Dimension.values()) {
            DimensionLevel level = verdict.dimensions().get(dimension);
            if (level != null) {
                dimensions.put(dimension.key(), dimension(level));
            }
        }
        return new SubjectPart(
                judged.subject().model(),
                judged.subject().digest().hex(),
                judged.subject().weights().hex(),
                judged.subject().preprocessing().hex(),
                judged.subject().threshold(),
                judged.subject().runtime(),
                new VerdictPart(
                        verdict.level().name(),
                        verdict.level().title(),
                        verdict.level().permits(),
                        verdict.upper().name(),
                        verdict.cap().name(),
                        verdict.because(),
                        verdict.attestation().attested(),
                        verdict.attestation().required(),
                        chances(verdict)),
                dimensions,
                judged.carveOuts(),
                verdict.standings().stream().map(EvidenceDocuments::standing).toList(),
                new EnumMap<>(verdict.shortfalls())
                        .entrySet().stream()
                                .map(entry -> next(entry.getKey(), entry.getValue()))
                                .toList());
    }

    private static List<ChancePart> chances(Verdict verdict) {
        return Arrays.stream(Level.values())
                .filter(level -> level != Level.V0)
                .map(level -> new ChancePart(
                        level.name(),
                        verdict.chance(level).least(),
                        verdict.chance(level).most(),
                        verdict.reached(level)))
                .toList();
    }

    private static DimensionPart dimension(DimensionLevel level) {
        SequencedMap<String, Integer> counts = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome.words(), level.counts().getOrDefault(outcome, 0));
        }
        return new DimensionPart(
                level.lower(),
                level.upper(),
                level.binding().stream().map(CriterionId::value).toList(),
                counts);
    }

    private static StandingPart standing(org.realfm.ledger.verdict.Standing standing) {
        return new StandingPart(
                standing.criterion().value(),
                standing.part(),
                words(standing.tier()),
                standing.outcome().words(),
                standing.grade().name(),
                standing.level(),
                standing.reason());
    }

    private static NextPart next(Level level, List<Shortfall> shortfalls) {
        return new NextPart(
                level.name(),
                level.title(),
                shortfalls.stream()
                        .map(shortfall -> new NeedPart(
                                shortfall.what(),
                                shortfall.need(),
                                shortfall.now(),
                                shortfall.criteria().stream().map(CriterionId::value).toList()))
                        .toList());
    }

    /// Findings in catalogue order, those about the cohort once, and every criterion that nobody looked at as absent.
    private static List<FindingPart> findings(IntendedUse use, List<Judged> judged) {
        Map<CriterionId, SequencedSet<FindingPart>> byCriterion = new HashMap<>();
        for (Judged each : judged) {
            for (Finding finding : each.findings()) {
                byCriterion
                        .computeIfAbsent(finding.criterion(), id -> new LinkedHashSet<>())
                        .add(finding(finding, each.subject().model()));
            }
        }
        SequencedSet<FindingPart> all = new LinkedHashSet<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            SequencedSet<FindingPart> found = byCriterion.get(entry.id());
            if (found == null) {
                all.add(unlooked(entry, use));
            } else {
                all.addAll(found);
            }
        }
        return List.copyOf(all);
    }

    private static FindingPart unlooked(Catalogue.Entry entry, IntendedUse use) {
        return switch (Applicability.of(entry, use)) {
            case Applicability.Applies applies ->
                part(entry, words(applies.tier()), Outcome.ABSENT, "This version does not measure it, and no evidence was given.",
                        "Evidence on: " + entry.asks());
            case Applicability.NotApplicable no -> part(entry, "minor", Outcome.NOT_APPLICABLE, no.rule(), "");
        };
    }

    private static FindingPart part(Catalogue.Entry entry, String tier, Outcome outcome, String reason, String settle) {
        return new FindingPart(
                entry.id().value(), null, null, Finding.ALL, tier, Grade.E0.name(), outcome.words(), 0, null, List.of(), reason,
                settle, false, List.of());
    }

    private static FindingPart finding(Finding finding, String model) {
        return new FindingPart(
                finding.criterion().value(),
                finding.subject().map(digest -> digest.hex()).orElse(null),
                finding.subject().isPresent() ? model : null,
                finding.cell(),
                words(finding.tier()),
                finding.grade().name(),
                finding.outcome().words(),
                finding.level(),
                finding.holds().map(Holding::probability).orElse(null),
                finding.estimates().stream().map(EvidenceDocuments::estimate).toList(),
                finding.reason(),
                finding.wouldSettle(),
                finding.timed(),
                finding.figures());
    }

    private static EstimatePart estimate(Estimate estimate) {
        return new EstimatePart(
                estimate.name(),
                estimate.value(),
                Double.isInfinite(estimate.lower()) ? null : estimate.lower(),
                Double.isInfinite(estimate.upper()) ? null : estimate.upper(),
                estimate.confidence(),
                estimate.method(),
                estimate.n());
    }

    private static List<CriterionPart> criteria(IntendedUse use) {
        return Catalogue.all().stream()
                .map(entry -> {
                    Applicability applicability = Applicability.of(entry, use);
                    return new CriterionPart(
                            entry.id().value(),
                            entry.title(),
                            entry.id().dimension().key(),
                            switch (applicability) {
                                case Applicability.Applies applies -> words(applies.tier());
                                case Applicability.NotApplicable ignored -> "not applicable";
                            },
                            entry.evidence(),
                            entry.asks(),
                            applicability instanceof Applicability.NotApplicable no ? no.rule() : null,
                            Criteria.card(entry.id()).map(EvidenceDocuments::how).orElse(null));
                })
                .toList();
    }

    private static HowPart how(Card card) {
        return new HowPart(
                card.method(),
                card.uncertainty(),
                card.met(),
                card.thresholds().stream()
                        .map(t -> new ThresholdPart(t.name(), t.value(), t.basis().mark()))
                        .toList(),
                card.sources());
    }

    /// The words for a constant, for example `not met`.
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
