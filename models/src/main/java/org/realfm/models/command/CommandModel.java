package org.realfm.models.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.models.Artefact;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.wire.Secrets;
import org.realfm.tables.BadInput;
import tools.jackson.databind.JsonNode;

/// A model that is a program: supervised, limited in time and output, started again after a crash.
///
/// A picture on which the program crashes is shown once more, alone, to a new process; if that crashes too, the picture
/// is a failure with the reason and the end of what the program wrote to standard error. A program that gives no answer in
/// time, or one that is not of the protocol, counts as crashed. When it has to be started too often without an answer
/// between, the model is [Halted].
public final class CommandModel implements Model {

    private static final String FATAL = "the program failed on this picture: ";

    private final CommandSpec spec;
    private final Map<String, String> environment;
    private final Secrets secrets;
    private final Digest weights;
    private final BlockingQueue<Seat> seats;
    private final Set<Program> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger fruitless = new AtomicInteger();
    private final AtomicReference<@Nullable BadInput> halted = new AtomicReference<>();
    private final Thread atExit = new Thread(this::killAll);
    private volatile String runtime = "";

    /// A place for one process; empty until it is needed.
    private static final class Seat {
        private @Nullable Program program;
        private long asked;
    }

    private CommandModel(CommandSpec spec, Map<String, String> environment, Secrets secrets) {
        this.spec = spec;
        this.environment = environment;
        this.secrets = secrets;
        this.weights = weights(spec);
        this.seats = new ArrayBlockingQueue<>(spec.processes());
        for (int i = 0; i < spec.processes(); i++) {
            seats.add(new Seat());
        }
    }

    /// Starts the program and waits until it is ready.
    ///
    /// @throws BadInput if a file cannot be read, a variable is not set, or the program does not say that it is ready
    public static CommandModel open(CommandSpec spec) {
        return open(spec, System::getenv);
    }

    /// Starts the program with the variables of another environment.
    static CommandModel open(CommandSpec spec, Function<String, @Nullable String> lookup) {
        Map<String, String> environment = new HashMap<>();
        for (String name : spec.environment()) {
            String value = lookup.apply(name);
            if (value == null) {
                throw new BadInput(
                        spec.program().toString(),
                        "the environment variable " + name + " is not set, which the study file says the program needs",
                        "Set it, or take it out of 'environment'");
            }
            environment.put(name, value);
        }
        Secrets secrets = Secrets.of(environment.values());
        String path = lookup.apply("PATH");
        environment.putIfAbsent("PATH", path == null ? "" : path);
        CommandModel model = new CommandModel(spec, environment, secrets);
        Runtime.getRuntime().addShutdownHook(model.atExit);
        try {
            model.first();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void first() {
        Seat seat = seats.remove();
        seats.add(seat);
        try {
            start(seat);
        } catch (Program.Died e) {
            throw new BadInput(
                    spec.program().toString(),
                    "the program did not become ready: " + e.getMessage(),
                    "It must first write {\"realfm\": 1, \"name\": ..., \"version\": ...} on a line; see"
                            + " docs/model-command.md");
        }
    }

    private static Digest weights(CommandSpec spec) {
        List<String> parts = new ArrayList<>(List.of("command", Artefact.digest(spec.program()).hex()));
        for (String argument : spec.arguments()) {
            parts.add(argument);
            named(spec.folder(), argument).ifPresent(file -> parts.add(Artefact.digest(file).hex()));
        }
        parts.add("files");
        spec.files().forEach(file -> parts.add(Artefact.digest(file).hex()));
        return Digest.of(parts.toArray(String[]::new));
    }

    private static Optional<Path> named(Path folder, String argument) {
        try {
            return Optional.of(folder.resolve(argument)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public Digest weights() {
        return weights;
    }

    @Override
    public Digest preprocessing() {
        return Digest.of(Stream.concat(
                        Stream.of("command", "png", spec.pictures().name(), spec.probabilities() ? "probability" : "ordinal"),
                        spec.takes().identity().stream())
                .toArray(String[]::new));
    }

    @Override
    public String runtime() {
        return runtime;
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return spec.probabilities();
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return spec.takes().show(batch, this::answers);
    }

    private List<Output> answers(List<Content> batch) {
        Output[] outputs = new Output[batch.size()];
        Seat seat;
        try {
            seat = seats.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
        try {
            List<Integer> open = IntStream.range(0, outputs.length).boxed().toList();
            for (int from = 0; from < open.size(); from += spec.batch()) {
                List<Integer> group = open.subList(from, Math.min(open.size(), from + spec.batch()));
                ask(seat, batch, group, outputs, group.size() == 1 ? 2 : 1);
                for (int i : group) {
                    if (outputs[i] == null) {
                        ask(seat, batch, List.of(i), outputs, 2);
                    }
                }
            }
        } finally {
            seats.add(seat);
        }
        return List.of(outputs);
    }

    /// Asks for several pictures, and fills in what is answered. What a crash leaves open is filled in only when a
    /// picture alone has had all its attempts.
    private void ask(Seat seat, List<Content> batch, List<Integer> group, Output[] outputs, int attempts) {
        for (int attempt = 1; attempt <= attempts; attempt++) {
            BadInput stop = halted.get();
            if (stop != null) {
                throw halt(stop, outputs);
            }
            String reason;
            try (Sent sent = new Sent(spec, batch, group, seat.asked)) {
                seat.asked += group.size();
                Program program = seat.program == null ? start(seat) : seat.program;
                if (program.chatters()) {
                    throw new Answer.Malformed("it wrote to standard output without being asked");
                }
                program.send(sent.lines());
                Map<Long, Integer> open = sent.indices();
                while (!open.isEmpty()) {
                    Answer answer = Answer.read(program.next(spec.item()), spec.probabilities(), secrets);
                    Integer index = open.remove(answer.id());
                    if (index == null) {
                        throw new Answer.Malformed("it answered picture " + answer.id()
                                + ", which was not asked or is answered already");
                    }
                    outputs[index] = answer.output();
                    program.look();
                    fruitless.set(0);
                }
                return;
            } catch (Program.Died | Answer.Malformed e) {
                Program dead = seat.program;
                if (dead != null) {
                    dead.kill();
                }
                reason = e.getMessage() + (dead == null ? "" : dead.lastWords());
                end(seat);
            }
            if (group.size() == 1 && attempt == attempts) {
                outputs[group.getFirst()] = new Output.Failure(FATAL + reason);
            }
            if (fruitless.incrementAndGet() > spec.restarts()) {
                BadInput why = new BadInput(
                        spec.program().toString(),
                        "the program was started again " + spec.restarts() + " times without giving an answer; last: "
                                + reason,
                        "Correct the program and run again: what was answered so far is kept");
                halted.compareAndSet(null, why);
                throw halt(Objects.requireNonNull(halted.get()), outputs);
            }
        }
    }

    /// What the program did not survive is left open: it may not have been the picture's fault.
    private static Halted halt(BadInput why, @Nullable Output[] outputs) {
        List<Optional<Output>> answered = new ArrayList<>();
        for (Output output : outputs) {
            boolean fatal = output instanceof Output.Failure(String reason) && reason.startsWith(FATAL);
            answered.add(fatal ? Optional.empty() : Optional.ofNullable(output));
        }
        return new Halted(why, answered);
    }

    private Program start(Seat seat) throws Program.Died {
        Program program = Program.start(spec, environment, secrets);
        running.add(program);
        seat.program = program;
        try {
            JsonNode ready = Answer.object(program.next(spec.start()), secrets);
            if (ready.path("realfm").intValue(0) != 1) {
                throw new Answer.Malformed("its first line has no '\"realfm\": 1'");
            }
            String says = "command " + secrets.excerpt(ready.path("name").stringValue("program"), 60) + " "
                    + secrets.excerpt(ready.path("version").stringValue("of no version"), 60);
            if (!runtime.isEmpty() && !says.equals(runtime)) {
                throw new Answer.Malformed("it is now '" + says + "', and was '" + runtime + "'");
            }
            runtime = says;
            program.look();
            return program;
        } catch (Program.Died | Answer.Malformed e) {
            program.kill();
            String reason = e.getMessage() + program.lastWords();
            end(seat);
            throw new Program.Died(reason);
        }
    }

    private void end(Seat seat) {
        Program program = seat.program;
        if (program != null) {
            program.kill();
            running.remove(program);
            seat.program = null;
        }
    }

    private void killAll() {
        running.forEach(Program::kill);
    }

    @Override
    public void close() {
        running.forEach(Program::close);
        running.clear();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // Java is ending, and the hook is running.
        }
    }
}
