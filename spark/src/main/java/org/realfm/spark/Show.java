package org.realfm.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.Function;
import org.realfm.assess.Engine;
import org.realfm.assess.Presentation;
import org.realfm.ledger.Digest;
import org.realfm.models.Model;
import org.realfm.models.onnx.OnnxModel;
import org.realfm.spark.Shown.Fault;
import org.realfm.spark.Shown.Network;
import org.realfm.spark.Shown.Reply;
import org.realfm.spark.Shown.Task;
import org.realfm.tables.BadInput;

/// Shows chunks on an executor. A network is opened by the first task that needs it and stays open as long as the
/// executor lives, for all its tasks.
///
/// What goes wrong is handed back and not thrown: Spark would log it, and it may name a file that is named after a patient.
final class Show implements Function<byte[], byte[]> {

    private static final long serialVersionUID = 1L;

    private static final Map<Digest, Model> OPEN = new ConcurrentHashMap<>();

    /// Held by every task; a network that computes must not be closed under it, and Spark does not wait for what it cancels.
    private static final ReadWriteLock USE = new ReentrantReadWriteLock();

    private final byte[] networks;

    Show(List<Network> networks) {
        this.networks = Wire.bytes(new ArrayList<>(networks));
    }

    @Override
    public byte[] call(byte[] task) {
        String executor = SparkEnv.get().executorId();
        AtomicInteger opened = new AtomicInteger();
        USE.readLock().lock();
        try {
            return Wire.bytes(show(executor, Wire.value(task, Task.class), opened));
        } catch (RuntimeException e) {
            return Wire.bytes(new Reply(executor, opened.get(), new LinkedHashMap<>(), Optional.of(Fault.of(e))));
        } finally {
            USE.readLock().unlock();
        }
    }

    private Reply show(String executor, Task task, AtomicInteger opened) {
        Map<Digest, Model> models = new LinkedHashMap<>();
        for (Object each : Wire.value(networks, List.class)) {
            Network network = (Network) each;
            if (task.asked().told().containsKey(network.scorer())) {
                models.put(network.scorer(), OPEN.computeIfAbsent(network.scorer(), scorer -> {
                    opened.incrementAndGet();
                    return open(network);
                }));
            }
        }
        ExecutorPictures pictures = ExecutorPictures.of(task.places());
        return new Reply(
                executor,
                opened.get(),
                new Presentation(stimulus -> Presentation.Known.NOTHING, pictures, models, task.most()).show(task.asked(), Engine.SoFar.NOBODY).said(),
                Optional.empty());
    }

    private static Model open(Network network) {
        OnnxModel model = OnnxModel.open(network.spec().at(Path.of(SparkFiles.get(network.file()))));
        if (!model.scorer().equals(network.scorer())) {
            String runtime = model.runtime();
            model.close();
            throw new BadInput(
                    network.spec().file().toString(),
                    "is another model on an executor, which runs it by " + runtime,
                    "Give all executors the same realfm, on the same kind of machine");
        }
        return model;
    }

    /// Closes what is open in this process, when no task needs it any more.
    static void close() {
        USE.writeLock().lock();
        try {
            OPEN.values().forEach(Model::close);
            OPEN.clear();
        } finally {
            USE.writeLock().unlock();
        }
    }
}
