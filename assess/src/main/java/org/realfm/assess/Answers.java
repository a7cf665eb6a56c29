package org.realfm.assess;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;

/// What one scorer said, by the digest of the stimulus, in the order in which it came: some twenty bytes a stimulus beside
/// its digest, which scorers share. Features are not held; it is known of which stimuli the store has some. Nothing can be
/// removed, and one thread at a time may add; any number may read after that.
final class Answers extends AbstractMap<Digest, Output> {

    private static final float[] NOT_HELD = {};
    private static final int FIRST = 16;
    private static final double FULL = 0.6;

    private Digest[] stimuli = new Digest[FIRST];
    /// NaN where the model gave no score: its words are in `unscored`.
    private double[] scores = new double[FIRST];
    private int size;
    private final Map<Integer, Output> unscored = new HashMap<>();
    private final BitSet featured = new BitSet();
    /// Open addressing: one more than the place of the stimulus, 0 where free.
    private int[] slots = new int[2 * FIRST];

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object stimulus) {
        return stimulus instanceof Digest digest && slots[slot(digest)] > 0;
    }

    @Override
    public @Nullable Output get(@Nullable Object stimulus) {
        return stimulus instanceof Digest digest && slots[slot(digest)] > 0 ? at(slots[slot(digest)] - 1) : null;
    }

    /// Whether the model gave features of a stimulus.
    boolean featured(Digest stimulus) {
        int place = slots[slot(stimulus)] - 1;
        return place >= 0 && featured.get(place);
    }

    @Override
    public @Nullable Output put(Digest stimulus, Output output) {
        return put(stimulus, output, output instanceof Output.Scores given && given.embedding().length > 0);
    }

    /// @param features whether the store has features of this stimulus
    @Nullable Output put(Digest stimulus, Output output, boolean features) {
        int slot = slot(stimulus);
        int place = slots[slot] - 1;
        Output before = place < 0 ? null : at(place);
        if (place < 0) {
            place = size++;
            grow();
            stimuli[place] = stimulus;
            slots[slot(stimulus)] = place + 1;
        }
        unscored.remove(place);
        if (output instanceof Output.Scores given) {
            scores[place] = given.score();
        } else {
            scores[place] = Double.NaN;
            unscored.put(place, output);
        }
        featured.set(place, features);
        return before;
    }

    private Output at(int place) {
        return Double.isNaN(scores[place])
                ? Objects.requireNonNull(unscored.get(place))
                : new Output.Scores(scores[place], NOT_HELD);
    }

    /// Where a stimulus is, or would be put.
    private int slot(Digest stimulus) {
        int mask = slots.length - 1;
        int slot = stimulus.hashCode() & mask; // of a digest any bits are as good as random
        while (slots[slot] > 0 && !stimuli[slots[slot] - 1].equals(stimulus)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        if (size > stimuli.length) {
            stimuli = Arrays.copyOf(stimuli, stimuli.length + stimuli.length / 2);
            scores = Arrays.copyOf(scores, stimuli.length);
        }
        if (size > FULL * slots.length) {
            slots = new int[2 * slots.length];
            for (int place = 0; place < size - 1; place++) {
                slots[slot(stimuli[place])] = place + 1;
            }
        }
    }

    @Override
    public Set<Entry<Digest, Output>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<Digest, Output>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < size;
                    }

                    @Override
                    public Entry<Digest, Output> next() {
                        if (next >= size) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(stimuli[next], at(next++));
                    }
                };
            }
        };
    }
}
