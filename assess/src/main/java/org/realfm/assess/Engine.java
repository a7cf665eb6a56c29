package org.realfm.assess;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Pictures;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.tables.BadInput;

/// Where the chunks of a plan are shown to the models. What is to be shown, what is kept and what it means is decided by
/// the process that runs the assessment; an engine shows a chunk as [Presentation] does, wherever that is, so that the
/// answers are the same bits.
public interface Engine {

    /// Shows in this process, this many chunks at once.
    static Engine local(int threads) {
        return new LocalEngine(threads);
    }

    /// Its name, for the `run` block of the evidence: `local`.
    String name();

    /// Begins a run.
    ///
    /// @throws BadInput if it cannot
    Session open(Job job);

    /// What a run shows to whom.
    ///
    /// @param cohort   of whom
    /// @param pictures their pictures, as this process reads them
    /// @param models   the models by the digest of their scorer
    /// @param progress who is told what a user should know; to be called from the thread that calls the engine only
    record Job(Cohort cohort, Pictures pictures, SequencedMap<Digest, Model> models, Progress progress) {}

    /// A run. Its methods are called from one thread.
    interface Session extends AutoCloseable {

        /// How many chunks should be under way, so that nobody waits for work.
        int ahead();

        /// Begins to show a chunk. What goes wrong with the run, not with a single stimulus, comes out of the future as an
        /// exception: a [BadInput] where the user can mend it.
        ///
        /// @param soFar is told what was said of single batches as they are done, where that is known; from any thread
        Future<Seen> show(Asked asked, SoFar soFar);

        /// Ends the run; what is still under way is lost.
        @Override
        void close();
    }

    /// Is told what a scorer said of a batch.
    @FunctionalInterface
    interface SoFar {

        /// Nobody wants to know.
        SoFar NOBODY = (scorer, outputs) -> {};

        /// @param outputs by stimulus; not written to by anybody
        void said(Digest scorer, Map<Digest, Output> outputs);
    }

    /// A chunk to be shown.
    ///
    /// @param number  its number in the plan, from 0
    /// @param chunk   what is to be shown
    /// @param digests of the stimuli, in the same order
    /// @param told    the scorers that have not yet seen all of it, in order, with what need not be shown to them again: of
    ///                models for which a batch means nothing
    record Asked(int number, List<Stimulus> chunk, List<Digest> digests, SequencedMap<Digest, Set<Digest>> told) {

        /// Whether a scorer has already answered to a stimulus, and need not do so again.
        boolean told(Digest scorer, @Nullable Digest stimulus) {
            return told.getOrDefault(scorer, Set.of()).contains(stimulus);
        }
    }

    /// What was said of a chunk.
    ///
    /// @param said by scorer and stimulus; may be written to by who receives it
    /// @param stop why a model could not go on, if one could not
    record Seen(SequencedMap<Digest, Map<Digest, Output>> said, Optional<BadInput> stop) {}
}
