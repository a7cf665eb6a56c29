package org.realfm.ledger;

/// Where evidence came from (CRITERIA 0.2), least first. Grades are ordinal: never average them.
public enum Grade {
    /// None, or unusable.
    E0,
    /// Claimed, or measured with a failed precondition.
    E1,
    /// Measured internally on a patient-disjoint hold-out with a locked subject.
    E2,
    /// Independent: sites the developer did not use, plan locked before unblinding, analysed by another party.
    E3,
    /// Prospective or in service.
    E4;

    /// 0 to 4.
    public int level() {
        return ordinal();
    }

    /// The lesser of two grades.
    public Grade atMost(Grade cap) {
        return compareTo(cap) <= 0 ? this : cap;
    }
}
