package org.realfm.ledger.verdict;

import static org.realfm.ledger.Dimension.COORDINATION;
import static org.realfm.ledger.Dimension.DATA;
import static org.realfm.ledger.Dimension.REASONING;
import static org.realfm.ledger.Dimension.RESPONSIBLE;
import static org.realfm.ledger.Dimension.TECHNICAL;
import static org.realfm.ledger.Dimension.WORKFLOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.verdict.Requirement.CellAt;
import org.realfm.ledger.verdict.Requirement.CriterionAt;
import org.realfm.ledger.verdict.Requirement.EitherAt;
import org.realfm.ledger.verdict.Requirement.ExternalSites;
import org.realfm.ledger.verdict.Requirement.GatesAt;
import org.realfm.ledger.verdict.Requirement.GatesMeasured;
import org.realfm.ledger.verdict.Requirement.LineAt;
import org.realfm.ledger.verdict.Requirement.SiteNamed;

/// The requirement vectors (SCORING 4.2) as data. A verdict asks for its own row and every row below it.
///
/// Three rules go beyond the table, all towards caution: V3 and above are given for a named site only; a gate on
/// prognosis, which no row names, is asked for from V4; with the output hidden until the first read is locked, automation
/// bias is asked for at V5 instead of V3 and V4, whether it failed or was never studied.
final class Ladder {

    /// Days of routine use within which monitoring must reach E4.
    private static final int MONITORING_DAYS = 60;

    private static final int SITES_FOR_SERIOUS_HARM = 3;

    private Ladder() {}

    /// Everything that this verdict asks for: its own row, for R4 the row above as well (there is none above V5, which is
    /// out of reach for R4 by a ceiling), and every row below, the lowest first.
    static List<Requirement> upTo(Level level, IntendedUse use, Circumstances circumstances) {
        Level highest = use.risk() == Risk.R4 && level != Level.V0 ? level.above() : level;
        return Arrays.stream(Level.values())
                .filter(row -> row.compareTo(highest) <= 0)
                .flatMap(row -> row(row, use, circumstances).stream())
                .toList();
    }

    /// The level that this verdict asks of the gates of a line; 0 if it asks for none.
    static int gateLevel(Level level, Dimension line, IntendedUse use, Circumstances circumstances) {
        return upTo(level, use, circumstances).stream()
                .mapToInt(requirement ->
                        requirement instanceof GatesAt gates && gates.line() == line ? gates.level() : 0)
                .max()
                .orElse(0);
    }

    /// One row of the table.
    private static List<Requirement> row(Level level, IntendedUse use, Circumstances circumstances) {
        boolean hidden = circumstances.has(Circumstances.Fact.HIDDEN_UNTIL_FIRST_READ);
        List<Requirement> row = new ArrayList<>();
        switch (level) {
            case V0 -> {}
            case V1 ->
                row.addAll(List.of(
                        new CriterionAt(Criteria.OVERLAP, 1),
                        new CellAt(Criteria.DATASHEET, Criteria.LICENCE, 1),
                        new CriterionAt(Criteria.BOUNDARY, 1)));
            case V2 ->
                row.addAll(List.of(
                        new CriterionAt(Criteria.OVERLAP, 2),
                        new CriterionAt(Criteria.DUPLICATES, 2),
                        new CriterionAt(Criteria.BOUNDARY, 2),
                        new GatesMeasured(TECHNICAL),
                        new GatesMeasured(REASONING),
                        new CriterionAt(Criteria.SAMPLE_SIZE, 2),
                        new CriterionAt(Criteria.IDENTITY, 2),
                        new CriterionAt(Criteria.FAILURE, 2),
                        new CriterionAt(Criteria.EGRESS, 2),
                        new CriterionAt(Criteria.HAZARDS, 2),
                        new GatesMeasured(COORDINATION)));
            case V3 -> {
                row.addAll(List.of(
                        new GatesAt(DATA, 2),
                        new LineAt(DATA, 2),
                        new GatesAt(TECHNICAL, 3),
                        new GatesAt(REASONING, 2),
                        new CriterionAt(Criteria.SILENT_TRIAL, 3),
                        new LineAt(WORKFLOW, 2),
                        new CriterionAt(Criteria.OVERRIDE, 3),
                        new CriterionAt(Criteria.SCOPE, 3),
                        new CriterionAt(Criteria.IDENTITY, 3),
                        new GatesAt(RESPONSIBLE, 2),
                        new GatesAt(COORDINATION, 2),
                        new SiteNamed()));
                addIf(row, !hidden, new CriterionAt(Criteria.AUTOMATION_BIAS, 2));
                addIf(row, use.risk().compareTo(Risk.R3) >= 0, new ExternalSites(SITES_FOR_SERIOUS_HARM));
            }
            case V4 -> {
                row.addAll(List.of(
                        new LineAt(DATA, 3),
                        new GatesAt(TECHNICAL, 3),
                        new CriterionAt(Criteria.OPERATING_POINT, 4),
                        new CriterionAt(Criteria.EXTERNAL_GAP, 4),
                        new GatesAt(REASONING, 3),
                        new CriterionAt(Criteria.NET_BENEFIT, 3),
                        new CriterionAt(Criteria.TRIAGE, 3),
                        new LineAt(WORKFLOW, 3),
                        new CriterionAt(Criteria.FAILURE, 4),
                        new CriterionAt(Criteria.IDENTITY, 4),
                        new GatesAt(RESPONSIBLE, 3),
                        new GatesAt(COORDINATION, 3)));
                addIf(row, use.risk() != Risk.R1, new CriterionAt(Criteria.MRMC, 3));
                addIf(row, !hidden, new CriterionAt(Criteria.AUTOMATION_BIAS, 3));
                addIf(row, use.has(Trait.PROGNOSTIC), new CriterionAt(Criteria.SURVIVAL, 3));
                addIf(row, circumstances.daysInRoutineUse() > MONITORING_DAYS, new CriterionAt(Criteria.DRIFT, 4));
            }
            case V5 -> {
                row.addAll(List.of(
                        new LineAt(DATA, 3),
                        new CriterionAt(Criteria.DEMOGRAPHICS, 4),
                        new CriterionAt(Criteria.CASE_MIX, 4),
                        new GatesAt(TECHNICAL, 4),
                        new EitherAt(List.of(Criteria.SELECTIVE, Criteria.CONFORMAL), 4),
                        new GatesAt(REASONING, 3),
                        new CriterionAt(Criteria.SHORTCUT, 4),
                        new CriterionAt(Criteria.EFFECT, 4),
                        new CriterionAt(Criteria.NET_BENEFIT, 4),
                        new GatesAt(WORKFLOW, 4),
                        new GatesAt(RESPONSIBLE, 4),
                        new CriterionAt(Criteria.CRITICAL_MISS, 4),
                        new GatesAt(COORDINATION, 4)));
                addIf(row, hidden, new CriterionAt(Criteria.AUTOMATION_BIAS, 3));
            }
        }
        return row;
    }

    private static void addIf(List<Requirement> row, boolean condition, Requirement requirement) {
        if (condition) {
            row.add(requirement);
        }
    }
}
