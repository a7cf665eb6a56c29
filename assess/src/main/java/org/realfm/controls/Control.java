package org.realfm.controls;

import java.util.List;
import org.realfm.ledger.Finding;
import org.realfm.run.Criterion;

/// A defect that can be planted at any size, for one criterion. Size 0 is the clean case.
///
/// @param criterion  what must find it
/// @param defect     what is planted, in a few words: `patients of the development part evaluated again`
/// @param unit       the unit of the size: `share of patients`
/// @param sizes      ascending sizes above 0 at which detection is measured
/// @param nominal    largest false-alarm rate that the criterion's rule allows on a clean case
/// @param world      makes one case with the defect of a size and judges it; the seed decides all else
public record Control(
        Criterion criterion, String defect, String unit, List<Double> sizes, double nominal, World world) {

    public Control {
        sizes = List.copyOf(sizes);
    }

    /// One random case.
    @FunctionalInterface
    public interface World {
        /// Plants a defect of this size (0: none) in a case drawn from this seed, and lets the criterion judge it.
        List<Finding> judge(double size, long seed);
    }

    /// Whether the defect is found: the criterion is `not met` in some cell.
    public static boolean accused(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.outcome() == org.realfm.ledger.Outcome.NOT_MET);
    }
}
