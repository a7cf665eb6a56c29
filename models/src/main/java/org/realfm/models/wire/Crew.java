package org.realfm.models.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Output;
import org.realfm.tables.BadInput;

/// Asks for the cases of a batch in groups, several groups at once, and puts the answers in order. Once a group says
/// that the model cannot go on, no more are asked, now or later.
public final class Crew {

    private final Semaphore places;
    private final AtomicReference<@Nullable BadInput> halted = new AtomicReference<>();

    /// Asks for one group.
    @FunctionalInterface
    public interface Ask {
        /// @return an output for each case, in order
        /// @throws BadInput if the model cannot go on
        List<Output> ask(List<Content> cases);
    }

    /// @param concurrency how many groups are asked for at once, by whomever, at least 1
    public Crew(int concurrency) {
        places = new Semaphore(concurrency);
    }

    /// Asks for a batch.
    ///
    /// @param batch what the model can be shown
    /// @param most cases in a group, at least 1
    /// @throws Halted if the model cannot go on
    public List<Output> ask(List<Content> batch, int most, Ask ask) {
        List<Optional<Output>> outputs = new ArrayList<>(Collections.nCopies(batch.size(), Optional.empty()));
        List<List<Content>> groups = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += most) {
            groups.add(batch.subList(from, Math.min(batch.size(), from + most)));
        }
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Output>>> asked = groups.stream()
                    .map(group -> workers.submit(() -> one(group, ask)))
                    .toList();
            for (int g = 0; g < groups.size(); g++) {
                List<Output> answers = answers(asked.get(g));
                for (int i = 0; i < answers.size(); i++) {
                    outputs.set(g * most + i, Optional.of(answers.get(i)));
                }
            }
        }
        if (outputs.stream().anyMatch(Optional::isEmpty)) {
            throw new Halted(Optional.ofNullable(halted.get()).orElseThrow(), outputs);
        }
        return outputs.stream().map(Optional::orElseThrow).toList();
    }

    /// The outputs of a group; none if it was not asked.
    private List<Output> one(List<Content> cases, Ask ask) throws InterruptedException {
        places.acquire();
        try {
            if (halted.get() != null) {
                return List.of();
            }
            List<Output> outputs = ask.ask(cases);
            if (outputs.size() != cases.size()) {
                throw new IllegalStateException(outputs.size() + " outputs for " + cases.size() + " cases");
            }
            return outputs;
        } catch (BadInput e) {
            halted.compareAndSet(null, e);
            return List.of();
        } finally {
            places.release();
        }
    }

    private static List<Output> answers(Future<List<Output>> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a model", e);
        }
    }
}
