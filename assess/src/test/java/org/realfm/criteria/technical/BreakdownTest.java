package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.SplitMix;

class BreakdownTest {

    /// A curve over severities with limits a distance below and above.
    private static List<Estimate> curve(double half, double... values) {
        return IntStream.range(0, values.length)
                .mapToObj(s -> new Estimate("m", values[s], values[s] - half, values[s] + half, 0.95, "test", 50))
                .toList();
    }

    @Test
    void limitsAreInvertedBetweenSeverities() {
        // Falls by 0.1 a severity from 0.95: value, lower and upper limit cross 0.80 at 1.5, 1.0 and 2.5.
        Estimate s = Breakdown.severity(
                curve(0.05, 0.95, 0.85, 0.75, 0.65, 0.55, 0.45), curve(0.10, 0.95, 0.85, 0.75, 0.65, 0.55, 0.45), 0.80);
        assertThat(s.value()).isCloseTo(1.5, within(1e-12));
        assertThat(s.lower()).isCloseTo(1.0, within(1e-12));
        assertThat(s.upper()).isCloseTo(2.5, within(1e-12));
        assertThat(s.n()).isEqualTo(50);
    }

    @Test
    void aCurveThatStaysAboveHasNoUpperEnd() {
        Estimate s = Breakdown.severity(
                curve(0.01, 0.95, 0.95, 0.94, 0.94, 0.93, 0.93), curve(0.01, 0.95, 0.95, 0.94, 0.94, 0.93, 0.93), 0.80);
        assertThat(s.lower()).isEqualTo(5);
        assertThat(s.value()).isEqualTo(5);
        assertThat(s.upper()).isInfinite();
    }

    @Test
    void whatIsBrokenFromTheStartBreaksAtZero() {
        Estimate s = Breakdown.severity(curve(0.02, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2), curve(0.02, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2), 0.8);
        assertThat(s.lower()).isZero();
        assertThat(s.value()).isZero();
        assertThat(s.upper()).isZero();
    }

    @Test
    void theValueIsOfTheIsotonicFit() {
        // The dip at severity 2 is pooled with what follows: (0.78 + 0.88 + 0.86) / 3 = 0.84, so the value does not break
        // there; its limits do see the dip.
        double[] dip = {0.95, 0.93, 0.78, 0.88, 0.86, 0.60};
        Estimate s = Breakdown.severity(curve(0.03, dip), curve(0.03, dip), 0.80);
        assertThat(s.value()).isCloseTo(4 + (0.84 - 0.80) / (0.84 - 0.60), within(1e-12));
        assertThat(s.lower()).isCloseTo(1 + (0.90 - 0.80) / (0.90 - 0.75), within(1e-12));
        assertThat(s.upper()).isCloseTo(4 + (0.89 - 0.80) / (0.89 - 0.63), within(1e-12));
    }

    @Test
    void theEarliestBreakCounts() {
        Estimate early = new Estimate("s", 2, 1, 4, 0.95, "", 40);
        Estimate late = new Estimate("s", 3, 0.5, 5, 0.95, "", 60);
        Estimate both = Breakdown.earliest(List.of(early, late));
        assertThat(List.of(both.value(), both.lower(), both.upper())).containsExactly(2.0, 0.5, 4.0);
        assertThat(both.n()).isEqualTo(40);
    }

    /// The interval holds the true s* as often as it says, and misses it on either side at most as often.
    @Test
    void theIntervalCoversTheTrueSeverity() {
        int n = 150;
        int draws = 1000;
        double start = 1.2816;
        double step = 0.35;
        double jitter = 0.3;
        // Sensitivity Phi((1.2816 - 0.35 s) / sqrt(1.09)) falls to 0.8 = Phi(0.8416) at s = 1.151.
        double truth = (start - 0.8416 * Math.sqrt(1 + jitter * jitter)) / step;
        int tooLate = 0;
        int tooEarly = 0;
        for (int draw = 0; draw < draws; draw++) {
            SplitMix random = new SplitMix(draw);
            int[] found = new int[6];
            for (int i = 0; i < n; i++) {
                double latent = start + random.nextGaussian();
                for (int s = 0; s <= 5; s++) {
                    // Films keep most of their score from severity to severity.
                    found[s] += latent - step * s + (s == 0 ? 0 : jitter * random.nextGaussian()) > 0 ? 1 : 0;
                }
            }
            List<Estimate> curve = IntStream.rangeClosed(0, 5)
                    .mapToObj(s -> Proportion.wilson("sensitivity", found[s], n, 0.95))
                    .toList();
            Estimate breakdown = Breakdown.severity(curve, curve, 0.8);
            tooLate += breakdown.lower() > truth ? 1 : 0;
            tooEarly += breakdown.upper() < truth ? 1 : 0;
        }
        assertThat(tooLate).as("shown to hold beyond its break").isLessThan(40);
        assertThat(tooEarly).as("shown to break before it does").isLessThan(40);
    }
}
