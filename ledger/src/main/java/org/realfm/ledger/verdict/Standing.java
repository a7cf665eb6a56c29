package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

/// Where one criterion, or a part of it with a tier of its own, stands after all its findings.
///
/// @param criterion which question
/// @param part      `all`, or the cell that has a tier of its own
/// @param tier      how much it decides for this use
/// @param outcome   the worst over its cells
/// @param grade     the least over its cells
/// @param level     credited level L, 0 to 4: the least over its cells
/// @param measured  whether every cell has a result of grade E2 or better, whatever it says
/// @param reason    of the cell that decides
/// @param holds     how probable it is, given the data, that what is asked for is true in every cell
public record Standing(
        CriterionId criterion,
        String part,
        Tier tier,
        Outcome outcome,
        Grade grade,
        int level,
        boolean measured,
        String reason,
        Chance holds) {

    /// Outcomes from best to worst.
    static final List<Outcome> BEST_FIRST =
            List.of(Outcome.MET, Outcome.INCONCLUSIVE, Outcome.ABSENT, Outcome.NOT_ASSESSABLE, Outcome.NOT_MET);

    private static final Comparator<Cell> WORST_CELL_LAST =
            Comparator.comparingInt((Cell cell) -> BEST_FIRST.indexOf(cell.outcome)).thenComparingInt(c -> -c.level);

    /// The criterion, with its part where it has one, for a sentence.
    public String name() {
        return part.equals(Finding.ALL) ? criterion.value() : criterion.value() + " (" + part + ")";
    }

    /// Outcome and grade for a sentence, for example `met at E2` or `absent`.
    String inWords() {
        return switch (outcome) {
            case MET -> "met at " + grade;
            case ABSENT -> "absent";
            default -> outcome.words() + " (" + clause(reason) + ")";
        };
    }

    /// A sentence without its full stop, to stand in brackets.
    static String clause(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    static Standing of(
            CriterionId criterion, String part, Tier tier, List<Finding> findings, Set<String> planned, End end) {
        Map<String, List<Finding>> byCell = new TreeMap<>();
        planned.forEach(cell -> byCell.put(cell, new ArrayList<>()));
        findings.forEach(f -> byCell.computeIfAbsent(f.cell(), c -> new ArrayList<>())
                .add(f));
        if (byCell.isEmpty()) {
            byCell.put(part, List.of());
        }
        @Nullable Cell worst = null;
        Grade grade = Grade.E4;
        int level = 4;
        boolean measured = true;
        List<Chance> chances = new ArrayList<>();
        for (Map.Entry<String, List<Finding>> entry : byCell.entrySet()) {
            Cell cell = Cell.of(entry.getKey(), entry.getValue(), end);
            grade = grade.atMost(cell.grade);
            level = Math.min(level, cell.level);
            measured &= cell.measured;
            entry.getValue().forEach(finding -> chances.add(Chance.of(finding)));
            if (entry.getValue().isEmpty()) {
                chances.add(Chance.UNKNOWN);
            }
            worst = worst == null || WORST_CELL_LAST.compare(cell, worst) > 0 ? cell : worst;
        }
        Objects.requireNonNull(worst, "there is at least one cell");
        return new Standing(criterion, part, tier, worst.outcome, grade, level, measured, worst.reason, Chance.all(chances));
    }

    /// What the findings of one cell amount to.
    private record Cell(Outcome outcome, Grade grade, int level, boolean measured, String reason) {

        private static final Comparator<Finding> DECISIVE_FIRST = Comparator.comparing(
                        (Finding f) -> f.outcome() != Outcome.NOT_MET)
                .thenComparingInt(f -> -f.level())
                .thenComparingInt(f -> -BEST_FIRST.indexOf(f.outcome()))
                .thenComparing(Comparator.comparing(Finding::grade).reversed())
                .thenComparing(Finding::reason);

        static Cell of(String name, List<Finding> findings, End end) {
            return findings.stream()
                    .min(DECISIVE_FIRST)
                    .map(f -> new Cell(f.outcome(), f.grade(), f.level(), isMeasured(findings), lasting(f)))
                    .orElseGet(() -> new Cell(Outcome.ABSENT, Grade.E0, 0, false, "no evidence for cell " + name))
                    .at(end);
        }

        /// What a verdict repeats of a finding: measured time differs between two runs, and a verdict must not.
        private static String lasting(Finding finding) {
            return finding.timed() ? "it rests on measured time, see the finding" : finding.reason();
        }

        private static boolean isMeasured(List<Finding> findings) {
            return findings.stream()
                    .anyMatch(f -> f.grade().compareTo(Grade.E2) >= 0
                            && (f.outcome() == Outcome.MET
                                    || f.outcome() == Outcome.NOT_MET
                                    || f.outcome() == Outcome.INCONCLUSIVE));
        }

        private Cell at(End end) {
            return switch (outcome) {
                case MET, NOT_MET -> this;
                default -> end == End.UPPER ? new Cell(outcome, grade, 4, true, reason) : this;
            };
        }
    }
}
