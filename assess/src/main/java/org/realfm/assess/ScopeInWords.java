package org.realfm.assess;

import java.util.ArrayList;
import java.util.List;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.OperatingPoint;
import org.realfm.study.Study;

/// The intended use in sentences: for what the verdict speaks.
final class ScopeInWords {

    private ScopeInWords() {}

    static List<String> of(Study study) {
        IntendedUse use = study.use();
        List<String> sentences = new ArrayList<>();
        sentences.add(switch (use.autonomy()) {
            case A0 -> "The output is used offline, for quality assurance (A0).";
            case A1 -> "The output changes the order of reading only (A1).";
            case A2 -> "The output aids interpretation, and a person decides (A2).";
            case A3 -> "The output takes one narrow action before a person looks (A3).";
            case A4 -> "The output is a diagnosis without supervision (A4), on which no verdict is given.";
        });
        sentences.add(switch (use.risk()) {
            case R1 -> "The harm of a wrong output is negligible (R1).";
            case R2 -> "A wrong output means delay or a repeated test, and a person reads everything (R2).";
            case R3 -> "A wrong output may do serious harm, from which a patient recovers (R3).";
            case R4 -> "A wrong output may kill or do harm that stays (R4).";
        });
        sentences.add(switch (use.operatingPoint()) {
            case OperatingPoint.Threshold fixed -> "A score of " + fixed.value() + " or more counts as positive.";
            case OperatingPoint.SensitivityAtLeast least ->
                "The threshold is the highest that finds a share of " + least.sensitivity()
                        + " of the positives of the tuning part; it was locked before the evaluated cases were looked at.";
        });
        if (use.has(Trait.PROBABILITY_SHOWN)) {
            sentences.add("A probability is shown to the user.");
        }
        sentences.add(use.site().isPresent()
                ? "The verdict is for use at " + use.site().get() + "."
                : "No site is named; a verdict above V2 is given for one site only.");
        return sentences;
    }
}
