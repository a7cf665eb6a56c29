package org.realfm.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.realfm.assess.Assessment;
import org.realfm.assess.Plan;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.imaging.pictures.PictureReader;
import org.realfm.models.tensors.PictureInput;
import org.realfm.run.Progress;

/// What the runner costs beside the network: the stage of `realfm assess` in which cases are shown, against a loop that does
/// nothing but decode the same pictures, make the same tensors of as many and give them to ONNX Runtime on as many threads.
///
/// The runner also makes the changed and repeated pictures that criteria ask for, some of them in batches of one, and keeps
/// every answer on the disk; its time is for each stimulus, the loop's for each picture.
final class RunnerRace {

    private static final OperatingSystemMXBean PROCESSOR =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int CASES = 1_024;
    private static final int SIDE = 64;
    private static final int FILTERS = 96;
    private static final int FEATURES = 64;
    private static final int PROBE = 1;
    private static final int TURNS = 3;
    private static final double LEAST = 0.95;

    private RunnerRace() {}

    /// Seconds, by the clock and of the processor, for one picture.
    private record Cost(double clock, double processor) {}

    /// Thrown when all is shown: what comes after that is not raced.
    private static final class Shown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Looks at the clocks when the stage begins and ends.
    private static final class Watch implements Progress {
        private long stimuli;
        private long clock;
        private long processor;
        private Cost cost = new Cost(0, 0);

        @Override
        public void stage(String name, long total) {
            if (stimuli > 0) {
                cost = new Cost(
                        (System.nanoTime() - clock) / 1e9 / stimuli,
                        (PROCESSOR.getProcessCpuTime() - processor) / 1e9 / stimuli);
                throw new Shown();
            }
            if (name.startsWith("showing")) {
                stimuli = total;
                clock = System.nanoTime();
                processor = PROCESSOR.getProcessCpuTime();
            }
        }

        @Override
        public void done(long steps) {}

        @Override
        public void note(String line) {}
    }

    static Races.Result run() {
        int threads = Runtime.getRuntime().availableProcessors();
        Path folder = ScaleRace.temporary();
        try {
            Path study = PictureStudy.write(folder, CASES, SIDE, FILTERS, FEATURES, PROBE);
            double[] clock = new double[TURNS];
            double[] processor = new double[TURNS];
            double[] loop = new double[TURNS];
            long stimuli = 0;
            bare(folder, threads);
            for (int turn = -1; turn < TURNS; turn++) { // the first does not count
                Watch watch = new Watch();
                try {
                    new Assessment(
                                    study, folder.resolve("out"), Optional.empty(), threads, true, "race", "race", watch,
                                    InstantSource.system())
                            .run();
                    throw new IllegalStateException("no stage came after the showing");
                } catch (Shown shown) {
                    stimuli = watch.stimuli;
                }
                Cost bare = bare(folder, threads);
                if (turn >= 0) {
                    clock[turn] = bare.clock / watch.cost.clock;
                    processor[turn] = bare.processor / watch.cost.processor;
                    loop[turn] = bare.processor;
                }
            }
            Times ofClock = new Times(clock);
            Times ofProcessor = new Times(processor);
            List<String> lines = List.of(
                    String.format(
                            Locale.ROOT,
                            "%,d pictures of %d x %d, %,d stimuli, batches of %d on %d threads; the loop takes %.2f ms of the"
                                    + " processor for a picture. The runner's throughput over the loop's, medians of %d turns:",
                            CASES, SIDE, SIDE, stimuli, Plan.BATCH, threads, 1000 * new Times(loop).median(), TURNS),
                    "",
                    "| measured in | ratio | from | to | target |",
                    "|---|---:|---:|---:|---:|",
                    line("time", ofClock),
                    line("processor time", ofProcessor));
            return new Races.Result(
                    "Showing pictures to a network, against a bare loop of ONNX Runtime", lines,
                    ofClock.median() >= LEAST); // processor time would not show a core that waits
        } finally {
            ScaleRace.delete(folder);
        }
    }

    private static String line(String name, Times ratios) {
        return String.format(
                Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.2f |", name, ratios.median(), ratios.seconds()[0],
                ratios.seconds()[TURNS - 1], LEAST);
    }

    /// The loop.
    private static Cost bare(Path folder, int threads) {
        PictureInput input = new PictureInput("image", SIDE, SIDE, 1, 1 / 255.0, 0.5, 0.29);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session = environment.createSession(folder.resolve("network.onnx").toString(), options);
                    ExecutorService workers = Executors.newFixedThreadPool(threads)) {
                long clock = System.nanoTime();
                long processor = PROCESSOR.getProcessCpuTime();
                AtomicInteger next = new AtomicInteger();
                List<Future<?>> running = new ArrayList<>();
                float[] scores = new float[CASES];
                for (int t = 0; t < threads; t++) {
                    running.add(workers.submit(() -> {
                        for (int from = next.getAndAdd(Plan.BATCH); from < CASES; from = next.getAndAdd(Plan.BATCH)) {
                            batch(folder, environment, session, input, from, scores);
                        }
                        return null;
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
                if (Arrays.equals(scores, new float[CASES])) {
                    throw new IllegalStateException("the network says nothing");
                }
                return new Cost(
                        (System.nanoTime() - clock) / 1e9 / CASES,
                        (PROCESSOR.getProcessCpuTime() - processor) / 1e9 / CASES);
            }
        } catch (OrtException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the race was interrupted", e);
        }
    }

    private static void batch(
            Path folder, OrtEnvironment environment, OrtSession session, PictureInput input, int from, float[] scores)
            throws UnreadableImage, OrtException {
        int n = Math.min(CASES, from + Plan.BATCH) - from;
        FloatBuffer values = FloatBuffer.allocate(n * input.size());
        for (int i = from; i < from + n; i++) {
            values.put(input.inputs(PictureReader.show(PictureFile.of(folder.resolve("films/" + i + ".png")), input.window()))
                    .getFirst());
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), input.shape(n));
                OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
            ((OnnxTensor) result.get("score").orElseThrow()).getFloatBuffer().get(scores, from, n);
        }
    }
}
