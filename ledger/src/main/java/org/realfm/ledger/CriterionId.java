package org.realfm.ledger;

import java.util.regex.Pattern;

/// The stable name of a criterion, for example `tech.calibration`; its first part names the [Dimension].
///
/// @param value lower-case words joined by dots
public record CriterionId(String value) implements Comparable<CriterionId> {

    private static final Pattern FORM = Pattern.compile("[a-z]+(\\.[a-z_]+){1,2}");

    public CriterionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a criterion id: '" + value + "'");
        }
    }

    /// The line of the report to which this criterion belongs.
    public Dimension dimension() {
        return Dimension.ofPrefix(value.substring(0, value.indexOf('.')));
    }

    @Override
    public int compareTo(CriterionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
