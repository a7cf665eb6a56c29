package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;

/// Reads findings.
record Found(List<Finding> findings) {

    Finding cell(String name) {
        return findings.stream()
                .filter(finding -> finding.cell().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cell " + name + " in " + cells()));
    }

    List<String> cells() {
        return findings.stream().map(Finding::cell).toList();
    }

    Finding all() {
        return cell(Finding.ALL);
    }

    Estimate estimate(String name) {
        return estimate(Finding.ALL, name);
    }

    Estimate estimate(String cell, String name) {
        return cell(cell).estimates().stream()
                .filter(estimate -> estimate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + names(cell)));
    }

    List<String> names(String cell) {
        return cell(cell).estimates().stream().map(Estimate::name).toList();
    }

    List<String> figures(String cell) {
        return cell(cell).figures().stream().map(Figure::id).toList();
    }

    /// Not assessable, with words for the reason and for what would settle it.
    void assertNotAssessable(String cell, String reason) {
        assertThat(cell(cell).outcome()).as(cell(cell).reason()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(cell(cell).reason()).contains(reason);
        assertThat(cell(cell).wouldSettle()).isNotBlank();
    }

    void assertOutcome(String cell, Outcome outcome) {
        assertThat(cell(cell).outcome()).as(cell(cell).reason()).isEqualTo(outcome);
    }
}
