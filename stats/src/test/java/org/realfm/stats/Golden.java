package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;

/// Reference data and values made by the scripts in `reference/`.
final class Golden {

    static final Offset<Double> CLOSE = Offset.offset(1e-8);
    static final Golden PYTHON = new Golden("python.csv");
    static final Golden R = new Golden("r.csv");

    private final Map<String, Double> values = new HashMap<>();

    Golden(String file) {
        for (String line : lines(file)) {
            int comma = line.lastIndexOf(',');
            values.put(line.substring(0, comma), Double.valueOf(line.substring(comma + 1)));
        }
    }

    double get(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    double get(String name, int index) {
        return get(name + "." + index);
    }

    /// The interval's ends against two values.
    void assertInterval(Estimate estimate, String name, int lower) {
        assertThat(estimate.lower()).as(name).isCloseTo(get(name, lower), CLOSE);
        assertThat(estimate.upper()).as(name).isCloseTo(get(name, lower + 1), CLOSE);
    }

    /// Value and interval against three values.
    void assertEstimate(Estimate estimate, String name) {
        assertThat(estimate.value()).as(name).isCloseTo(get(name, 0), CLOSE);
        assertInterval(estimate, name, 1);
    }

    static double[] column(String name) {
        List<String> lines = read("sample.csv");
        int column = List.of(lines.getFirst().split(",", -1)).indexOf(name);
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
                .toArray();
    }

    static boolean[] truth() {
        double[] column = column("truth");
        boolean[] truth = new boolean[column.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = column[i] == 1;
        }
        return truth;
    }

    static int[] cluster() {
        return Arrays.stream(column("cluster")).mapToInt(c -> (int) c).toArray();
    }

    static double[] replicates() {
        return lines("replicates.csv").stream().mapToDouble(Double::parseDouble).toArray();
    }

    private static List<String> lines(String file) {
        List<String> lines = read(file);
        return lines.subList(1, lines.size());
    }

    private static List<String> read(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
