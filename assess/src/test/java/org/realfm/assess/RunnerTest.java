package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.assess.Showing.Listener;
import org.realfm.assess.Showing.Ran;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.run.Features;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;

class RunnerTest {

    private static final int STIMULI = 820;

    @TempDir
    private Path folder;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static Path parquet(Path folder) {
        return folder.resolve("observations.parquet");
    }

    private static Answers said(Ran ran, Listener model) {
        return Objects.requireNonNull(ran.said().get(OpenModels.scorer(model)));
    }

    private static Digest digest(Stimulus stimulus) {
        return stimulus.digest(Showing.cohort(), "salt");
    }

    @Test
    void everyStimulusIsShownOnceToEveryModel() throws IOException {
        Listener a = new Listener("a");
        Listener b = new Listener("b");
        Ran ran = Showing.run(folder("out"), 2, a, b);
        assertThat(a.shown).hasValue(STIMULI);
        assertThat(b.shown).hasValue(STIMULI);
        assertThat(ran.shown()).isEqualTo(2 * STIMULI);
        assertThat(ran.resumed()).isZero();
        for (Listener model : List.of(a, b)) {
            assertThat(said(ran, model)).hasSize(STIMULI);
            Showing.plan().chunks().forEach(chunk -> chunk.forEach(stimulus ->
                    assertThat(said(ran, model)).containsKey(digest(stimulus))));
        }
        assertThat(said(ran, a)).isNotEqualTo(said(ran, b));
        assertThat(folder.resolve("out").resolve("observations.journal")).doesNotExist();
    }

    @Test
    void featuresAreKeptOfCasesAsTheyAreOnlyAndFailuresAreKept() throws IOException {
        Listener a = new Listener("a");
        Answers said = said(Showing.run(folder("out"), 1, a), a);
        Answers again = said(Showing.run(folder("out"), 1, a), a);
        assertThat(again).as("from the file").isEqualTo(said);
        try (ObservationStore store = ObservationStore.open(folder.resolve("out"), false)) {
            Features features = store.features(OpenModels.scorer(a), said);
            for (List<Stimulus> chunk : Showing.plan().chunks()) {
                Map<Digest, float[]> read =
                        features.of(chunk.stream().map(RunnerTest::digest).toList());
                for (Stimulus stimulus : chunk) {
                    boolean asItIs = stimulus.equals(Stimulus.of(stimulus.row()));
                    switch (Objects.requireNonNull(said.get(digest(stimulus)))) {
                        case Output.Failure failure -> {
                            assertThat(stimulus.row()).isEqualTo(13);
                            assertThat(failure.reason()).isEqualTo("it doesn't like this one");
                            assertThat(read).doesNotContainKey(digest(stimulus));
                        }
                        case Output.Refusal refusal -> throw new AssertionError(refusal);
                        case Output.Scores scores -> {
                            assertThat(scores.embedding()).as("not held").isEmpty();
                            assertThat(features.has(digest(stimulus))).isEqualTo(asItIs);
                            assertThat(read.getOrDefault(digest(stimulus), new float[0])).hasSize(asItIs ? 2 : 0);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aModelThatCannotBeShownAnythingNewIsShownTheCasesAsTheyAre() throws IOException {
        Listener table = new Listener("table", false, batch -> {});
        Listener network = new Listener("network");
        Ran ran = Showing.run(folder("out"), 2, table, network);
        assertThat(table.shown).hasValue(Showing.CASES);
        assertThat(said(ran, table)).hasSize(Showing.CASES);
        assertThat(said(ran, network)).hasSize(STIMULI);
        Ran again = Showing.run(folder("out"), 2, table, network);
        assertThat(again.shown()).isZero();
        assertThat(table.shown).hasValue(Showing.CASES);
        assertThat(again.said()).isEqualTo(ran.said());
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        Ran one = Showing.run(folder("1"), 1, new Listener("a"), new Listener("b"));
        for (int threads : new int[] {2, 3, 8}) {
            Path other = folder(threads + "");
            assertThat(Showing.run(other, threads, new Listener("a"), new Listener("b"))).isEqualTo(one);
            assertThat(parquet(other)).hasSameBinaryContentAs(parquet(folder("1")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7, 9, 12, 20, 30})
    void whereverItStopsTheNextRunGoesOnAndEndsWithTheSameBytes(int batch) throws IOException {
        Ran undisturbed = Showing.run(folder("undisturbed"), 1, new Listener("a"), new Listener("b"));
        Path out = folder("out");
        Listener stopping = new Listener("b", true, at -> {
            if (at == batch) {
                throw new IllegalStateException("power is gone");
            }
        });
        Listener before = new Listener("a");
        assertThatThrownBy(() -> Showing.run(out, 1, before, stopping)).hasMessage("power is gone");
        assertThat(parquet(out)).doesNotExist();

        Listener a = new Listener("a");
        Listener b = new Listener("b");
        Ran resumed = Showing.run(out, 1, a, b);
        assertThat(resumed.said()).isEqualTo(undisturbed.said());
        assertThat(parquet(out)).hasSameBinaryContentAs(parquet(folder("undisturbed")));
        assertThat(resumed.shown() + resumed.resumed()).isEqualTo(2 * STIMULI);
        // Chunks that were done are not shown again; the one in flight is, as a whole.
        assertThat(resumed.resumed() % Plan.CHUNK).isZero();
        assertThat(a.shown.get()).isEqualTo(b.shown.get()).isEqualTo(STIMULI - resumed.resumed() / 2);
        if (batch >= 4) {
            assertThat(resumed.resumed()).isPositive();
        }
    }

    @Test
    void aChunkThatTakesItsTimeIsKeptBatchByBatch() throws IOException {
        Ran undisturbed = Showing.run(folder("undisturbed"), 1, new Listener("a"));
        Path out = folder("out");
        Listener slow = new Listener("a", true, at -> {
            if (at == 2) {
                throw new IllegalStateException("power is gone");
            }
            try {
                Thread.sleep(1_300); // the runner waits for a second
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> Showing.run(out, 1, slow)).hasMessage("power is gone");

        Listener next = new Listener("a");
        Ran resumed = Showing.run(out, 1, next);
        assertThat(resumed.resumed()).as("whole batches of the first chunk").isIn((long) Plan.BATCH, 2L * Plan.BATCH);
        assertThat(next.shown).hasValue((int) (STIMULI - resumed.resumed()));
        assertThat(resumed.said()).isEqualTo(undisturbed.said());
        assertThat(parquet(out)).hasSameBinaryContentAs(parquet(folder("undisturbed")));
    }

    @Test
    void modelsAddedLaterAreShownAllAndTheOthersNothing() throws IOException {
        Ran together = Showing.run(folder("together"), 2, new Listener("a"), new Listener("b"));
        Path out = folder("out");
        Showing.run(out, 2, new Listener("a"));
        Listener a = new Listener("a");
        Listener b = new Listener("b");
        Ran ran = Showing.run(out, 2, a, b);
        assertThat(a.shown).hasValue(0);
        assertThat(b.shown).hasValue(STIMULI);
        assertThat(ran.shown()).isEqualTo(STIMULI);
        assertThat(ran.resumed()).isEqualTo(STIMULI);
        assertThat(ran.said()).isEqualTo(together.said());
        assertThat(parquet(out)).hasSameBinaryContentAs(parquet(folder("together")));
    }

    @Test
    void whatIsKnownIsNotReplacedByWhatIsSaidLater() throws IOException {
        Listener a = new Listener("a");
        Plan cases = Plan.of(Showing.study(), Showing.cohort(), List.of());
        Ran first = Showing.run(folder("out"), 1, cases, a);
        // A longer plan has other chunks, and the last cases are shown again with other company.
        Ran longer = Showing.run(folder("out"), 1, a);
        assertThat(said(longer, a)).containsAllEntriesOf(said(first, a)).hasSize(STIMULI);
        assertThat(longer.shown()).isEqualTo(STIMULI - Showing.CASES);
    }

    /// Another process: shows the plan, says when a chunk is kept, and at the given batch stops to answer until it is
    /// killed.
    public static void main(String[] arguments) {
        int batch = Integer.parseInt(arguments[1]);
        Listener stuck = new Listener("a", true, at -> {
            while (at == batch) {
                Thread.onSpinWait();
            }
        });
        Showing.run(Path.of(arguments[0]), 1, Showing.plan(), new SaysWhatIsKept(), stuck);
    }

    private static final class SaysWhatIsKept implements Progress {
        @Override
        public void stage(String name, long total) {
            System.out.println("begun");
        }

        @Override
        public void done(long steps) {
            System.out.println("kept");
        }

        @Override
        public void note(String line) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aKilledProcessLosesWhatWasInFlightOnly(int chunks) throws Exception {
        Path out = folder("out");
        // A chunk has four batches; the process is stuck in the second batch of the chunk after those that are kept.
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunnerTest.class.getName(),
                        out.toString(),
                        String.valueOf(4 * chunks + 1))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("begun");
            for (int chunk = 0; chunk < chunks; chunk++) {
                assertThat(said.readLine()).isEqualTo("kept");
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
        Listener a = new Listener("a");
        Ran resumed = Showing.run(out, 2, a);
        assertThat(resumed.resumed()).isEqualTo((long) chunks * Plan.CHUNK);
        assertThat(a.shown.get()).isEqualTo(STIMULI - resumed.resumed());
        Ran undisturbed = Showing.run(folder("undisturbed"), 1, new Listener("a"));
        assertThat(resumed.said()).isEqualTo(undisturbed.said());
        assertThat(parquet(out)).hasSameBinaryContentAs(parquet(folder("undisturbed")));
    }
}
