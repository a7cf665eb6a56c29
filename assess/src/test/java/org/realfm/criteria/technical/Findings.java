package org.realfm.criteria.technical;

import java.util.List;
import org.realfm.ledger.Finding;
import org.realfm.stats.Estimate;

/// Looks things up in findings.
final class Findings {

    private Findings() {}

    static Finding cell(List<Finding> findings, String cell) {
        return findings.stream().filter(f -> f.cell().equals(cell)).findFirst().orElseThrow();
    }

    static Estimate number(Finding finding, String name) {
        return finding.estimates().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }
}
