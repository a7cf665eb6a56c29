package org.realfm.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.Seeds;

/// What the controls show: for each, the size at which the defect is found with 80% probability, and the false-alarm
/// rate on clean cases.
///
/// @param rows one a control
public record ControlTable(List<Row> rows) {

    /// The probability of detection that the table looks for.
    public static final double POWER = 0.8;

    public ControlTable {
        rows = List.copyOf(rows);
    }

    /// What one control shows.
    ///
    /// @param control     what was planted
    /// @param found       how often it was found, at each size of the control
    /// @param sizeFound   the size at which it is found with 80% probability, interpolated between the measured sizes;
    ///                    empty if the largest is found less often
    /// @param falseAlarms how often the clean case was accused
    public record Row(Control control, List<Estimate> found, OptionalDouble sizeFound, Estimate falseAlarms) {

        /// Whether the defect is found at the largest size with at least 80% probability, and the false-alarm rate is not
        /// shown to exceed its nominal rate.
        public boolean holds() {
            return sizeFound.isPresent() && falseAlarms.lower() <= control.nominal();
        }
    }

    /// Measures controls.
    ///
    /// @param planted replicates at each size
    /// @param clean   clean replicates
    public static ControlTable measure(List<Control> controls, int planted, int clean, long seed) {
        List<Row> rows = new ArrayList<>();
        for (Control control : controls) {
            rows.add(measure(control, planted, clean, seed));
        }
        return new ControlTable(rows);
    }

    /// Measures one control.
    public static Row measure(Control control, int planted, int clean, long seed) {
        String id = "control/" + control.criterion().card().id() + "/" + control.defect();
        List<Estimate> found = new ArrayList<>();
        for (int s = 0; s < control.sizes().size(); s++) {
            double size = control.sizes().get(s);
            long base = 1_000_000L * (s + 1);
            found.add(rate("found", control, size, planted, r -> Seeds.derive(seed, id, base + r)));
        }
        Estimate alarms = rate("false alarms", control, 0, clean, r -> Seeds.derive(seed, id, r));
        return new Row(control, found, sizeFound(control.sizes(), found), alarms);
    }

    private static Estimate rate(
            String name, Control control, double size, int replicates, java.util.function.IntToLongFunction seed) {
        long accused = IntStream.range(0, replicates)
                .parallel()
                .filter(r -> Control.accused(control.world().judge(size, seed.applyAsLong(r))))
                .count();
        return Proportion.wilson(name, accused, replicates, 0.95);
    }

    private static OptionalDouble sizeFound(List<Double> sizes, List<Estimate> found) {
        double beforeSize = 0;
        double beforeRate = 0;
        for (int s = 0; s < sizes.size(); s++) {
            double rate = found.get(s).value();
            if (rate >= POWER) {
                double share = rate == beforeRate ? 1 : (POWER - beforeRate) / (rate - beforeRate);
                return OptionalDouble.of(beforeSize + share * (sizes.get(s) - beforeSize));
            }
            beforeSize = sizes.get(s);
            beforeRate = rate;
        }
        return OptionalDouble.empty();
    }

    /// The table in Markdown.
    public String markdown() {
        StringBuilder text = new StringBuilder("| criterion | planted defect | unit | found with 80% probability at size |"
                + " found at the largest size | false alarms | nominal |\n|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            Control control = row.control();
            text.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s | %s at %s | %s | %s |%n",
                    control.criterion().card().id(),
                    control.defect(),
                    control.unit(),
                    row.sizeFound().isPresent() ? number(row.sizeFound().getAsDouble()) : "not reached",
                    percent(row.found().getLast()),
                    number(control.sizes().getLast()),
                    percent(row.falseAlarms()),
                    number(control.nominal())));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /// A size, to three significant digits.
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /// A rate with its interval.
    public static String percent(Estimate rate) {
        return String.format(
                Locale.ROOT,
                "%.1f%% (%.1f to %.1f, n=%d)",
                100 * rate.value(),
                100 * rate.lower(),
                100 * rate.upper(),
                rate.n());
    }
}
