package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Rows in order.
class OrderTest {

    @Property(tries = 300)
    void everyRowOnceAscendingWithItsTies(@ForAll @Size(max = 40) @IntRange(min = -3, max = 3) int[] codes) {
        double[] value = Arrays.stream(codes).asDoubleStream().toArray();
        Order order = Order.ascending(value);
        assertThat(Arrays.stream(order.row()).sorted().distinct().count()).isEqualTo(codes.length);
        assertThat(order.end().length).isEqualTo((int) Arrays.stream(codes).distinct().count());
        int group = 0;
        for (int k = 1; k < codes.length; k++) {
            boolean tied = value[order.row()[k]] == value[order.row()[k - 1]];
            assertThat(value[order.row()[k]]).isGreaterThanOrEqualTo(value[order.row()[k - 1]]);
            assertThat(tied).isEqualTo(order.end()[group] != k);
            group += tied ? 0 : 1;
        }
    }

    @Test
    void infinityZeroAndNothing() {
        assertThat(Order.ascending(new double[] {0.0, Double.POSITIVE_INFINITY, -0.0, Double.NEGATIVE_INFINITY}))
                .satisfies(order -> {
                    assertThat(order.row()).containsExactly(3, 0, 2, 1);
                    assertThat(order.end()).containsExactly(1, 3, 4);
                });
        assertThat(Order.ascending(new double[0]).end()).isEmpty();
        assertThatThrownBy(() -> Order.ascending(new double[] {Double.NaN})).hasMessageContaining("NaN");
    }
}
