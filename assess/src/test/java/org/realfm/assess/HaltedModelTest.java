package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.assess.Showing.Listener;
import org.realfm.assess.Showing.Ran;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.tables.BadInput;

/// A model with a purse: when it is empty the run stops, what was paid for is kept, and nothing is paid for twice.
class HaltedModelTest {

    private static final int STIMULI = 820;

    @TempDir
    private Path folder;

    private static final class Payer extends TestModel {
        private final AtomicInteger purse;
        private final boolean oneByOne;
        final AtomicInteger paid = new AtomicInteger();

        Payer(int purse, boolean oneByOne) {
            super("payer");
            this.purse = new AtomicInteger(purse);
            this.oneByOne = oneByOne;
        }

        @Override
        public List<Output> predict(List<Content> batch) {
            List<Optional<Output>> outputs = new ArrayList<>();
            for (Content content : batch) {
                if (purse.getAndDecrement() <= 0) {
                    outputs.add(Optional.empty());
                    continue;
                }
                paid.incrementAndGet();
                String seen = content.caseId() + content.picture().map(picture -> picture.plane(PictureWindow.FILE).canonicalSha256()).orElse("");
                outputs.add(Optional.of(new Output.Scores(
                        Integer.parseInt(Digest.of(seen).hex().substring(0, 6), 16) / 1e8, new float[0])));
            }
            if (outputs.stream().anyMatch(Optional::isEmpty)) {
                throw new Halted(new BadInput("purse", "is empty", "Fill it"), outputs);
            }
            return outputs.stream().map(Optional::orElseThrow).toList();
        }

        @Override
        public boolean oneByOne() {
            return oneByOne;
        }
    }

    private Path out(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "63, 1", "64, 3", "300, 1", "300, 3", "819, 2"})
    void nothingIsPaidForTwice(int purse, int threads) throws IOException {
        Path out = out("out");
        Payer poor = new Payer(purse, true);
        assertThatThrownBy(() -> Showing.run(out, threads, poor)).isInstanceOf(BadInput.class).hasMessageContaining("is empty");
        assertThat(poor.paid).hasValue(purse);
        Payer rich = new Payer(10_000, true);
        Ran resumed = Showing.run(out, threads, rich);
        assertThat(rich.paid).hasValue(STIMULI - purse);
        assertThat(resumed.shown() + resumed.resumed()).isEqualTo(STIMULI);
        assertThat(resumed.said()).isEqualTo(Showing.run(out("undisturbed"), 1, new Payer(10_000, true)).said());
        assertThat(out.resolve("observations.parquet"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/observations.parquet"));
    }

    @Test
    void aModelThatSeesBatchesIsShownTheWholeChunkAgain() throws IOException {
        Path out = out("out");
        assertThatThrownBy(() -> Showing.run(out, 1, new Payer(300, false))).isInstanceOf(BadInput.class);
        Payer rich = new Payer(10_000, false);
        Showing.run(out, 1, rich);
        assertThat(rich.paid).hasValue(STIMULI - Plan.CHUNK);
    }

    @Test
    void theOtherModelsKeepWhatTheySaidOfTheChunksUnderWay() throws IOException {
        Path out = out("out");
        Listener other = new Listener("a");
        assertThatThrownBy(() -> Showing.run(out, 1, other, new Payer(600, true))).hasMessageContaining("is empty");
        Listener again = new Listener("a");
        Showing.run(out, 1, again, new Payer(10_000, true));
        assertThat(again.shown.get()).isLessThanOrEqualTo(STIMULI - 2 * Plan.CHUNK);
    }
}
