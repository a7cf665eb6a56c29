package org.realfm.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/// A peer and realfm by turns, each for some runs, so that both meet the same state of a machine that others use too.
///
/// @param peer   what the peer found, the last time, with the times of all turns
/// @param ours   realfm's times, of all turns
/// @param ratios of each turn: the peer's median over realfm's
record Turns(Peer peer, Times ours, Times ratios) {

    /// Runs both by turns.
    ///
    /// @return empty if the peer is not there
    static Optional<Turns> of(int turns, Supplier<Optional<Peer>> peer, Supplier<Times> ours) {
        double[] theirSeconds = {};
        double[] ourSeconds = {};
        double[] ratios = new double[turns];
        Optional<Peer> last = Optional.empty();
        for (int turn = 0; turn < turns; turn++) {
            last = peer.get();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            Times theirs = last.get().times();
            Times here = ours.get();
            ratios[turn] = theirs.median() / here.median();
            theirSeconds = joined(theirSeconds, theirs.seconds());
            ourSeconds = joined(ourSeconds, here.seconds());
        }
        Times theirs = new Times(theirSeconds);
        Times here = new Times(ourSeconds);
        return last.map(found -> new Turns(new Peer(found.version(), found.values(), theirs), here, new Times(ratios)));
    }

    private static double[] joined(double[] a, double[] b) {
        return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    /// The line of the table.
    String line(String name, double target) {
        return Races.line(name, peer.times().words(), ours.words(), ratios.median(), target);
    }
}
