package org.realfm.imaging.dicomweb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.realfm.imaging.dicom.Dictionary;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;

/// Searches, retrieves and stores DICOM files over HTTP (PS3.18 chapter 10). May be used from several threads at once.
public final class DicomWebClient implements AutoCloseable {

    /// Results that are asked for at once.
    static final int PAGE = 500;

    private static final int MOST_RESULTS = 1_000_000;
    private static final int MOST_PAGE_BYTES = 1 << 26;
    private static final String DICOM = "application/dicom";
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String MULTIPART = "multipart/related";
    private static final String END = "\r\n";
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([A-Za-z-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]*))");

    private final DicomWebServer server;
    private final HttpClient http;
    private final Exchange exchange;

    /// Makes no connection yet.
    ///
    /// @throws DicomWebFailure if the keystore or the file of authorities cannot be used
    public DicomWebClient(DicomWebServer server) throws DicomWebFailure {
        this.server = server;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(server.patience());
        Tls.of(server).ifPresent(builder::sslContext);
        http = builder.build();
        exchange = new Exchange(http, server);
    }

    /// Searches (QIDO-RS), page by page until there is no more.
    ///
    /// @param query   what must match: attributes by keyword (`Modality`) or tag (`00080060`), with values as PS3.4 C.2.2.2
    ///                has them (`20260101-20260131`, `CHEST*`)
    /// @param include attributes that are wanted beside the usual ones
    /// @return the data sets found, in the order of the server
    /// @throws DicomWebFailure if it cannot be done, or the server repeats itself from page to page, so that nobody knows
    ///         whether all was found
    /// @throws IllegalArgumentException if an attribute is unknown
    public List<Attributes> search(Level level, Map<String, String> query, List<String> include) throws DicomWebFailure {
        StringBuilder asked = new StringBuilder();
        query.forEach((attribute, value) -> asked.append(known(attribute)).append('=').append(encoded(value)).append('&'));
        include.forEach(attribute -> asked.append("includefield=").append(known(attribute)).append('&'));
        String shown = "GET " + address(level.path());
        List<Attributes> all = new ArrayList<>();
        List<Attributes> before = List.of();
        Set<Attributes> seen = new HashSet<>();
        while (true) {
            URI uri = URI.create(address(level.path()) + "?" + asked + "limit=" + PAGE + "&offset=" + all.size());
            Exchange.Ask ask = new Exchange.Ask("GET", uri, shown, DICOM_JSON, Optional.empty(), true, MOST_PAGE_BYTES);
            List<Attributes> page = exchange.send(ask, Set.of(), (status, headers, body) ->
                    status == 204 ? List.of() : Attributes.list(json(shown, status, headers, body)));
            if (page.size() < PAGE && page.equals(before)) { // who ignores the offset gives all once more
                return List.copyOf(all);
            }
            before = page;
            for (Attributes found : page) {
                if (!seen.add(found)) {
                    throw new DicomWebFailure(shown, 0, "the server gives the same result on several pages",
                            "Narrow the query so that fewer than " + PAGE + " match");
                }
            }
            all.addAll(page);
            if (page.isEmpty() || page.size() > PAGE) { // who ignores the limit has given all at once
                return List.copyOf(all);
            }
            if (all.size() > MOST_RESULTS) {
                throw new DicomWebFailure(shown, 0, "more than " + MOST_RESULTS + " results match", "Narrow the query");
            }
        }
    }

    /// Retrieves an instance as it is stored (WADO-RS) into a file, which is written over.
    ///
    /// @throws DicomWebFailure if it cannot be done, or what comes is not this one instance
    public void retrieve(InstanceUids uids, Path file) throws DicomWebFailure {
        String shown = "GET " + address("studies/.../series/.../instances/...");
        URI uri = URI.create(address("studies/" + uids.study() + "/series/" + uids.series() + "/instances/" + uids.instance()));
        String accept = MULTIPART + "; type=\"" + DICOM + "\"; transfer-syntax=*";
        exchange.send(new Exchange.Ask("GET", uri, shown, accept, Optional.empty(), true, server.mostBytes()), Set.of(),
                (status, headers, body) -> {
                    save(shown, status, headers, body, file);
                    return status;
                });
        String found;
        try {
            found = DicomFile.readable(file).dataSet().string(InstanceUids.SOP_INSTANCE_UID).orElse("");
        } catch (UnreadableDicom e) {
            throw new DicomWebFailure(shown, Exchange.ANSWERED, "the server sent what is not DICOM", "Look at the server's log");
        }
        if (!found.equals(uids.instance())) {
            throw new DicomWebFailure(shown, Exchange.ANSWERED, "the server sent another instance than was asked for", "Look at the server's log");
        }
    }

    /// Stores files (STOW-RS).
    ///
    /// @throws DicomWebFailure if the server did not store all of them; what it says why is in the message
    public void store(List<Path> files) throws DicomWebFailure {
        String shown = "POST " + address("studies");
        String boundary = "realfm-" + Long.toHexString(server.seed()) + "-" + Integer.toHexString(files.hashCode())
                + "-d6f0e5b1a9c34872";
        String head = "--" + boundary + END + "Content-Type: " + DICOM + END + END;
        Exchange.Sent sent = new Exchange.Sent(MULTIPART + "; type=\"" + DICOM + "\"; boundary=" + boundary,
                () -> body(files, head, boundary));
        Exchange.Ask ask = new Exchange.Ask("POST", URI.create(address("studies")), shown, DICOM_JSON, Optional.of(sent), false,
                MOST_PAGE_BYTES);
        exchange.send(ask, Set.of(409), (status, headers, body) -> {
            Attributes answer = Attributes.one(json(shown, status, headers, body));
            int failed = Refusals.failed(answer);
            if (failed > 0 || status == 409) {
                throw new DicomWebFailure(shown, status, (failed == 0 ? "none" : failed) + " of " + files.size()
                        + " instances " + (failed == 0 ? "is" : "are not") + " stored" + (failed == 0 ? "" : ": "
                        + Refusals.reasons(answer)), "Correct the files, or look at the server's log");
            }
            return status;
        });
    }

    /// Deletes a study, which PS3.18 leaves out but many servers do.
    ///
    /// @throws DicomWebFailure if the server does not; nobody can tell by its status whether it never does
    /// @throws IllegalArgumentException if this is no UID
    public void delete(String study) throws DicomWebFailure {
        if (!InstanceUids.isUid(study)) {
            throw new IllegalArgumentException("a study has a UID");
        }
        String shown = "DELETE " + address("studies/...");
        exchange.send(new Exchange.Ask("DELETE", URI.create(address("studies/" + study)), shown, "*/*", Optional.empty(), true,
                MOST_PAGE_BYTES), Set.of(), (status, headers, body) -> status);
    }

    private static BodyPublisher body(List<Path> files, String head, String boundary) throws FileNotFoundException {
        List<BodyPublisher> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(BodyPublishers.ofString(head));
            parts.add(BodyPublishers.ofFile(file));
            parts.add(BodyPublishers.ofString(END));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--" + END));
        return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
    }

    private static void save(String shown, int status, HttpHeaders headers, InputStream body, Path file)
            throws IOException, DicomWebFailure {
        String type = headers.firstValue("Content-Type").orElse("");
        if (named(type, DICOM)) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        if (!named(type, MULTIPART)) {
            throw otherType(shown, status, type, DICOM);
        }
        MultipartReader parts = new MultipartReader(body, parameter(type, "boundary"));
        if (!parts.next()) {
            throw new DicomWebFailure(shown, status, "the server sent no file", "Look at the server's log");
        }
        if (!named(parts.header("content-type"), DICOM)) {
            throw otherType(shown, status, parts.header("content-type"), DICOM);
        }
        Files.copy(parts.body(), file, StandardCopyOption.REPLACE_EXISTING);
        if (parts.next()) {
            throw new DicomWebFailure(shown, status, "the server sent several files, expected one", "Look at the server's log");
        }
    }

    private static byte[] json(String shown, int status, HttpHeaders headers, InputStream body) throws IOException, DicomWebFailure {
        String type = headers.firstValue("Content-Type").orElse("");
        if (!named(type, DICOM_JSON) && !named(type, "application/json")) {
            throw otherType(shown, status, type, DICOM_JSON);
        }
        return body.readAllBytes();
    }

    private static DicomWebFailure otherType(String shown, int status, String type, String expected) {
        String found = type.isEmpty() ? "content of no type" : "'" + type.split(";", 2)[0].replaceAll("[^\\x20-\\x7E]", "?") + "'";
        return new DicomWebFailure(shown, status, "the server sent " + found + ", expected " + expected,
                named(type, "text/html") ? "Check the address: this is a web page, perhaps for logging in" : "Check the address");
    }

    private static boolean named(String type, String expected) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(expected);
    }

    private static String parameter(String type, String name) {
        Matcher matcher = PARAMETER.matcher(type);
        while (matcher.find()) {
            if (matcher.group(1).equalsIgnoreCase(name)) {
                return matcher.group(2) != null ? matcher.group(2) : String.valueOf(matcher.group(3));
            }
        }
        return "";
    }

    /// Whether a search may name this attribute: by a keyword of PS3.6, or by eight hexadecimal digits.
    public static boolean isAttribute(String name) {
        return name.matches("[0-9A-Fa-f]{8}") || Dictionary.tag(name).isPresent();
    }

    private static String known(String attribute) {
        if (!isAttribute(attribute)) {
            throw new IllegalArgumentException("'" + attribute + "' is no attribute of DICOM");
        }
        return attribute;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String address(String path) {
        String root = server.root().toString();
        return root + (root.endsWith("/") ? "" : "/") + path;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
