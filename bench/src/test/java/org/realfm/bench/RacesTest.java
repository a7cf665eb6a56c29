package org.realfm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The races are of equals, and their arithmetic is right.
class RacesTest {

    @Test
    void theDoubleLoopFindsTheSame() {
        assertThat(ReaderRace.Readings.of(3, 12, 5).agrees()).isTrue();
    }

    @Test
    void whatIsRacedHasAnInterval() {
        assertThat(ReaderRace.Readings.of(8, 200, 6).analyse()).isBetween(0.001, 0.2);
    }

    @Test
    void theIndexFindsWhatALookAtAllFinds() {
        assertThat(HashesRace.Hashes.of(5_000, 200, 4).agrees()).isTrue();
    }

    @Test
    void masksAreMeasured() {
        double[] measured = MasksRace.balls("", 16, 0.6, 1, 1).measured();
        assertThat(measured[0]).isBetween(0.7, 2.0);
        assertThat(measured[1]).isEqualTo(1);
    }

    @Test
    void turnsReportTheMedianOfTheirRatios() {
        Iterator<Double> theirs = List.of(10.0, 30.0, 8.0).iterator();
        Iterator<Double> ours = List.of(1.0, 2.0, 2.0).iterator();
        Turns turns = Turns.of(
                3, () -> Optional.of(new Peer("peer", List.of(7.0), new Times(new double[] {theirs.next()}))),
                () -> new Times(new double[] {ours.next()})).orElseThrow();
        assertThat(turns.ratios().seconds()).containsExactly(4, 10, 15);
        assertThat(turns.line("peer", 5)).isEqualTo("| peer | 10.0 s (8.00 s to 30.0 s, 3 runs) | 2.00 s (1.00 s to 2.00 s, 3 runs) | 10.0 x | 5 x |");
        assertThat(Turns.of(3, Optional::empty, () -> new Times(new double[] {1}))).isEmpty();
    }

    @Test
    void exponentsAreSlopesOfLogarithms() {
        double[] sizes = {10, 100, 1000};
        assertThat(Races.exponent(sizes, new double[] {3, 300, 30_000})).isCloseTo(2, within(1e-12));
    }

    @Test
    void theMedianIsOfTheRuns() {
        List<Integer> runs = new ArrayList<>();
        Times times = Times.of(2, 4, () -> runs.add(0));
        assertThat(runs).hasSize(6);
        assertThat(times.seconds()).hasSize(4).isSorted();
        assertThat(new Times(new double[] {3, 1, 2}).median()).isEqualTo(2);
        assertThat(new Times(new double[] {4, 1, 2, 3}).median()).isEqualTo(2.5);
        assertThat(new Times(new double[] {0.5}).words()).isEqualTo("500 ms (500 ms to 500 ms, 1 runs)");
    }

    @Test
    void aPeerThatIsNotThereIsLeftOut() {
        var data = Peer.data(new double[] {1}, new boolean[] {true}, new int[] {0});
        assertThat(Peer.run("no-such-interpreter", "delong.py", data, 1)).isEmpty();
        Peer.delete(data);
        assertThat(data).doesNotExist();
    }
}
