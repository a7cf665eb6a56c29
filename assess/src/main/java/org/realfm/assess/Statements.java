package org.realfm.assess;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Subject;
import org.realfm.report.EvidenceDocument.AttestationPart;
import org.realfm.study.Attestation;
import org.realfm.study.Study;

/// What people state, as evidence: worth a claim (E1) while it stands, nothing after it has expired or for another version
/// than it names (CRITERIA 0.4, SCORING 6 and 7). A measurement that fails outweighs it, see the verdict engine.
final class Statements {

    private final Study study;
    private final LocalDate today;

    Statements(Study study, LocalDate today) {
        this.study = study;
        this.today = today;
    }

    /// The findings that statements about a subject amount to, with the statement behind each.
    SequencedMap<Finding, Attestation> about(Subject subject) {
        SequencedMap<Finding, Attestation> findings = new LinkedHashMap<>();
        for (Attestation statement : study.attestations()) {
            boolean meant = statement.model().map(subject.model()::equals).orElse(true);
            if (meant && statement.standsOn(today) && isVersion(statement, subject)) {
                Catalogue.Entry entry = Catalogue.entry(statement.criterion());
                if (Applicability.of(entry, study.use()) instanceof Applicability.Applies applies) {
                    findings.put(
                            new Finding(
                                    entry.id(), Optional.of(subject.digest()), Finding.ALL, applies.tier(), Grade.E1,
                                    Outcome.MET, List.of(), reason(statement),
                                    "Evidence that was measured, or a document that can be checked.", false, List.of()),
                            statement);
                }
            }
        }
        return findings;
    }

    private static String reason(Attestation statement) {
        return "Attested on " + statement.dated() + " by " + statement.name() + " (" + statement.role() + "), until "
                + statement.expires() + ": " + statement.statement();
    }

    /// The criteria that rest on statements alone: nothing was measured or documented of them.
    static Set<CriterionId> restingOn(Collection<Finding> stated, Collection<Finding> others) {
        Set<CriterionId> resting = new HashSet<>();
        stated.forEach(finding -> resting.add(finding.criterion()));
        others.stream()
                .filter(finding -> switch (finding.outcome()) {
                    case MET, NOT_MET, INCONCLUSIVE -> true;
                    case NOT_ASSESSABLE, NOT_APPLICABLE, ABSENT -> false;
                })
                .forEach(finding -> resting.remove(finding.criterion()));
        return resting;
    }

    /// Every statement as the report shows it, void ones included.
    List<AttestationPart> parts(Collection<Subject> subjects) {
        return study.attestations().stream()
                .map(statement -> new AttestationPart(
                        statement.criterion().value(),
                        statement.statement(),
                        statement.name() + ", " + statement.role(),
                        statement.dated().toString(),
                        statement.expires().toString(),
                        statement.interest(),
                        statement.falsifier(),
                        state(statement, subjects)))
                .toList();
    }

    private String state(Attestation statement, Collection<Subject> subjects) {
        if (!statement.standsOn(today)) {
            return "expired";
        }
        List<Subject> meant = subjects.stream()
                .filter(subject -> statement.model().map(subject.model()::equals).orElse(true))
                .toList();
        return meant.stream().anyMatch(subject -> isVersion(statement, subject)) ? "stands" : "about another version";
    }

    private static boolean isVersion(Attestation statement, Subject subject) {
        return statement.version()
                .map(version -> subject.digest().hex().startsWith(version))
                .orElse(true);
    }
}
