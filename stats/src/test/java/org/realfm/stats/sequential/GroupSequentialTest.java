package org.realfm.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;
import org.realfm.stats.StandardNormal;
import org.realfm.stats.sequential.GroupSequential.Sides;

class GroupSequentialTest {

    private static final ReferenceValues R = new ReferenceValues("sequential.csv");
    private static final double[] LOOKS = {0.3, 0.65, 1};

    private static double[] bounds(GroupSequential plan) {
        return DoubleStream.iterate(0, k -> k < plan.looks(), k -> k + 1).map(k -> plan.bound((int) k)).toArray();
    }

    @Test
    void boundsAgreeWithNestedIntegrals() {
        assertThat(bounds(GroupSequential.of(LOOKS, 0.05, Sides.TWO, Spending.obrienFleming())))
                .containsExactly(R.all("bounds.of.two", 3), ReferenceValues.CLOSE);
        assertThat(bounds(GroupSequential.of(LOOKS, 0.05, Sides.TWO, Spending.pocock())))
                .containsExactly(R.all("bounds.pocock.two", 3), ReferenceValues.CLOSE);
        assertThat(bounds(GroupSequential.of(LOOKS, 0.05, Sides.ONE, Spending.obrienFleming())))
                .containsExactly(R.all("bounds.of.one", 3), ReferenceValues.CLOSE);
        assertThat(bounds(GroupSequential.of(LOOKS, 0.05, Sides.ONE, Spending.power(2))))
                .containsExactly(R.all("bounds.power.one", 3), ReferenceValues.CLOSE);
    }

    /// As printed in the manual and the tests of SeqBounds (github.com/PharmCat/SeqBounds.jl), which has the algorithm
    /// of the programs of Reboussin, DeMets, Kim & Lan 2000, doi:10.1016/S0197-2456(00)00057-X; its grid is good to
    /// 1e-4.
    @Test
    void boundsAgreeWithPublishedOnes() {
        double[] quarters = {0.25, 0.5, 0.75, 1};
        assertThat(bounds(GroupSequential.of(quarters, 0.05, Sides.ONE, Spending.obrienFleming())))
                .containsExactly(new double[] {3.74955, 2.53993, 2.01604, 1.72014}, within(1e-4));
        double[] fifths = {0.2, 0.4, 0.6, 0.8, 1};
        assertThat(GroupSequential.of(fifths, 0.05, Sides.ONE, Spending.obrienFleming()).bound(4))
                .isCloseTo(1.73966, within(1e-4));
        assertThat(GroupSequential.of(fifths, 0.05, Sides.TWO, Spending.pocock()).bound(4))
                .isCloseTo(2.38591, within(1e-4));
    }

    @Test
    void powerAndIntervalsAgreeWithNestedIntegrals() {
        GroupSequential plan = GroupSequential.of(LOOKS, 0.05, Sides.TWO, Spending.obrienFleming());
        assertThat(plan.crossing(2.5).upper()).containsExactly(R.all("crossing", 3), ReferenceValues.CLOSE);
        assertThat(plan.drift(0.9)).isCloseTo(R.get("drift"), ReferenceValues.CLOSE);
        R.assertEstimate(plan.adjusted("effect", 1, 2.8, 50, 0.95), "adjusted.second");
        R.assertEstimate(plan.adjusted("effect", 2, 1, 50, 0.95), "adjusted.last");
    }

    @Test
    void oneLookIsTheFixedSample() {
        GroupSequential plan = GroupSequential.of(new double[] {1}, 0.05, Sides.TWO, Spending.pocock());
        double z = StandardNormal.critical(0.95);
        assertThat(plan.bound(0)).isCloseTo(z, within(1e-12));
        assertThat(plan.nominal(0)).isCloseTo(0.05, within(1e-12));
        Estimate adjusted = plan.adjusted("effect", 0, 3, 25, 0.95);
        Estimate repeated = plan.repeated("effect", 0, 3, 25);
        assertThat(adjusted.value()).isCloseTo(0.6, within(1e-12));
        assertThat(adjusted.lower()).isCloseTo((3 - z) / 5, within(1e-12));
        assertThat(repeated.lower()).isCloseTo(adjusted.lower(), within(1e-12));
        assertThat(repeated.upper()).isCloseTo(adjusted.upper(), within(1e-12));
        assertThat(plan.drift(0.9)).isCloseTo(z + StandardNormal.quantile(0.9), within(1e-6));
    }

    @Test
    void aBoundaryThatCannotBeReachedIsInfinite() {
        GroupSequential plan = GroupSequential.of(
                new double[] {0.5, 1}, 0.05, Sides.ONE, (alpha, t) -> t < 1 ? 0 : alpha);
        assertThat(plan.bound(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(plan.bound(1)).isCloseTo(StandardNormal.critical(0.9), within(1e-9));
        assertThat(plan.stops(0, 30)).isFalse();
        Estimate repeated = plan.repeated("effect", 0, 2, 1);
        assertThat(repeated.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aLaterLookDoesNotChangeEarlierOnes() {
        double[] now = bounds(GroupSequential.of(new double[] {0.2, 0.5}, 0.05, Sides.TWO, Spending.pocock()));
        double[] later =
                bounds(GroupSequential.of(new double[] {0.2, 0.5, 0.9}, 0.05, Sides.TWO, Spending.pocock()));
        assertThat(now[1]).isCloseTo(later[1], within(1e-10));
    }

    @Property(tries = 20)
    void errorIsWhatWasAllowedAndPowerGrows(@ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[] looks = new double[2 + random.nextInt(4)];
        double at = 0;
        for (int k = 0; k < looks.length; k++) {
            at += 0.01 + random.nextDouble() * (0.98 - at) / (looks.length - k);
            looks[k] = at;
        }
        for (Sides sides : Sides.values()) {
            GroupSequential plan = GroupSequential.of(looks, 0.1, sides, Spending.power(1 + random.nextInt(3)));
            GroupSequential.Crossing none = plan.crossing(0);
            double sum = 0;
            for (int k = 0; k < looks.length; k++) {
                sum += none.upper()[k] + none.lower()[k];
                assertThat(sum).isCloseTo(plan.spent(k), within(1e-9));
            }
            assertThat(plan.power(1)).isGreaterThan(plan.power(0));
            assertThat(plan.power(plan.drift(0.8))).isCloseTo(0.8, within(1e-9));
        }
    }

    /// Under the drift that is the interval's end, what was seen is as rare as it says; and mirrored data have the
    /// mirrored interval.
    @Property(tries = 20)
    void adjustedIntervalsTurnWithTheData(@ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        GroupSequential plan = GroupSequential.of(LOOKS, 0.05, Sides.TWO, Spending.obrienFleming());
        double z = random.nextGaussian();
        Estimate one = plan.adjusted("effect", 2, z, 4, 0.9);
        Estimate two = plan.adjusted("effect", 2, -z, 4, 0.9);
        assertThat(one.value()).isCloseTo(-two.value(), within(1e-8));
        assertThat(one.lower()).isCloseTo(-two.upper(), within(1e-8));
        double earlier = 2.0 + plan.bound(1);
        assertThat(plan.adjusted("effect", 1, earlier, 4, 0.9).lower()).isGreaterThan(one.lower());
    }

    @Test
    void whatMayNotBeAsked() {
        refused("looks", () -> GroupSequential.of(new double[0], 0.05, Sides.TWO, Spending.pocock()));
        refused("information must ascend",
                () -> GroupSequential.of(new double[] {0.5, 0.5}, 0.05, Sides.TWO, Spending.pocock()));
        refused("found 1.2", () -> GroupSequential.of(new double[] {1.2}, 0.05, Sides.TWO, Spending.pocock()));
        refused("found NaN", () -> GroupSequential.of(new double[] {Double.NaN}, 0.05, Sides.TWO, Spending.pocock()));
        refused("alpha", () -> GroupSequential.of(LOOKS, 0, Sides.TWO, Spending.pocock()));
        refused("spending must ascend", () -> GroupSequential.of(LOOKS, 0.05, Sides.TWO, (a, t) -> a * (1 - t)));
        GroupSequential plan = GroupSequential.of(LOOKS, 0.05, Sides.TWO, Spending.pocock());
        refused("needs a study that stopped", () -> plan.adjusted("effect", 1, 1, 4, 0.95));
        refused("look must lie in", () -> plan.repeated("effect", 3, 1, 4));
        refused("z must be finite", () -> plan.repeated("effect", 1, Double.NaN, 4));
        refused("maximum information", () -> plan.repeated("effect", 1, 1, 0));
        refused("rho", () -> Spending.power(0));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}
