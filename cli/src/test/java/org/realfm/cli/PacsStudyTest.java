package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The main job on pictures of a PACS.
class PacsStudyTest {

    @TempDir
    private Path folder;

    private final List<DicomFilm> films = new ArrayList<>();
    private List<FilmServer> servers = List.of();

    @BeforeEach
    void write() throws IOException, UnreadableImage {
        SmallStudy.in(folder);
        StringBuilder table = new StringBuilder("case,order,opacity\n");
        for (int i = 0; i < SmallStudy.FILMS; i++) {
            films.add(new DicomFilm(List.of(RasterReader.read(folder.resolve("films/" + i + ".png"))), "1.2.77." + i, "1.2.77." + i
                    + ".1", "1.2.77." + i + ".1.1", "ACC77" + i));
            table.append("c").append(i).append(",ACC77").append(i).append(',').append(i % 2).append('\n');
        }
        Files.writeString(folder.resolve("cases.csv"), table);
        films.add(new DicomFilm(films.getFirst().frames(), "1.2.77.99", "1.2.77.99.1", "1.2.77.99.1.1", "ACC99")); // of nobody
    }

    @AfterEach
    void stop() {
        servers.forEach(FilmServer::close);
    }

    private FilmServer serve() throws IOException {
        FilmServer server = new FilmServer(films);
        servers = List.of(server);
        return server;
    }

    /// Assesses a model that is known by its scores only; its cohort's pictures are fetched and opened all the same.
    private SmallStudy.Said assess(FilmServer server, String more) throws IOException {
        int network = SmallStudy.TEXT.indexOf("  careful:");
        return assess(server, more, SmallStudy.TEXT.substring(0, network)
                + SmallStudy.TEXT.substring(SmallStudy.TEXT.indexOf("  vendor:")));
    }

    private SmallStudy.Said assess(FilmServer server, String more, String text) throws IOException {
        String cohort = "cohort:\n  table: cases.csv\n  case: case\n  truth: opacity\n  dicomweb: " + server.address()
                + "\n  query: {Modality: DX, StudyDate: 20260101-20260630}\n  match: {AccessionNumber: order}\n" + more;
        Files.writeString(folder.resolve("study.yaml"),
                text.replace("cohort: {table: cases.csv, case: case, image: image, truth: opacity}\n", cohort));
        return SmallStudy.run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out"), "--cache",
                folder.resolve("cache"));
    }

    private JsonNode evidence() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out/evidence.json")));
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
        }
    }

    private List<JsonNode> estimates() throws IOException {
        return evidence().get("findings").valueStream().filter(finding -> !finding.get("timed").booleanValue())
                .map(finding -> finding.get("estimates")).toList();
    }

    @Test
    void evidenceIsThatOfTheFilesAndNothingIsFetchedTwice() throws IOException {
        SmallStudy.run("assess", new SmallStudyOfFiles(folder).write(films), "--out", folder.resolve("out"));
        List<JsonNode> ofFiles = estimates();
        FilmServer server = serve();
        SmallStudy.Said said = assess(server, "", SmallStudy.TEXT);
        assertThat(said.code()).isZero();
        assertThat(estimates()).isNotEmpty().isEqualTo(ofFiles);
        assertNoIdentifiers(said);
        assertThat(server.queries.getFirst()).isEqualTo(
                "Modality=DX&StudyDate=20260101-20260630&includefield=AccessionNumber&limit=500&offset=0");
        assertThat(server.retrieved).hasSize(SmallStudy.FILMS).doesNotHaveDuplicates().doesNotContain("1.2.77.99.1.1");
        assertThat(assess(server, "").code()).isZero();
        assertThat(server.retrieved).hasSize(SmallStudy.FILMS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cache")))).isEqualTo("rwx------");
    }

    /// The same films as files, for comparison.
    private record SmallStudyOfFiles(Path folder) {

        Path write(List<DicomFilm> films) throws IOException {
            StringBuilder table = new StringBuilder("case,image,opacity\n");
            for (int i = 0; i < SmallStudy.FILMS; i++) {
                Files.write(folder.resolve("films/" + i + ".dcm"), films.get(i).bytes());
                table.append("c").append(i).append(",films/").append(i).append(".dcm,").append(i % 2).append('\n');
            }
            Files.writeString(folder.resolve("files.csv"), table);
            return Files.writeString(folder.resolve("files.yaml"), SmallStudy.TEXT.replace("cases.csv", "files.csv"));
        }
    }

    private void assertNoIdentifiers(SmallStudy.Said said) throws IOException {
        StringBuilder written = new StringBuilder(said.out()).append(said.err());
        try (Stream<Path> files = Stream.concat(Files.walk(folder.resolve("out")), Files.walk(folder.resolve("cache")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.append(file.getFileName());
                if (!file.toString().endsWith(".dcm")) {
                    written.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(written.toString()).contains("evidence").doesNotContain("ACC77").doesNotContain("1.2.77.").doesNotContain("Secret");
    }

    @Test
    void aRunThatStopsGoesOnWhereItStopped() throws IOException {
        FilmServer server = serve();
        server.status = (number, film) -> number < 15 ? 200 : 401; // the token runs out
        SmallStudy.Said stopped = assess(server, "");
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err()).contains("study.yaml:10:13", "'cohort.dicomweb' could not be used: GET " + server.address()
                + "/studies/.../series/.../instances/...: the server wants to know who asks (status 401)", "Check the token");
        int kept = cached().size();
        assertThat(kept).isBetween(10, 15);
        server.status = (number, film) -> 200;
        server.retrieved.clear();
        assertThat(assess(server, "").code()).isZero();
        assertThat(server.retrieved).hasSize(SmallStudy.FILMS - kept);
        assertThat(evidence().get("cohort").get("evaluated").intValue()).isEqualTo(SmallStudy.FILMS);
    }

    @Test
    void aDamagedCopyIsFetchedAgain() throws IOException {
        FilmServer server = serve();
        assertThat(assess(server, "").code()).isZero();
        JsonNode root = evidence().get("cohort").get("root");
        Files.write(cached().get(5), new byte[] {1, 2, 3});
        Files.delete(cached().get(7));
        Files.writeString(folder.resolve("cache/left.part"), "half");
        assertThat(assess(server, "").code()).isZero();
        assertThat(server.retrieved).hasSize(SmallStudy.FILMS + 2);
        assertThat(new HashSet<>(server.retrieved)).hasSize(SmallStudy.FILMS);
        assertThat(evidence().get("cohort").get("root")).isEqualTo(root);
    }

    @Test
    void rowsWithoutOnePictureAreSetAside() throws IOException {
        films.set(3, new DicomFilm(films.get(3).frames(), "1.2.77.3", "1.2.77.3.1", "1.2.77.3.1.1", "ACC775")); // two of ACC775
        Path table = folder.resolve("cases.csv");
        Files.writeString(table, Files.readString(table).replace("c8,ACC778,", "c8,,"));
        FilmServer server = serve();
        Map<String, Integer> statuses = Map.of("ACC779", 404, "ACC7710", 500);
        server.status = (number, film) -> statuses.getOrDefault(film.order(), 200);
        assertThat(assess(server, "").code()).isZero();
        assertThat(evidence().get("quarantine").valueStream()
                .map(each -> each.get("path").stringValue() + " " + each.get("reason").stringValue())).containsExactlyInAnyOrder(
                        "cases.csv:5 no picture on the server matches the query and has its AccessionNumber",
                        "cases.csv:7 2 pictures on the server match the query and have its AccessionNumber, expected one",
                        "cases.csv:10 the AccessionNumber is missing, by which its picture is found",
                        "cases.csv:11 the picture could not be fetched: the server has no such thing (status 404)",
                        "cases.csv:12 the picture could not be fetched: the server failed (status 500)");
    }

    @Test
    void secretsComeFromTheEnvironment() throws IOException {
        FilmServer server = serve();
        assertThat(assess(server, "  access: {token-env: PATH}\n").code()).isZero(); // a variable that every machine has
        assertThat(server.tokens).containsOnly("Bearer " + System.getenv("PATH"));
        SmallStudy.Said unset = assess(server, "  access: {token-env: REALFM_TEST_NO_SUCH_TOKEN}\n");
        assertThat(unset.code()).isEqualTo(2);
        assertThat(unset.err()).contains("study.yaml:13:23",
                "'cohort.access.token-env' names the environment variable REALFM_TEST_NO_SUCH_TOKEN, which is not set");
    }
}
