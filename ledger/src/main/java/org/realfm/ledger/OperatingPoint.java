package org.realfm.ledger;

/// How the threshold on the score is fixed; a score at or above the threshold is a positive.
public sealed interface OperatingPoint {

    /// Fixed in the study file.
    record Threshold(double value) implements OperatingPoint {
        public Threshold {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a threshold is a finite number, found " + value);
            }
        }
    }

    /// The highest threshold whose sensitivity on the tuning split is at least this; then locked.
    record SensitivityAtLeast(double sensitivity) implements OperatingPoint {
        public SensitivityAtLeast {
            if (!(sensitivity > 0 && sensitivity <= 1)) {
                throw new IllegalArgumentException("a sensitivity lies in (0, 1], found " + sensitivity);
            }
        }
    }
}
