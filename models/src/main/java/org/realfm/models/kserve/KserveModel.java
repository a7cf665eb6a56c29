package org.realfm.models.kserve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Artefact;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Inputs;
import org.realfm.models.tensors.Signature;
import org.realfm.models.wire.Crew;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Unanswered;
import org.realfm.tables.BadInput;

/// A model behind an inference server. A request without a usable answer is asked again picture by picture, so that one
/// bad picture takes no other with it.
public final class KserveModel implements Model {

    private final KserveSpec spec;
    private final Transport transport;
    private final Digest weights;
    private final int atOnce;
    private final Crew crew;

    private KserveModel(KserveSpec spec, Transport transport, Digest weights, int atOnce) {
        this.spec = spec;
        this.transport = transport;
        this.weights = weights;
        this.atOnce = atOnce;
        this.crew = new Crew(spec.concurrency());
    }

    /// Asks the server what the model takes and gives, and holds it against the specification.
    ///
    /// @throws BadInput if the server cannot be reached, wants another key, has no such model, or a name, type or shape
    ///         differs
    public static KserveModel open(KserveSpec spec) {
        return open(spec, System::getenv);
    }

    /// Opens it with keys from another environment.
    static KserveModel open(KserveSpec spec, Function<String, @Nullable String> environment) {
        String where = spec.url().toString();
        Optional<Key> key = spec.keyFrom().map(variable -> Key.of(where, variable, environment));
        Transport transport = spec.url().getScheme().startsWith("grpc")
                ? new GrpcTransport(spec, key)
                : new RestTransport(spec, key);
        try {
            Transport.Described metadata = transport.metadata();
            String name = where + " model '" + spec.model() + "'";
            if (spec.version().isPresent()
                    && !metadata.versions().isEmpty()
                    && !metadata.versions().contains(spec.version().get())) {
                throw new BadInput(
                        name,
                        "has the versions " + String.join(", ", metadata.versions()) + ", the study says "
                                + spec.version().get(),
                        "Name one of these");
            }
            // Some servers tell no names and shapes; then the answers have to show that they fit.
            int atOnce = metadata.inputs().isEmpty()
                    ? spec.batch()
                    : new Signature(name, spec.input(), spec.outputs()).check(metadata.inputs(), metadata.outputs());
            return new KserveModel(spec, transport, identity(spec, metadata), Math.min(atOnce, spec.batch()));
        } catch (Unanswered e) {
            transport.close();
            throw new BadInput(
                    where,
                    "the server does not say what the model '" + spec.model() + "' is: " + e.reason(),
                    "Check that it speaks the Open Inference Protocol, version 2");
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /// The bytes of the artefact where they are known; otherwise where the model is and what it is called there, which
    /// does not tell when other weights are put behind the same name.
    private static Digest identity(KserveSpec spec, Transport.Described metadata) {
        String version = spec.version().orElse(String.join(",", metadata.versions()));
        return spec.artefact()
                .map(file -> Digest.of("kserve", Artefact.digest(file).hex(), metadata.platform()))
                .orElseGet(() ->
                        Digest.of("kserve", spec.url().toString(), spec.model(), version, metadata.platform()));
    }

    @Override
    public Digest weights() {
        return weights;
    }

    @Override
    public PictureWindow window() {
        return spec.input().window();
    }

    @Override
    public Digest preprocessing() {
        return Digest.of(
                Stream.of(
                                Stream.of("kserve"),
                                spec.input().identity().stream(),
                                spec.outputs().identity().stream(),
                                spec.takes().identity().stream())
                        .flatMap(parts -> parts)
                        .toArray(String[]::new));
    }

    @Override
    public String runtime() {
        return "open inference protocol 2 over " + transport.name() + ", fp32";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return spec.outputs().probabilities();
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return spec.takes().show(batch, spec.input()::refusal, cases -> crew.ask(
                cases, atOnce, group -> Inputs.show(spec.input(), group, atOnce, this::show)));
    }

    private List<Output> show(List<InputTensor> inputs, int n) {
        try {
            List<String> wanted = new ArrayList<>(List.of(spec.outputs().name()));
            spec.outputs().embedding().ifPresent(wanted::add);
            Map<String, Transport.Tensor> given = transport.infer(inputs, wanted);
            for (String name : wanted) {
                if (!given.containsKey(name)) {
                    throw new Unanswered("the answer has no output '" + name + "'");
                }
            }
            float[][] scores = Objects.requireNonNull(given.get(spec.outputs().name())).rows();
            float[][] features = spec.outputs().embedding()
                    .map(name -> Objects.requireNonNull(given.get(name)).rows())
                    .orElse(new float[n][0]);
            if (n > 1 && (scores.length != n || features.length != n)) {
                throw new Unanswered("the answer has another number of rows than pictures");
            }
            return spec.outputs().outputs(n, scores, features);
        } catch (Unanswered e) {
            return n == 1 || e.late()
                    ? Collections.nCopies(n, new Output.Failure(e.reason()))
                    : IntStream.range(0, n)
                            .boxed()
                            .flatMap(i -> show(inputs.stream().map(input -> input.row(i)).toList(), 1).stream())
                            .toList();
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
