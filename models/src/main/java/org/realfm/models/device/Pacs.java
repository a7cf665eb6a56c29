package org.realfm.models.device;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicomweb.Attributes;
import org.realfm.imaging.dicomweb.DicomWebClient;
import org.realfm.imaging.dicomweb.DicomWebFailure;
import org.realfm.imaging.dicomweb.DicomWebServer;
import org.realfm.imaging.dicomweb.InstanceUids;
import org.realfm.imaging.dicomweb.Level;
import org.realfm.models.wire.Endpoint;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Secrets;
import org.realfm.models.wire.Unanswered;
import org.realfm.tables.BadInput;

/// The PACS that a device listens to. What it does wrong is told apart: an [Unanswered] is of one picture, a [BadInput] says
/// that nothing more should be asked.
final class Pacs implements AutoCloseable {

    private static final Set<Integer> HALTING = Set.of(401, 403, 429, 503);
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 307, 308, 404, 405);
    private static final Set<Integer> MISTAKEN = Set.of(301, 302, 307, 308, 400, 404, 405, 406);
    private static final long MOST_BYTES = 1L << 28;
    private static final int EXCERPT = 300;

    private final DeviceSpec spec;
    private final DicomWebClient client;
    private final Secrets secrets;

    private Pacs(DeviceSpec spec, DicomWebClient client, Secrets secrets) {
        this.spec = spec;
        this.client = client;
        this.secrets = secrets;
    }

    /// Makes no connection yet.
    ///
    /// @throws BadInput if a secret is not set or would travel unencrypted, or a file of certificates cannot be used
    static Pacs of(DeviceSpec spec, Function<String, @Nullable String> environment) {
        String where = spec.url().toString();
        Optional<Key> key = spec.access().keyFrom().map(variable -> Key.of(where, variable, environment));
        Optional<String> password = spec.access().passwordFrom().map(variable -> password(where, variable, environment));
        Secrets secrets = key.map(Key::secrets).orElse(Secrets.NONE).and(password.map(List::of).orElse(List.of()));
        try {
            return new Pacs(spec, new DicomWebClient(server(spec, key, password)), secrets);
        } catch (DicomWebFailure e) {
            throw new BadInput(e.request(), e.what(), e.remedy());
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

    /// Foreign text for a message.
    String says(String text) {
        return secrets.excerpt(text, EXCERPT);
    }

    /// Asks for a study that is not there and, if what is sent is to be deleted, deletes it: a server that cannot says so
    /// then too.
    ///
    /// @throws BadInput if it cannot be reached, wants another key, speaks no DICOMweb, or does not delete
    void tryOut(String nobodys) {
        try {
            client.search(Level.STUDIES, Map.of("StudyInstanceUID", nobodys), List.of());
        } catch (DicomWebFailure e) {
            throw halted(e);
        }
        try {
            if (spec.delete()) {
                client.delete(nobodys);
            }
        } catch (DicomWebFailure e) {
            if (e.status() != 404) {
                throw new BadInput(
                        spec.url().toString(),
                        "the server does not delete studies: " + says(e.what()),
                        "Take 'delete' out: what is sent then stays there");
            }
        }
    }

    /// Whether a picture is there.
    boolean has(Parcel parcel) throws Unanswered {
        try {
            return client.search(Level.INSTANCES, Map.of("StudyInstanceUID", parcel.study()), List.of()).stream()
                    .map(InstanceUids::of)
                    .flatMap(Optional::stream)
                    .anyMatch(uids -> uids.instance().equals(parcel.instance()));
        } catch (DicomWebFailure e) {
            throw refused(e, MISTAKEN, "whether the picture is there cannot be asked: ");
        }
    }

    /// Stores a picture. What broke off is looked after: what came whole is not sent again.
    void store(Parcel parcel, Path file) throws Unanswered {
        for (int attempt = 0; ; attempt++) {
            try {
                client.store(List.of(file));
                return;
            } catch (DicomWebFailure e) {
                if (e.status() != 0 || !e.reached()) {
                    throw refused(e, ELSEWHERE, "the picture is not taken: ");
                }
                if (has(parcel)) {
                    return;
                }
                if (attempt >= spec.pace().retries()) {
                    throw refused(e, Set.of(), "the picture is not taken: ");
                }
                Endpoint.sleep(spec.pace().pause());
            }
        }
    }

    /// The results that are there for a picture.
    Set<InstanceUids> results(Parcel parcel) throws Unanswered {
        Map<String, String> query = new HashMap<>(spec.query());
        query.put("Modality", spec.reading().modality());
        switch (spec.where()) {
            case STUDY -> query.put("StudyInstanceUID", parcel.study());
            case PATIENT -> query.put("PatientID", parcel.patient());
        }
        Set<InstanceUids> results = new LinkedHashSet<>();
        try {
            for (Attributes each : client.search(Level.INSTANCES, query, List.of())) {
                InstanceUids.of(each).filter(uids -> !uids.instance().equals(parcel.instance())).ifPresent(results::add);
            }
            return results;
        } catch (DicomWebFailure e) {
            throw refused(e, MISTAKEN, "results cannot be looked for: ");
        }
    }

    /// Retrieves a result into a file.
    void retrieve(InstanceUids uids, Path file) throws Unanswered {
        try {
            client.retrieve(uids, file);
        } catch (DicomWebFailure e) {
            throw refused(e, Set.of(), "the result cannot be fetched: ");
        }
    }

    /// Deletes a study.
    void delete(String study) throws Unanswered {
        try {
            client.delete(study);
        } catch (DicomWebFailure e) {
            throw new Unanswered(says(e.what()));
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
                says(e.request().substring(0, e.request().indexOf(' ') + 1) + "was not answered: " + e.what()),
                key ? spec.access().keyFrom()
                                .map(variable -> "Check the key in the environment variable " + variable)
                                .orElse("It wants a key: name the environment variable that holds it as 'key-from'")
                        : e.remedy() + "; what was answered so far is kept");
    }

    @Override
    public void close() {
        client.close();
    }
}
