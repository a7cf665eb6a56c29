package org.realfm.run;

import java.util.List;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;

/// What a criterion asks and how it answers: the only place where its method, its sources and its thresholds stand.
/// The documentation, the report and `realfm criteria` are rendered from it.
///
/// @param entry       id, title, tier, evidence kind and question as in the catalogue
/// @param method      what is computed, in a few sentences
/// @param uncertainty how the intervals are made
/// @param met         the rule for `met`, in words
/// @param thresholds  the numbers in that rule
/// @param sources     literature
/// @param catches     what failure it is there to catch
public record Card(
        Catalogue.Entry entry,
        String method,
        String uncertainty,
        String met,
        List<Threshold> thresholds,
        List<String> sources,
        String catches) {

    public Card {
        thresholds = List.copyOf(thresholds);
        sources = List.copyOf(sources);
    }

    /// The id.
    public CriterionId id() {
        return entry.id();
    }

    /// A number that a rule compares with, and where it comes from.
    ///
    /// @param name  what it limits
    /// @param value default; a profile may only make it stricter
    /// @param basis why this number
    public record Threshold(String name, double value, Basis basis) {}

    /// Why a threshold is what it is (CRITERIA 0.5).
    public enum Basis {
        /// Derived from a decision analysis.
        DERIVED("D"),
        /// Relative to a comparator measured on the same cases.
        COMPARATOR("C"),
        /// From a standard or a widely used source.
        STANDARD("S"),
        /// Convention: a starting value, to be reviewed for each intended use.
        CONVENTION("K");

        private final String mark;

        Basis(String mark) {
            this.mark = mark;
        }

        /// The letter printed beside the threshold.
        public String mark() {
            return mark;
        }
    }
}
