package org.realfm.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.report.EvidenceDocument.CriterionPart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.StandingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;

/// What a document says of one subject, in the order in which a reader needs it.
final class Reading {

    private static final List<Outcome> WORST_FIRST = List.of(
            Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT, Outcome.INCONCLUSIVE, Outcome.MET);

    private static final List<String> TIERS = List.of("gate", "major", "minor");

    private final EvidenceDocument document;
    private final SubjectPart subject;
    private final Map<String, List<FindingPart>> findings;
    private final SequencedMap<String, StandingPart> standings = new LinkedHashMap<>();

    Reading(EvidenceDocument document, SubjectPart subject) {
        this.document = document;
        this.subject = subject;
        this.findings = document.findings().stream()
                .filter(finding -> finding.subject() == null || finding.subject().equals(subject.digest()))
                .collect(Collectors.groupingBy(FindingPart::criterion));
        subject.standings().forEach(standing -> standings.merge(standing.criterion(), standing, Reading::worse));
    }

    private static StandingPart worse(StandingPart a, StandingPart b) {
        return badness(b) < badness(a) ? b : a;
    }

    private static int badness(StandingPart standing) {
        return WORST_FIRST.indexOf(Outcome.ofWords(standing.outcome()));
    }

    SubjectPart subject() {
        return subject;
    }

    EvidenceDocument document() {
        return document;
    }

    /// What was found on a criterion: on the subject and on the cohort.
    List<FindingPart> findings(String criterion) {
        return findings.getOrDefault(criterion, List.of());
    }

    /// Where a criterion stands, by its worst part; empty where it does not apply.
    Optional<StandingPart> standing(String criterion) {
        return Optional.ofNullable(standings.get(criterion));
    }

    /// The criteria with this outcome, worst harm first: in the order in which the verdict's reasons name them, then gates
    /// before majors before minors, then as in the catalogue.
    List<CriterionPart> with(Outcome outcome) {
        return document.criteria().stream()
                .filter(criterion -> standing(criterion.id())
                        .filter(standing -> standing.outcome().equals(outcome.words()))
                        .isPresent())
                .sorted(Comparator.comparingInt(this::named)
                        .thenComparingInt(criterion -> TIERS.indexOf(tier(criterion))))
                .toList();
    }

    /// The gates that are not met, worst harm first.
    List<CriterionPart> failedGates() {
        return with(Outcome.NOT_MET).stream()
                .filter(criterion -> tier(criterion).equals(TIERS.getFirst()))
                .toList();
    }

    /// The first of the verdict's reasons that names the criterion.
    private int named(CriterionPart criterion) {
        List<String> because = subject.verdict().because();
        for (int i = 0; i < because.size(); i++) {
            if (Prose.names(because.get(i), criterion.id())) {
                return i;
            }
        }
        return because.size();
    }

    /// How much a criterion decides for this subject.
    String tier(CriterionPart criterion) {
        return standing(criterion.id()).map(StandingPart::tier).orElse(criterion.tier());
    }

    /// The finding that speaks for a criterion: the one on the whole question, otherwise the worst.
    Optional<FindingPart> headline(String criterion) {
        return findings(criterion).stream()
                .min(Comparator.comparing((FindingPart finding) -> !finding.cell().equals(Finding.ALL))
                        .thenComparing(finding -> WORST_FIRST.indexOf(Outcome.ofWords(finding.outcome()))));
    }

    /// The readings of all subjects, in study order.
    static List<Reading> all(EvidenceDocument document) {
        return document.subjects().stream().map(subject -> new Reading(document, subject)).toList();
    }

    /// Whether the outcome of a criterion is not the same for all subjects.
    static boolean differ(List<Reading> readings, CriterionPart criterion) {
        return readings.stream()
                        .map(reading -> reading.standing(criterion.id()).map(StandingPart::outcome))
                        .distinct()
                        .count()
                > 1;
    }

    /// The criteria of a document by id.
    static Map<String, CriterionPart> criteria(EvidenceDocument document) {
        return document.criteria().stream().collect(Collectors.toMap(CriterionPart::id, Function.identity()));
    }
}
