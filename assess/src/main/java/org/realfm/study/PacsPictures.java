package org.realfm.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicomweb.Attributes;
import org.realfm.imaging.dicomweb.DicomWebClient;
import org.realfm.imaging.dicomweb.DicomWebFailure;
import org.realfm.imaging.dicomweb.DicomWebServer;
import org.realfm.imaging.dicomweb.InstanceUids;
import org.realfm.imaging.dicomweb.Level;
import org.realfm.study.CohortPictures.Place;
import org.realfm.tables.BadInput;

/// Fetches the pictures of a cohort from a DICOMweb server: one search for the instances that match the query, joined to
/// the rows, and each instance that a row needs once, unless it is in the cache.
final class PacsPictures {

    private static final int AT_ONCE = 4;

    /// Failures that concern the server, not one picture. 0: no whole answer came.
    private static final Set<Integer> OF_THE_SERVER = Set.of(0, 401, 403, 429, 502, 503, 504);

    private final CohortTable table;
    private final PacsSpec spec;
    private final PictureCache cache;
    private final CohortReader.Progress progress;

    private PacsPictures(CohortTable table, PacsSpec spec, PictureCache cache, CohortReader.Progress progress) {
        this.table = table;
        this.spec = spec;
        this.cache = cache;
        this.progress = progress;
    }

    /// Fetches the pictures of these rows, and says where each is.
    ///
    /// @throws BadInput if the server cannot be asked; what was fetched until then stays
    static void fetch(
            CohortTable table, int[] rows, @Nullable Place[] places, PictureCache cache, CohortReader.Progress progress) {
        PacsSpec spec = table.study().cohort().pacs().orElseThrow();
        PacsPictures pictures = new PacsPictures(table, spec, cache, progress);
        try (DicomWebClient client = new DicomWebClient(pictures.server())) {
            pictures.fetch(client, rows, places);
        } catch (DicomWebFailure e) {
            throw pictures.stopped(e);
        }
    }

    private BadInput stopped(DicomWebFailure e) {
        return table.bad("could not be used: " + e.request() + ": " + e.what(), e.remedy(), "cohort", "dicomweb");
    }

    private DicomWebServer server() {
        DicomWebServer server = DicomWebServer.at(spec.server());
        PacsSpec.Access access = spec.access();
        if (access.token().isPresent()) {
            try {
                server = server.withToken(secret(access.token().get(), "token-env"));
            } catch (IllegalArgumentException e) {
                throw table.bad("names a variable that holds no token: " + e.getMessage(), "Set it anew", "cohort", "access",
                        "token-env");
            }
        }
        if (access.keystore().isPresent()) {
            server = server.withKey(new DicomWebServer.ClientKey(
                    access.keystore().get(), secret(access.password().orElseThrow(), "password-env")));
        }
        return access.authorities().map(server::withAuthorities).orElse(server);
    }

    private String secret(String variable, String key) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw table.bad("names the environment variable " + variable + ", which is not set", "Set it, and run again",
                    "cohort", "access", key);
        }
        return value;
    }

    private void fetch(DicomWebClient client, int[] rows, @Nullable Place[] places) throws DicomWebFailure {
        Map<String, List<InstanceUids>> found = found(client);
        Map<InstanceUids, List<Integer>> needed = new LinkedHashMap<>();
        @Nullable String[] cells = table.match.orElseThrow();
        for (int row : rows) {
            String cell = cells[row];
            List<InstanceUids> matching = cell == null ? List.of() : found.getOrDefault(cell.strip(), List.of());
            if (matching.size() == 1) {
                needed.computeIfAbsent(matching.getFirst(), uids -> new ArrayList<>()).add(row);
            } else {
                places[row] = nowhere(cell, matching.size());
            }
        }
        progress.note("The server has " + found.values().stream().mapToInt(List::size).sum()
                + " pictures that match the query; " + needed.size() + " of them belong to rows of " + table.name() + ".");
        Map<InstanceUids, Place> fetched = fetchAll(client, List.copyOf(needed.keySet()));
        needed.forEach((uids, of) -> of.forEach(row -> places[row] = fetched.get(uids)));
    }

    private Place nowhere(@Nullable String cell, int matching) {
        String name = spec.attribute().keyword;
        return cell == null
                ? new Place.Nowhere("the " + name + " is missing, by which its picture is found", "Fill in '" + spec.column() + "'")
                : matching == 0
                        ? new Place.Nowhere(
                                "no picture on the server matches the query and has its " + name,
                                "Check the cell, widen 'cohort.query', or send the picture to the server")
                        : new Place.Nowhere(
                                matching + " pictures on the server match the query and have its " + name + ", expected one",
                                "Narrow 'cohort.query' so that one is left, or match by SOPInstanceUID");
    }

    private Map<String, List<InstanceUids>> found(DicomWebClient client) throws DicomWebFailure {
        Map<String, List<InstanceUids>> found = new HashMap<>();
        for (Attributes each : client.search(Level.INSTANCES, spec.query(), List.of(spec.attribute().keyword))) {
            Optional<String> value = each.string(spec.attribute().tag);
            Optional<InstanceUids> uids = InstanceUids.of(each);
            if (value.isPresent() && uids.isPresent()) {
                found.computeIfAbsent(value.get().strip(), key -> new ArrayList<>()).add(uids.get());
            }
        }
        return found;
    }

    private Map<InstanceUids, Place> fetchAll(DicomWebClient client, List<InstanceUids> needed) throws DicomWebFailure {
        Map<InstanceUids, Place> places = new HashMap<>();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Place>> pending = needed.stream().map(uids -> workers.submit(() -> fetch(client, uids))).toList();
            for (int i = 0; i < needed.size(); i++) {
                places.put(needed.get(i), pending.get(i).get());
                progress.fetched(i + 1, needed.size());
            }
            return places;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DicomWebFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException fault) {
                throw table.bad("cannot be kept: " + BadInput.reason(fault), "Make room, or choose another --cache", "cohort",
                        "dicomweb");
            }
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted; run again to go on where it stopped", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Place fetch(DicomWebClient client, InstanceUids uids) throws DicomWebFailure, IOException {
        String key = cache.key(spec.server().toString(), uids.instance());
        Optional<Path> there = cache.find(key);
        if (there.isPresent()) {
            return new Place.At(there.get());
        }
        try {
            client.retrieve(uids, cache.part(key));
            return new Place.At(cache.keep(key));
        } catch (DicomWebFailure e) {
            if (OF_THE_SERVER.contains(e.status())) {
                throw e;
            }
            return new Place.Nowhere("the picture could not be fetched: " + e.what(), e.remedy());
        }
    }
}
