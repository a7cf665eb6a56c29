package org.realfm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.assess.Engine;
import org.realfm.assess.EngineProvider;
import org.realfm.run.Progress;
import org.realfm.spark.FilmStudy.Told;
import org.realfm.tables.BadInput;

class SparkEngineTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    private static Path folder;

    private static FilmStudy study;
    private static String local;

    @BeforeAll
    static void assessHere() throws IOException, SQLException {
        study = FilmStudy.in(folder).onHadoop();
        local = study.assess("local", Engine.local(2), Progress.SILENT);
    }

    private static Engine spark(String master) {
        return EngineProvider.named("spark").orElseThrow().engine(Optional.of(master), 2);
    }

    /// The only processes of this Java that it starts.
    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }

    @Test
    void twoExecutorsGiveTheSameBytesOpenEachNetworkOnceAndAreToldNoNameOfACase() throws IOException {
        Told told = new Told();
        assertThat(study.assess("cluster", spark(CLUSTER), told)).isEqualTo(local);
        assertThat(study.run("cluster").get("engine").stringValue()).isEqualTo("spark");
        assertThat(study.run("cluster").get("shown")).isEqualTo(study.run("local").get("shown"));
        assertThat(told.notes).anyMatch(line -> line.matches("Spark showed \\d+ chunks on 2 executors, which opened a network 2 times"));

        try (Stream<Path> files = Files.walk(Path.of(System.getenv("SPARK_HOME"), "work"))) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertThat(written).isNotEmpty();
            for (Path file : written) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(FilmStudy.SECRET);
            }
        }

        // Nothing is left to show: no Spark is started, and the evidence is made again from what is kept.
        Told again = new Told();
        assertThat(study.assess("cluster", spark("spark://nowhere.invalid:1"), again)).isEqualTo(local);
        assertThat(again.notes).noneMatch(line -> line.startsWith("Spark"));
    }

    @Test
    void anExecutorKilledWhileItShowsChangesNothing() throws IOException {
        Told killing = new Told() {
            private boolean killed;

            @Override
            void shown() {
                if (!killed) {
                    List<ProcessHandle> running = executors();
                    assertThat(running).hasSize(2);
                    assertThat(running.getFirst().destroyForcibly()).isTrue(); // SIGKILL
                    killed = true;
                }
            }
        };
        assertThat(study.assess("killed", spark(CLUSTER), killing)).isEqualTo(local);
        assertThat(killing.notes).anyMatch(line -> line.startsWith("Spark lost executor"));
        assertThat(study.run("killed").get("shown")).isEqualTo(study.run("local").get("shown"));
    }

    @Test
    void threadsOfThisProcessGiveTheSameBytes() throws IOException {
        assertThat(study.assess("threads", spark("local[2]"), new Told())).isEqualTo(local);
    }

    @Test
    void aPictureThatIsAnotherOnAnExecutorStopsTheRunAndIsNotLogged() throws IOException {
        FilmStudy other = FilmStudy.in(folder.resolve("other"));
        Progress changing = new Progress() {
            @Override
            public void stage(String name, long total) {
                if (name.startsWith("showing")) {
                    try {
                        Files.copy(other.folder().resolve("films/1.png"), other.folder().resolve("films/0.png"),
                                StandardCopyOption.REPLACE_EXISTING);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }

            @Override
            public void done(long steps) {}

            @Override
            public void note(String line) {}
        };
        assertThatThrownBy(() -> other.assess("out", spark("local[2]"), changing))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("0.png")
                .hasMessageContaining("is another file on an executor");
    }

    @Test
    void aMasterThatDoesNotExistIsExplained() {
        assertThatThrownBy(() -> study.assess("nowhere", spark("yonder"), Progress.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("yonder")
                .hasMessageContaining("--master");
    }
}
