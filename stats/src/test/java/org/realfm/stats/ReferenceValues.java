package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;

/// The values of one script in `reference/`, for the packages below this one.
public final class ReferenceValues {

    public static final Offset<Double> CLOSE = Offset.offset(1e-8);

    private final Map<String, Double> values = new HashMap<>();

    /// @param file below `golden/`, with the columns name and value
    public ReferenceValues(String file) {
        Table table = Table.golden(file);
        for (int i = 0; i < table.size(); i++) {
            values.put(table.text("name", i), table.number("value", i));
        }
    }

    public double get(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    public double[] all(String name, int count) {
        double[] all = new double[count];
        Arrays.setAll(all, i -> get(name + "." + i));
        return all;
    }

    /// Value, lower and upper end against `name.0`, `name.1` and `name.2`.
    public void assertEstimate(Estimate estimate, String name) {
        assertThat(estimate.value()).as(name).isCloseTo(get(name + ".0"), CLOSE);
        assertThat(estimate.lower()).as(name + " lower").isCloseTo(get(name + ".1"), CLOSE);
        assertThat(estimate.upper()).as(name + " upper").isCloseTo(get(name + ".2"), CLOSE);
    }
}
