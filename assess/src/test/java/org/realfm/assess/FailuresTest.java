package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.assess.Showing.Listener;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Progress;

class FailuresTest {

    @TempDir
    private Path folder;

    private static List<Output> outputs(int failed, int scored) {
        return Stream.concat(
                        Collections.nCopies(failed, new Output.Failure("no answer")).stream(),
                        Collections.nCopies(scored, new Output.Scores(0.5, new float[0])).stream())
                .map(Output.class::cast)
                .toList();
    }

    @Test
    void aModelIsStoppedWhereMoreThanHalfIsShownToFail() {
        // The lower limits, by R: binom.test(k, n)$conf.int[1]; 32 of 50 gives 0.4919, 33 of 50 gives 0.5123.
        Failures at32 = new Failures();
        assertThat(at32.count(outputs(32, 18))).isEqualTo(32);
        assertThat(at32.tooMany()).isEmpty();
        Failures at33 = new Failures();
        at33.count(outputs(33, 17));
        assertThat(at33.tooMany()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("it failed on 33 of the first 50 showings (rate 0.66, 0.51 to 0.79); first: no answer"));
    }

    @Test
    void fewShowingsStopNothing() {
        Failures failures = new Failures();
        failures.count(outputs(49, 0));
        assertThat(failures.tooMany()).isEmpty();
        failures.count(outputs(1, 0));
        assertThat(failures.tooMany()).isPresent();
    }

    /// Answers the first cases and then fails.
    private record Broken(Listener listener, int answered) implements Model {
        @Override
        public List<Output> predict(List<Content> batch) {
            List<Output> outputs = new ArrayList<>(listener.predict(batch));
            for (int i = 0; i < outputs.size(); i++) {
                if (Integer.parseInt(batch.get(i).caseId().substring("case".length())) >= answered) {
                    outputs.set(i, new Output.Failure("out of order"));
                }
            }
            return outputs;
        }

        @Override
        public Digest weights() {
            return listener.weights();
        }

        @Override
        public Digest preprocessing() {
            return listener.preprocessing();
        }

        @Override
        public String runtime() {
            return "broken";
        }

        @Override
        public boolean interactive() {
            return listener.interactive();
        }

        @Override
        public boolean probabilities() {
            return true;
        }

        @Override
        public void close() {}
    }

    private record Shown(Map<Digest, Answers> said, Map<Digest, String> stopped, long failed) {}

    private Shown show(String name, int threads, Model... models) throws IOException {
        long[] failed = {0};
        Progress progress = new Progress() {
            @Override
            public void stage(String stage, long total) {}

            @Override
            public void done(long steps) {}

            @Override
            public void failed(long times) {
                failed[0] += times;
            }

            @Override
            public void note(String line) {}
        };
        try (ObservationStore store = ObservationStore.open(Files.createDirectories(folder.resolve(name)), false)) {
            Runner runner = new Runner(
                    Showing.cohort(), Showing::picture, store, "salt", Engine.local(threads), progress);
            return new Shown(runner.run(Showing.plan(), Showing.byScorer(models)), runner.stopped(), failed[0]);
        }
    }

    @Test
    void theOthersGoOnAndItStopsAtTheSamePlaceWhateverTheThreadsAndInterruptions() throws IOException {
        Listener sound = new Listener("sound");
        Broken broken = new Broken(new Listener("broken"), 20);
        Digest scorer = OpenModels.scorer(broken);
        Shown one = show("one", 1, broken, sound);
        assertThat(one.stopped()).containsOnlyKeys(scorer);
        assertThat(one.stopped().get(scorer)).contains("of the first 256 showings").endsWith("first: it doesn't like this one");
        assertThat(one.said().get(scorer)).hasSize(Plan.CHUNK);
        assertThat(one.said().get(OpenModels.scorer(sound))).hasSize((int) Showing.plan().size());
        assertThat(broken.listener.shown).as("at most the chunks in flight").hasValueLessThan(3 * Plan.CHUNK + 1);

        Shown eight = show("eight", 8, new Broken(new Listener("broken"), 20), new Listener("sound"));
        assertThat(eight).isEqualTo(one);

        Broken again = new Broken(new Listener("broken"), 20);
        Listener soundAgain = new Listener("sound");
        assertThat(show("one", 2, again, soundAgain)).as("the next run asks no more").isEqualTo(one);
        assertThat(soundAgain.shown).hasValue(0);
        assertThat(again.listener.shown).hasValue(0);
    }

    @Test
    void aTableIsNeverStopped() throws IOException {
        Broken table = new Broken(new Listener("table", false, batch -> {}), 20);
        Shown shown = show("table", 2, table);
        assertThat(shown.stopped()).isEmpty();
        assertThat(Objects.requireNonNull(shown.said().get(OpenModels.scorer(table)))).hasSize(Showing.CASES);
        assertThat(shown.failed()).isEqualTo(Showing.CASES - 20 + 1);
    }
}
