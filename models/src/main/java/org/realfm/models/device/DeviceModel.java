package org.realfm.models.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicomweb.Attributes;
import org.realfm.imaging.dicomweb.DicomWebClient;
import org.realfm.imaging.dicomweb.DicomWebFailure;
import org.realfm.imaging.dicomweb.DicomWebServer;
import org.realfm.imaging.dicomweb.InstanceUids;
import org.realfm.imaging.dicomweb.Level;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.Takes;
import org.realfm.models.Usage;
import org.realfm.models.wire.Crew;
import org.realfm.models.wire.Endpoint;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Secrets;
import org.realfm.models.wire.Unanswered;
import org.realfm.tables.BadInput;

/// A device behind a PACS. A picture is sent, unless it is there already; then its results are looked for, with growing
/// pauses, until there are some that have not changed for a while, or the time is up. Of several the latest counts that has
/// a score.
///
/// | what happens | what follows |
/// |---|---|
/// | no result in time, or none with one score; a picture that the PACS refuses; 500, broken and wrong answers, three times in a row while waiting | a failure of that picture |
/// | 401, 403, still 429 or 503 or no connection after the last attempt; 404 and 400 to a search | [BadInput]: the model cannot go on |
/// | results of two makers, products or versions | [BadInput] |
public final class DeviceModel implements Model {

    private static final System.Logger LOG = System.getLogger(DeviceModel.class.getName());

    private static final Set<Integer> HALTING = Set.of(401, 403, 429, 503);
    private static final Set<Integer> MISTAKEN = Set.of(301, 302, 307, 308, 400, 404, 405, 406);
    private static final long MOST_BYTES = 1L << 28;
    private static final int MOST_BROKEN = 3;
    private static final int EXCERPT = 300;
    private static final int SLOWEST = 15;
    private static final int RESULTS = 20;

    private final DeviceSpec spec;
    private final DicomWebClient client;
    private final Secrets secrets;
    private final Path folder;
    private final Crew crew;
    private final TreeSet<String> makers = new TreeSet<>();
    private final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicLong files = new AtomicLong();

    private DeviceModel(DeviceSpec spec, DicomWebClient client, Secrets secrets, Path folder) {
        this.spec = spec;
        this.client = client;
        this.secrets = secrets;
        this.folder = folder;
        this.crew = new Crew(spec.pace().concurrency());
    }

    /// Reads the key and asks the PACS for a study that is not there, so that a wrong address is known before anything is
    /// shown. Whether a device listens cannot be known.
    ///
    /// @throws BadInput if a secret is not set or not taken, or the PACS cannot be reached or speaks no DICOMweb
    public static DeviceModel open(DeviceSpec spec) {
        return open(spec, System::getenv);
    }

    /// Opens it with secrets from another environment.
    static DeviceModel open(DeviceSpec spec, Function<String, @Nullable String> environment) {
        String where = spec.url().toString();
        DeviceSpec.Access access = spec.access();
        Optional<Key> key = access.keyFrom().map(variable -> Key.of(where, variable, environment));
        Optional<String> password = access.passwordFrom().map(variable -> password(where, variable, environment));
        Secrets secrets = key.map(Key::secrets).orElse(Secrets.NONE).and(password.map(List::of).orElse(List.of()));
        try {
            DicomWebClient client = new DicomWebClient(server(spec, key, password));
            Path folder = Files.createTempDirectory("realfm-device-");
            DeviceModel model = new DeviceModel(spec, client, secrets, folder);
            try {
                String nobodys = parcel(spec, Optional.empty()).study();
                client.search(Level.STUDIES, Map.of("StudyInstanceUID", nobodys), List.of());
                if (spec.delete()) {
                    model.tryDeleting(nobodys);
                }
                return model;
            } catch (DicomWebFailure e) {
                model.close();
                throw model.halted(e);
            } catch (BadInput e) {
                model.close();
                throw e;
            }
        } catch (DicomWebFailure e) {
            throw new BadInput(e.request(), e.what(), e.remedy());
        } catch (IOException e) {
            throw new BadInput(System.getProperty("java.io.tmpdir", "the temporary folder"),
                    "cannot be written: " + BadInput.reason(e), "Make room there");
        }
    }

    /// Deletes a study that is not there, since a server that cannot delete says so then too.
    private void tryDeleting(String study) {
        try {
            client.delete(study);
        } catch (DicomWebFailure e) {
            if (e.status() != 404) {
                throw new BadInput(
                        spec.url().toString(),
                        "the server does not delete studies: " + secrets.excerpt(e.what(), EXCERPT),
                        "Take 'delete' out: what is sent then stays there");
            }
        }
    }

    private static String password(String where, String variable, Function<String, @Nullable String> environment) {
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new BadInput(
                    where,
                    "the environment variable " + variable + ", which holds the password of its keystore, is not set",
                    "Set it in the shell that runs realfm; passwords never stand in files");
        }
        return value;
    }

    private static DicomWebServer server(DeviceSpec spec, Optional<Key> key, Optional<String> password) {
        DeviceSpec.Pace pace = spec.pace();
        key.ifPresent(each -> each.checkWay(spec.url(), "https".equals(spec.url().getScheme())));
        DicomWebServer server = DicomWebServer.at(spec.url())
                .withTimes(pace.request(), pace.request().multipliedBy(2))
                .withTries(pace.retries() + 1, pace.pause(), 1)
                .withMostBytes(MOST_BYTES);
        if (key.isPresent()) {
            server = key.get().into(server);
        }
        if (spec.access().keystore().isPresent()) {
            server = server.withKey(
                    new DicomWebServer.ClientKey(spec.access().keystore().get(), password.orElseThrow()));
        }
        return spec.access().authorities().map(server::withAuthorities).orElse(server);
    }

    /// The identifiers of a picture: a random showing where nobody will ask for it again.
    private static Parcel parcel(DeviceSpec spec, Optional<Digest> showing) {
        String shown = showing.map(Digest::hex).orElseGet(() -> UUID.randomUUID().toString());
        return Parcel.of(Digest.of(shown, weights(spec).hex(), sendingIdentity(spec)));
    }

    private static Digest weights(DeviceSpec spec) {
        return Digest.of("device", spec.product(), spec.version());
    }

    private static String sendingIdentity(DeviceSpec spec) {
        return spec.sending().files() + " " + spec.sending().header();
    }

    @Override
    public Digest weights() {
        return weights(spec);
    }

    @Override
    public Digest preprocessing() {
        return Digest.of(Reading.parts(
                List.of("device", sendingIdentity(spec), Boolean.toString(spec.probabilities())), spec.reading().identity()));
    }

    @Override
    public String runtime() {
        return "DICOMweb device " + spec.product() + " " + spec.version();
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
    public boolean oneByOne() {
        return true;
    }

    @Override
    public Optional<Usage> account() {
        String by;
        synchronized (makers) {
            by = makers.isEmpty() ? "" : ", results by " + makers.first();
        }
        SequencedMap<String, Double> counts = new LinkedHashMap<>();
        counts.put("sent", (double) sent.size());
        counts.put("found", (double) found.get());
        return Optional.of(new Usage(
                sent.size() + " studies sent, " + found.get() + " found there already" + by + "; "
                        + (spec.delete()
                                ? "those sent are to be deleted when the run ends"
                                : "they are left on the server, under patient IDs that begin with " + Parcel.PATIENTS),
                counts));
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return Takes.PICTURES.show(batch, cases -> crew.ask(cases, 1, one -> List.of(show(one.getFirst()))));
    }

    private Output show(Content content) {
        Parcel parcel = parcel(spec, content.showing());
        try {
            bring(content, parcel);
            double score = await(parcel);
            return Output.checked(score, new float[0], spec.probabilities(), "give 'scale', or");
        } catch (Unanswered e) {
            return new Output.Failure(secrets.excerpt(e.reason(), EXCERPT));
        }
    }

    /// Sees to it that the picture is there. A store that broke off is looked after: what came whole is not sent again.
    private void bring(Content content, Parcel parcel) throws Unanswered {
        if (content.showing().isPresent() && isThere(parcel)) {
            found.incrementAndGet();
            return;
        }
        Path file = folder.resolve("sent" + files.incrementAndGet() + ".dcm");
        try {
            parcel.write(content, spec.sending(), file);
            for (int attempt = 0; ; attempt++) {
                try {
                    client.store(List.of(file));
                    break;
                } catch (DicomWebFailure e) {
                    if (e.status() != 0 || !e.reached()) {
                        throw refused(e, Set.of(301, 302, 307, 308, 404, 405), "the picture is not taken: ");
                    }
                    if (isThere(parcel)) {
                        break;
                    }
                    if (attempt >= spec.pace().retries()) {
                        throw refused(e, Set.of(), "the picture is not taken: ");
                    }
                    Endpoint.sleep(spec.pace().pause());
                }
            }
            sent.add(parcel.study());
        } catch (IOException e) {
            throw new BadInput(folder.toString(), "cannot be written: " + BadInput.reason(e), "Make room there");
        } finally {
            delete(file);
        }
    }

    private boolean isThere(Parcel parcel) throws Unanswered {
        try {
            return client.search(Level.INSTANCES, Map.of("StudyInstanceUID", parcel.study()), List.of()).stream()
                    .map(InstanceUids::of)
                    .flatMap(Optional::stream)
                    .anyMatch(uids -> uids.instance().equals(parcel.instance()));
        } catch (DicomWebFailure e) {
            throw refused(e, MISTAKEN, "whether the picture is there cannot be asked: ");
        }
    }

    /// Looks for results until one counts.
    private double await(Parcel parcel) throws Unanswered {
        DeviceSpec.Pace pace = spec.pace();
        long begun = System.nanoTime();
        Duration pause = pace.poll();
        Set<InstanceUids> before = Set.of();
        long since = begun;
        int broken = 0;
        boolean partial = false;
        String last = "";
        while (true) {
            try {
                Set<InstanceUids> results = results(parcel);
                long now = System.nanoTime();
                if (!results.equals(before)) {
                    before = results;
                    since = now;
                }
                if (!results.isEmpty() && now - since >= pace.settle().toNanos()) {
                    Optional<Double> score = latest(parcel, results);
                    if (score.isPresent()) {
                        return score.get();
                    }
                    partial = true;
                }
                broken = 0;
                last = partial ? "; what came says that it is not complete" : "";
            } catch (DicomWebFailure e) {
                Unanswered why = refused(e, MISTAKEN, "results cannot be looked for: ");
                if (++broken >= MOST_BROKEN) {
                    throw why;
                }
                last = "; " + why.reason();
            }
            long left = pace.limit().toNanos() - (System.nanoTime() - begun);
            if (left <= 0) {
                throw new Unanswered("the device gave no result in " + pace.limit().toMillis() / 1000.0 + " s" + last, true);
            }
            Duration wait = before.isEmpty() || partial ? pause : shorter(pause, pace.settle());
            Endpoint.sleep(shorter(wait, Duration.ofNanos(left)));
            pause = shorter(pause.multipliedBy(3).dividedBy(2), pace.poll().multipliedBy(SLOWEST));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Set<InstanceUids> results(Parcel parcel) throws DicomWebFailure {
        Map<String, String> query = new HashMap<>(spec.query());
        query.put("Modality", spec.reading().modality());
        switch (spec.where()) {
            case STUDY -> query.put("StudyInstanceUID", parcel.study());
            case PATIENT -> query.put("PatientID", parcel.patient());
        }
        Set<InstanceUids> results = new LinkedHashSet<>();
        for (Attributes each : client.search(Level.INSTANCES, query, List.of())) {
            InstanceUids.of(each).filter(uids -> !uids.instance().equals(parcel.instance())).ifPresent(results::add);
        }
        return results;
    }

    /// The score of the latest result that has one.
    ///
    /// @return empty if none has one but some are not complete
    /// @throws Unanswered if none has one; the latest says why
    private Optional<Double> latest(Parcel parcel, Set<InstanceUids> results) throws Unanswered {
        if (results.size() > RESULTS) {
            throw new Unanswered(results.size() + " results came: narrow 'query'");
        }
        List<Result> read = new ArrayList<>();
        for (InstanceUids uids : results) {
            read.add(fetch(parcel, uids));
        }
        Collections.sort(read);
        boolean waiting = false;
        for (Result result : read.reversed()) {
            if (result.score().isPresent()) {
                answeredBy(result.maker());
                return Optional.of(result.score().getAsDouble());
            }
            waiting |= result.partial();
        }
        if (waiting) {
            return Optional.empty();
        }
        throw new Unanswered(read.getLast().reason() + (read.size() > 1 ? " (the latest of " + read.size() + " results)" : ""));
    }

    private Result fetch(Parcel parcel, InstanceUids uids) {
        Path file = folder.resolve("result" + files.incrementAndGet() + ".dcm");
        try {
            client.retrieve(uids, file);
            return Result.read(file, uids, parcel, spec.reading());
        } catch (DicomWebFailure e) {
            return Result.without(uids, refused(e, Set.of(), "the result cannot be fetched: ").reason());
        } finally {
            delete(file);
        }
    }

    /// Holds the device to be one: an update in the middle of a run would mix two models.
    private void answeredBy(String maker) {
        synchronized (makers) {
            if (!maker.isEmpty()) {
                makers.add(secrets.excerpt(maker, 100));
            }
            if (makers.size() > 1) {
                throw new BadInput(
                        spec.url().toString(),
                        "'" + spec.product() + "' was answered by " + String.join(" and by ", makers)
                                + ": one score must not come of two models",
                        "Say by 'query' whose results are meant, or start over with --fresh and the new 'version'");
            }
        }
    }

    /// A failure of one picture.
    ///
    /// @param mistaken statuses that say that the address or the study file is wrong
    /// @throws BadInput if the failure is not of this picture alone
    private Unanswered refused(DicomWebFailure e, Set<Integer> mistaken, String before) {
        if (!e.reached() || HALTING.contains(e.status()) || mistaken.contains(e.status())) {
            throw halted(e);
        }
        return new Unanswered(before + e.what());
    }

    private BadInput halted(DicomWebFailure e) {
        boolean key = e.status() == 401 || e.status() == 403;
        return new BadInput(
                spec.url().toString(),
                secrets.excerpt(e.request().substring(0, e.request().indexOf(' ') + 1) + "was not answered: " + e.what(), EXCERPT),
                key ? spec.access().keyFrom()
                                .map(variable -> "Check the key in the environment variable " + variable)
                                .orElse("It wants a key: name the environment variable that holds it as 'key-from'")
                        : e.remedy() + "; what was answered so far is kept");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A temporary file cannot be deleted: {0}", file);
        }
    }

    /// Deletes what was sent, where the study says so, and what lies here.
    @Override
    public void close() {
        try {
            for (String study = sent.poll(); spec.delete() && study != null; study = sent.poll()) {
                client.delete(study);
            }
        } catch (DicomWebFailure e) {
            LOG.log(System.Logger.Level.WARNING, "{0} keeps what was sent: {1}", spec.url(), secrets.excerpt(e.what(), EXCERPT));
        } finally {
            client.close();
            delete(folder);
        }
    }
}
