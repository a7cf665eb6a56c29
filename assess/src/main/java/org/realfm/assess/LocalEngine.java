package org.realfm.assess;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Shows chunks on threads of this process.
///
/// @param threads how many chunks at once
record LocalEngine(int threads) implements Engine {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Session open(Job job) {
        Presentation presentation = new Presentation(
                stimulus -> Presentation.Known.of(job.cohort(), stimulus), job.pictures(), job.models(), Plan.batch(job.cohort()));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        return new Session() {
            @Override
            public int ahead() {
                return 2 * threads;
            }

            @Override
            public Future<Seen> show(Asked asked, SoFar soFar) {
                return workers.submit(() -> presentation.show(asked, soFar));
            }

            @Override
            public void close() {
                workers.close();
            }
        };
    }
}
