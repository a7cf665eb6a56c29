package org.realfm.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;
import org.realfm.assess.Engine;
import org.realfm.assess.Engine.Asked;
import org.realfm.assess.Engine.Job;
import org.realfm.assess.Engine.Seen;
import org.realfm.assess.Engine.SoFar;
import org.realfm.assess.Plan;
import org.realfm.ledger.Digest;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.onnx.OnnxModel;
import org.realfm.run.Stimulus;
import org.realfm.spark.Shown.Network;
import org.realfm.spark.Shown.Place;
import org.realfm.spark.Shown.Reply;
import org.realfm.spark.Shown.Task;
import org.realfm.tables.BadInput;

/// A run on Spark. A chunk is a job of one task, so that what comes back can be kept in the order of the plan, chunk by
/// chunk, while later ones are under way; a task whose executor is lost is shown by another. Spark is started when the
/// first chunk is to be shown: a run that finds everything in the store needs none.
final class SparkRun implements Engine.Session {

    private final Job job;
    private final Optional<String> master;
    private final int threads;
    private final Engine.Session here;
    private final SequencedMap<Digest, OnnxModel> networks = new LinkedHashMap<>();
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final Set<String> executors = new TreeSet<>();
    private int chunks;
    private int opened;
    private volatile boolean closing;
    private @Nullable Started spark;

    /// Spark, with the networks handed to it.
    private record Started(JavaSparkContext context, NetworkFiles files, Show show) {}

    SparkRun(Job job, Optional<String> master, int threads) {
        this.job = job;
        this.master = master;
        this.threads = threads;
        here = Engine.local(threads).open(job);
        job.models().forEach((scorer, model) -> {
            OnnxModel network = sent(model);
            if (network != null) {
                networks.put(scorer, network);
            }
        });
        long stay = job.models().values().stream()
                .filter(model -> model.interactive() && sent(model) == null)
                .count();
        if (stay > 0) {
            job.progress().note(stay + (stay == 1 ? " model is" : " models are") + " asked by this process and not by Spark's"
                    + " executors: only ONNX files that are shown pictures alone are sent to them");
        }
    }

    /// The network, if executors run it. Clinical records stay in this process.
    private static @Nullable OnnxModel sent(Model model) {
        return model instanceof OnnxModel network && network.spec().takes().record().isEmpty() ? network : null;
    }

    @Override
    public int ahead() {
        Started started = spark;
        return 2 * Math.max(threads, started == null ? 0 : started.context.defaultParallelism());
    }

    @Override
    public Future<Seen> show(Asked asked, SoFar soFar) {
        tell();
        SequencedMap<Digest, Set<Digest>> there = new LinkedHashMap<>();
        SequencedMap<Digest, Set<Digest>> rest = new LinkedHashMap<>();
        asked.told().forEach((scorer, told) -> (networks.containsKey(scorer) ? there : rest).put(scorer, told));
        Future<Seen> answered = here.show(asking(asked, rest), soFar);
        if (there.isEmpty()) {
            return answered;
        }
        Started started = started();
        byte[] task = Wire.bytes(new Task(asking(asked, there), places(asked.chunk()), Plan.batch(job.cohort())));
        JavaFutureAction<List<byte[]>> action;
        try {
            action = started.context.parallelize(List.of(task), 1).map(started.show).collectAsync();
        } catch (IllegalStateException e) { // it was stopped
            throw fault(e);
        }
        return waiting.submit(together(asked, answered, action));
    }

    private static Asked asking(Asked asked, SequencedMap<Digest, Set<Digest>> told) {
        return new Asked(asked.number(), asked.chunk(), asked.digests(), told);
    }

    private Map<Integer, Place> places(List<Stimulus> chunk) {
        Map<Integer, Place> places = new HashMap<>();
        for (Stimulus stimulus : chunk) {
            job.cohort().image(stimulus.row()).ifPresent(file -> places.put(
                    stimulus.row(),
                    new Place(file, job.cohort().columns().content()[stimulus.row()])));
        }
        return places;
    }

    /// What was said here and there, by the scorers in their order.
    private Callable<Seen> together(Asked asked, Future<Seen> answered, JavaFutureAction<List<byte[]>> action) {
        return () -> {
            Reply reply = Wire.value(result(action).getFirst(), Reply.class);
            if (reply.fault().isPresent()) {
                throw reply.fault().get().exception();
            }
            synchronized (executors) {
                executors.add(reply.executor());
                opened += reply.opened();
                chunks++;
            }
            Seen seen;
            try {
                seen = answered.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
            SequencedMap<Digest, Map<Digest, Output>> said = new LinkedHashMap<>();
            for (Digest scorer : asked.told().sequencedKeySet()) {
                Map<Digest, Output> outputs =
                        networks.containsKey(scorer) ? reply.said().get(scorer) : seen.said().get(scorer);
                if (outputs != null) {
                    said.put(scorer, outputs);
                }
            }
            return new Seen(said, seen.stop());
        };
    }

    private static List<byte[]> result(JavaFutureAction<List<byte[]>> action) throws InterruptedException {
        try {
            return action.get();
        } catch (ExecutionException e) {
            throw fault(e.getCause() == null ? e : e.getCause());
        }
    }

    private static BadInput fault(Throwable e) {
        if (ShutdownHookManager.inShutdown()) {
            // Somebody stops this process, and Spark is stopped first: what is kept is kept, and nothing failed.
            while (true) {
                LockSupport.park();
            }
        }
        return new BadInput(
                SparkEngine.NAME,
                "a chunk could not be shown: " + firstLine(e),
                "Look into the logs of the executors; they may need more memory (-Dspark.executor.memory=4g in"
                        + " REALFM_JAVA_OPTS), or the same realfm. What was seen is kept");
    }

    private Started started() {
        Started started = spark;
        if (started == null) {
            JavaSparkContext context = SparkSettings.start(master, threads);
            NetworkFiles files = new NetworkFiles();
            try {
                context.sc().addSparkListener(new Losses());
                List<Network> sent = new ArrayList<>();
                networks.forEach((scorer, network) -> sent.add(
                        new Network(scorer, network.spec(), files.add(context, network.weights(), network.spec().file()))));
                started = new Started(context, files, new Show(sent));
            } catch (RuntimeException e) {
                context.close();
                files.close();
                throw e;
            }
            spark = started;
        }
        return started;
    }

    /// Hears of executors that are lost.
    private final class Losses extends SparkListener {
        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
            if (!closing) {
                notes.add("Spark lost executor " + removed.executorId() + "; what it was showing is shown by another");
            }
        }
    }

    /// Notes come from Spark's threads; progress is told from the caller's.
    private void tell() {
        for (String note = notes.poll(); note != null; note = notes.poll()) {
            job.progress().note(note);
        }
    }

    @Override
    public void close() {
        closing = true;
        tell();
        waiting.shutdownNow();
        Started started = spark;
        if (started != null) {
            started.context.close();
            started.files.close();
            Show.close();
            synchronized (executors) {
                job.progress().note(String.format(
                        Locale.ROOT,
                        "Spark showed %d chunks on %d executor%s, which opened a network %d time%s",
                        chunks, executors.size(), executors.size() == 1 ? "" : "s", opened, opened == 1 ? "" : "s"));
            }
        }
        here.close();
    }

    static String firstLine(Throwable fault) {
        return Objects.requireNonNullElse(fault.getMessage(), fault.toString()).lines().findFirst().orElse("unknown");
    }
}
