package org.realfm.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Figure.Axis;

class ScaleTest {

    @Test
    void aDeclaredAxisIsDrawnAsDeclared() {
        Scale scale = Scale.of(Axis.unit("x"), DoubleStream.of(-3, 7), 10, 110);
        assertThat(scale.at(0)).isEqualTo(10);
        assertThat(scale.at(0.25)).isEqualTo(35);
        assertThat(scale.at(7)).isEqualTo(110);
        assertThat(scale.holds(7)).isFalse();
    }

    @Test
    void aFittedAxisHoldsItsDataWithAMargin() {
        Scale scale = Scale.of(Axis.fitted("x"), DoubleStream.of(-0.2, 0.8), 0, 100);
        assertThat(scale.minimum()).isCloseTo(-0.25, within(1e-12));
        assertThat(scale.maximum()).isCloseTo(0.85, within(1e-12));
    }

    @Test
    void whatIsNotNegativeIsNotDrawnBelowZero() {
        assertThat(Scale.of(Axis.fitted("n"), DoubleStream.of(0.1, 40), 0, 1).minimum()).isZero();
    }

    @Test
    void openEndsDoNotStretchTheAxis() {
        Scale scale = Scale.of(Axis.fitted("x"), DoubleStream.of(-1e6, 0.1, 0.3, 1e6), 0, 1);
        assertThat(scale.minimum()).isGreaterThanOrEqualTo(0);
        assertThat(scale.maximum()).isLessThan(0.4);
    }

    @Test
    void oneValueOrNoneStillMakesAnAxis() {
        assertThat(Scale.of(Axis.fitted("x"), DoubleStream.of(3), 0, 1).holds(3)).isTrue();
        assertThat(Scale.of(Axis.fitted("x"), DoubleStream.empty(), 0, 1).ticks(4)).isNotEmpty();
    }

    @Test
    void ticksAreRound() {
        Scale unit = new Scale(0, 1, 0, 1);
        assertThat(unit.ticks(5).stream().map(tick -> unit.label(tick, 5)))
                .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        Scale effect = new Scale(-0.031, 0.062, 0, 1);
        assertThat(effect.ticks(5).stream().map(tick -> effect.label(tick, 5)))
                .containsExactly("−0.02", "0.00", "0.02", "0.04", "0.06");
        Scale patients = new Scale(0, 2600, 0, 1);
        assertThat(patients.ticks(4).stream().map(tick -> patients.label(tick, 4))).containsExactly("0", "1,000", "2,000");
    }

    @Property
    void ticksLieOnTheAxisAndAreFew(
            @ForAll @IntRange(min = -100_000, max = 100_000) int tenths,
            @ForAll @IntRange(min = 1, max = 1_000_000_000) int width,
            @ForAll @IntRange(min = 2, max = 8) int most) {
        Scale scale = new Scale(tenths / 10.0, tenths / 10.0 + width / 1e4, 0, 300);
        List<Double> ticks = scale.ticks(most);
        assertThat(ticks).hasSizeBetween(2, 3 * most).isSorted().allMatch(scale::holds);
        assertThat(ticks.stream().map(tick -> scale.label(tick, most))).doesNotHaveDuplicates();
    }
}
