package org.realfm.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.imaging.interventions.Intervention;
import org.realfm.run.Criterion;
import org.realfm.run.Stimulus;
import org.realfm.stats.Seeds;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// What is shown to the models: every distinct stimulus once, in chunks. A chunk is the unit of work, of durability and
/// of resumption, and holds the same stimuli whenever the study and its cohort are the same, so that batches, and with
/// them the last bits of a score, do not depend on threads or interruptions.
///
/// @param chunks in order; a chunk holds at most [#CHUNK] stimuli
public record Plan(List<List<Stimulus>> chunks) {

    /// The largest number of stimuli in a chunk.
    public static final int CHUNK = 256;

    /// The largest number of stimuli in a batch.
    public static final int BATCH = 64;

    public Plan {
        chunks = List.copyOf(chunks);
    }

    /// The union of what the criteria ask for and the cases of the evaluation and tuning parts.
    public static Plan of(Study study, Cohort cohort, List<Criterion> criteria) {
        SequencedSet<Stimulus> wanted = new LinkedHashSet<>();
        Stream.of(Split.EVALUATE, Split.TUNE)
                .flatMapToInt(split -> IntStream.of(cohort.rows(split)))
                .mapToObj(Stimulus::of)
                .forEach(wanted::add);
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.OfSubject ofSubject) {
                ofSubject.stimuli(study, cohort).forEach(wanted::add);
            }
        }
        Comparator<Stimulus> order = Comparator.comparingInt(Stimulus::repeat)
                .thenComparing(Stimulus::alone)
                .thenComparingLong(stimulus -> stimulus.repeat() == 0 ? stimulus.row() : shuffled(stimulus))
                .thenComparingInt(Stimulus::row)
                .thenComparing(stimulus ->
                        stimulus.intervention().map(Intervention::id).orElse(""))
                .thenComparingLong(Stimulus::seed)
                .thenComparing(stimulus -> String.join(",", stimulus.without()));
        List<Stimulus> all = wanted.stream().sorted(order).toList();
        List<List<Stimulus>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return new Plan(chunks);
    }

    /// The number of stimuli.
    public long size() {
        return chunks.stream().mapToLong(List::size).sum();
    }

    /// The number of cases that are shown as they are for the first time: what a table of predictions can answer.
    long cases() {
        return chunks.stream()
                .flatMap(List::stream)
                .filter(Stimulus::asItIs)
                .count();
    }

    /// The largest number of stimuli in a batch of this cohort: 1 for volumes, so that no more are in memory.
    public static int batch(Cohort cohort) {
        return cohort.columns().volumes() ? 1 : BATCH;
    }

    /// The batches of a chunk: stimuli that must be alone each in their own, the others together.
    ///
    /// @param most stimuli in a batch
    static List<List<Stimulus>> batches(List<Stimulus> chunk, int most) {
        List<List<Stimulus>> batches = new ArrayList<>();
        List<Stimulus> together = new ArrayList<>();
        for (Stimulus stimulus : chunk) {
            if (stimulus.alone()) {
                batches.add(List.of(stimulus));
                continue;
            }
            together.add(stimulus);
            if (together.size() == most) {
                batches.add(List.copyOf(together));
                together.clear();
            }
        }
        if (!together.isEmpty()) {
            batches.add(List.copyOf(together));
        }
        return batches;
    }

    /// Repeats are shown in another company each time: every repeat has a permutation of rows of its own.
    private static long shuffled(Stimulus stimulus) {
        return Seeds.derive(stimulus.repeat(), "company", stimulus.row());
    }
}
