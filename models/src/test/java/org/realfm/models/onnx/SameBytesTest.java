package org.realfm.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.models.tensors.ScoreOutput.Activation;

/// A trained network on real films: the same batch has the same bytes whoever asks, and how many ask at once.
class SameBytesTest {

    private static Path data() {
        String shared = Optional.ofNullable(System.getProperty("REALFM_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")))
                .orElse("../shared/data");
        Path data = Path.of(System.getProperty("realfm.root", "..")).resolve(shared).resolve("pneumonia").normalize();
        Assumptions.assumeTrue(Files.isDirectory(data), () -> "skipped: there are no shared films at " + data);
        return data;
    }

    private static OnnxModel careful(Path data) {
        return OnnxModel.open(new OnnxSpec(
                data.resolve("careful.onnx"),
                new PictureInput("image", 28, 28, 1, 1.0 / 255, 0, 1),
                new ScoreOutput("pneumonia", 0, Activation.NONE, Optional.of("embedding"), true)));
    }

    /// Ten batches of 64 films.
    private static List<List<Content>> batches(Path data) throws IOException, UnreadableImage {
        List<Content> films = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data.resolve("images"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().limit(640).toList()) {
                films.add(Content.of(String.valueOf(file.getFileName()), RasterReader.read(file)));
            }
        }
        List<List<Content>> batches = new ArrayList<>();
        for (int from = 0; from < films.size(); from += 64) {
            batches.add(films.subList(from, from + 64));
        }
        return batches;
    }

    @Test
    void howeverManyThreadsAsk() throws Exception {
        Path data = data();
        List<List<Content>> batches = batches(data);
        List<List<Output>> alone = new ArrayList<>();
        try (OnnxModel model = careful(data)) {
            batches.forEach(batch -> alone.add(model.predict(batch)));
        }
        assertThat(alone.stream().flatMap(List::stream)).allMatch(output -> output instanceof Output.Scores);
        assertThat(alone.stream().flatMap(List::stream).distinct().count()).isGreaterThan(500);
        for (int threads : new int[] {1, 2, 8}) {
            try (OnnxModel model = careful(data);
                    ExecutorService workers = Executors.newFixedThreadPool(threads)) {
                List<Callable<List<Output>>> asked = new ArrayList<>();
                for (int repeat = 0; repeat < 3; repeat++) {
                    batches.forEach(batch -> asked.add(() -> model.predict(batch)));
                }
                List<Future<List<Output>>> answers = workers.invokeAll(asked);
                for (int i = 0; i < answers.size(); i++) {
                    // Scores and features are compared bit by bit.
                    assertThat(answers.get(i).get()).as(threads + " threads").isEqualTo(alone.get(i % 10));
                }
            }
        }
    }
}
