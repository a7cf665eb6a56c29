package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.run.Features;
import org.realfm.tables.BadInput;

class ObservationStoreTest {

    private static final Digest A = Digest.of("scorer a");
    private static final Digest B = Digest.of("scorer b");

    @TempDir
    private Path folder;

    private static Map<Digest, Output> said(int from, int to) {
        Map<Digest, Output> said = new LinkedHashMap<>();
        IntStream.range(from, to)
                .forEach(i -> said.put(
                        Digest.of("stimulus " + i),
                        i % 10 == 3
                                ? new Output.Failure("it's \"broken\"; \n ärger, " + i)
                                : i % 10 == 7
                                ? new Output.Refusal("not for " + i)
                                : new Output.Scores(1.0 / (1 + i), new float[] {i, Float.MIN_VALUE, -0f})));
        return said;
    }

    /// What is held of it: all but the features.
    private static Answers held(Map<Digest, Output> said) {
        Answers held = new Answers();
        held.putAll(said);
        return held;
    }

    private Path parquet() {
        return folder.resolve("observations.parquet");
    }

    private Path journal() {
        return folder.resolve("observations.journal");
    }

    private ObservationStore open() {
        return ObservationStore.open(folder, false);
    }

    @Test
    void whatWasSaidIsKnownByScorerBeforeAndAfterTheEnd() {
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEmpty();
            store.add(A, said(0, 20));
            store.add(B, said(5, 9));
            store.add(A, said(20, 25));
            store.add(A, Map.of());
            assertThat(store.known(A)).isEqualTo(held(said(0, 25)));
            assertThat(store.known(B)).isEqualTo(held(said(5, 9)));
            store.finish();
        }
        assertThat(parquet()).exists();
        assertThat(journal()).doesNotExist();
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 25)));
            assertThat(store.known(B)).isEqualTo(held(said(5, 9)));
        }
    }

    @Test
    void scoresKeepEveryBit() {
        Map<Digest, Output> extremes = new LinkedHashMap<>();
        for (double score : new double[] {0.1 + 0.2, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, Math.PI}) {
            extremes.put(Digest.of("" + score), new Output.Scores(score, new float[0]));
        }
        try (ObservationStore store = open()) {
            store.add(A, extremes);
            store.finish();
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(extremes);
        }
    }

    @Test
    void featuresAreReadFromTheFile() {
        Map<Digest, Output> said = said(0, 2000);
        try (ObservationStore store = open()) {
            store.add(B, said(0, 3));
            store.add(A, said);
            store.finish();
        }
        try (ObservationStore store = open()) {
            Features features = store.features(A, store.known(A));
            List<Digest> asked = IntStream.of(1999, 0, 3, 7, 5000, 42).mapToObj(i -> Digest.of("stimulus " + i)).toList();
            assertThat(asked.stream().map(features::has)).containsExactly(true, true, false, false, false, true);
            Map<Digest, float[]> read = features.of(asked);
            assertThat(read).containsOnlyKeys(asked.get(0), asked.get(1), asked.get(5));
            assertThat(read.get(asked.get(0))).containsExactly(1999, Float.MIN_VALUE, -0f);
            assertThat(features.of(List.of())).isEmpty();
        }
    }

    @Test
    void aStoreThatWasNotFinishedGoesOn() {
        try (ObservationStore store = open()) {
            store.add(A, said(0, 5));
            store.finish();
        }
        try (ObservationStore store = open()) {
            store.add(A, said(5, 8));
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 8)));
            store.add(A, said(8, 9));
            store.finish();
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 9)));
        }
    }

    @Test
    void theFileDoesNotDependOnTheOrderOfCommits() throws IOException {
        try (ObservationStore store = open()) {
            store.add(A, said(0, 300));
            store.add(B, said(0, 300));
            store.finish();
        }
        byte[] first = Files.readAllBytes(parquet());
        try (ObservationStore store = ObservationStore.open(folder, true)) {
            for (int from = 270; from >= 0; from -= 30) {
                store.add(B, said(from, from + 30));
                store.add(A, said(from, from + 30));
            }
            store.finish();
        }
        assertThat(parquet()).hasBinaryContent(first);
    }

    @Test
    void aJournalThatWasNeverBegunTakesOverWhatIsFinished() throws Exception {
        try (ObservationStore store = open()) {
            store.add(A, said(0, 5));
            store.finish();
        }
        // Killed after the journal's file was made and before anything was committed to it.
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + journal())) {
            assertThat(connection.isClosed()).isFalse();
        }
        assertThat(journal()).exists();
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 5)));
        }
    }

    @Test
    void freshForgetsEverything() {
        try (ObservationStore store = open()) {
            store.add(A, said(0, 5));
            store.finish();
        }
        try (ObservationStore store = open()) {
            store.add(A, said(5, 8));
        }
        try (ObservationStore store = ObservationStore.open(folder, true)) {
            assertThat(store.known(A)).isEmpty();
            assertThat(parquet()).doesNotExist();
            store.add(A, said(1, 2));
            store.finish();
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(1, 2)));
        }
    }

    /// Another process: adds to the store, says so, and waits to be killed.
    public static void main(String[] arguments) throws IOException {
        ObservationStore store = ObservationStore.open(Path.of(arguments[0]), false);
        store.add(A, said(0, 50));
        System.out.println("added");
        System.in.read();
        store.close();
    }

    private Process other() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ObservationStoreTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void anotherProcessIsKeptOutAndAKilledOneLeavesWhatItHadAdded() throws Exception {
        Process other = other();
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("added");
            assertThatThrownBy(this::open)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("the observations of this folder cannot be opened")
                    .hasMessageContaining("If another run uses this folder, wait for it");
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 50)));
        }
    }

    @Test
    void freshAfterAKillForgetsTheLogOfTheJournalToo() throws Exception {
        Process other = other();
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isEqualTo("added");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("observations.journal.wal")).as("what a kill leaves").exists();
        try (ObservationStore store = ObservationStore.open(folder, true)) {
            assertThat(store.known(A)).isEmpty();
            store.add(A, said(3, 4));
        }
        try (ObservationStore store = open()) {
            assertThat(store.known(A)).isEqualTo(held(said(3, 4)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"observations.journal", "observations.parquet"})
    void aDamagedFileIsNamedAndFreshStartsOver(String name) throws IOException {
        Files.write(folder.resolve(name), "this was a file".repeat(500).getBytes(StandardCharsets.UTF_8));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("the observations of this folder cannot be opened")
                    .hasMessageContaining("start over with --fresh");
        }
        try (ObservationStore store = ObservationStore.open(folder, true)) {
            store.add(A, said(0, 3));
            assertThat(store.known(A)).isEqualTo(held(said(0, 3)));
            store.finish();
        }
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        try (ObservationStore store = open()) {
            store.add(A, said(0, 500));
            store.finish();
        }
        byte[] whole = Files.readAllBytes(parquet());
        Files.write(parquet(), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(this::open).isInstanceOf(BadInput.class).hasMessageContaining("--fresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a' AS something",
                "SELECT 'SCORER' AS scorer, 'no digest' AS stimulus, 0.5 AS score, [1.0::FLOAT] AS embedding,"
                        + " NULL::VARCHAR AS failure",
                "SELECT 'SCORER' AS scorer, 'SCORER' AS stimulus, 'nan'::DOUBLE AS score, [1.0::FLOAT] AS embedding,"
                        + " NULL::VARCHAR AS failure"
            })
    void aFileOfAnotherKindIsNamed(String content) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + content.replace("SCORER", A.hex()) + ") TO '" + parquet() + "' (FORMAT parquet)");
        }
        assertThatThrownBy(() -> {
                    try (ObservationStore store = open()) {
                        store.known(A);
                    }
                })
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("fresh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "it's", "a[b]c", "s*r", "semi;colon", "ünïcode", "a=b&c", "100%"})
    void foldersOfAnyName(String name) throws IOException {
        Path odd = Files.createDirectories(folder.resolve(name));
        try (ObservationStore store = ObservationStore.open(odd, false)) {
            store.add(A, said(0, 5));
            store.finish();
        }
        assertThat(odd.resolve("observations.parquet")).exists();
        try (ObservationStore store = ObservationStore.open(odd, false)) {
            assertThat(store.known(A)).isEqualTo(held(said(0, 5)));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.{journal,parquet,part,wal}");
    }

    @Test
    void aFolderThatIsNotThereCannotBeUsed() {
        assertThatThrownBy(() -> ObservationStore.open(folder.resolve("no"), false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cannot be opened");
    }
}
