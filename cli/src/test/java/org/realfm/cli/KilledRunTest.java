package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.stats.SplitMix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The command in processes of its own: killed wherever it stands, and two of them on one folder.
class KilledRunTest {

    private static final int KILLS = 20;
    private static final int KILLS_A_FOLDER = 7;
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        SmallStudy.in(folder);
        Path study = folder.resolve("study.yaml");
        Files.writeString(study, Files.readString(study).replace("cases-per-probe: 8", "cases-per-probe: 40"));
    }

    /// A process that runs the command. It logs what it shows before it shows it, each batch in one write.
    private final class Run {
        final Path out;
        final Path log = folder.resolve("shown.log");
        final Path err = folder.resolve("err.txt");
        final Process process;

        Run(Path out) throws IOException {
            this.out = out;
            Files.deleteIfExists(log);
            Path logging = Files.writeString(folder.resolve("logging.properties"), """
                    handlers=java.util.logging.FileHandler
                    java.util.logging.FileHandler.pattern=%s
                    java.util.logging.FileHandler.level=ALL
                    java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                    java.util.logging.SimpleFormatter.format=%%5$s%%n
                    org.realfm.assess.Presentation.level=ALL
                    """.formatted(log));
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1", // most of so short a run is the compiler's
                            "-Djava.util.logging.config.file=" + logging,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Realfm.class.getName(),
                            "assess",
                            folder.resolve("study.yaml").toString(),
                            "--out",
                            out.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(err.toFile())
                    .start();
        }

        /// Lets it end by itself.
        Run ended() throws IOException, InterruptedException {
            assertThat(process.waitFor()).as(Files.readString(err)).isZero();
            return this;
        }

        /// The scorer and the stimulus of every showing, in order. The last line of a killed process may be cut.
        List<String> shown() throws IOException {
            return Files.exists(log)
                    ? Files.readAllLines(log).stream().filter(line -> line.matches("[0-9a-f]{64} [0-9a-f]{64}")).toList()
                    : List.of();
        }

        /// Waits until it has shown so much, or has ended before that.
        boolean endsBefore(int showings) throws IOException, InterruptedException {
            while (!Files.exists(log) || Files.size(log) < showings * 130L) { // a line is two digests
                if (process.waitFor(2, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return false;
        }

        /// The scorer and the stimulus of every observation that is committed; nobody may have the folder open.
        Set<String> committed() throws IOException, SQLException {
            Path journal = out.resolve("observations.journal");
            if (!Files.exists(journal)) {
                return finished();
            }
            // A copy, since opening the file itself would tidy it up.
            Path copy = Files.createDirectories(folder.resolve("copy")).resolve("observations.journal");
            for (String end : List.of("", ".wal")) {
                Path file = out.resolve("observations.journal" + end);
                Path copied = copy.resolveSibling("observations.journal" + end);
                Files.deleteIfExists(copied);
                if (Files.exists(file)) {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return begun(copy) ? rows("jdbc:duckdb:" + copy, "observation") : finished();
        }

        private Set<String> finished() throws SQLException {
            Path parquet = out.resolve("observations.parquet");
            return Files.exists(parquet) ? rows("jdbc:duckdb:", "read_parquet('" + parquet + "')") : Set.of();
        }

        /// Whether the journal holds its table, and was not killed as soon as its file was made.
        private static boolean begun(Path journal) throws SQLException {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + journal);
                    Statement statement = connection.createStatement();
                    ResultSet tables = statement.executeQuery("SHOW TABLES")) {
                return tables.next();
            }
        }

        private static Set<String> rows(String database, String table) throws SQLException {
            Set<String> rows = new HashSet<>();
            try (Connection connection = DriverManager.getConnection(database);
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT scorer || ' ' || stimulus FROM " + table)) {
                while (found.next()) {
                    assertThat(rows.add(found.getString(1))).as("an observation is kept once").isTrue();
                }
            }
            return rows;
        }

        /// The evidence without what may differ between two runs.
        JsonNode evidence() throws IOException {
            ObjectNode evidence = (ObjectNode) JsonMapper.shared().readTree(Files.readString(out.resolve("evidence.json")));
            evidence.remove("run");
            for (JsonNode finding : evidence.get("findings")) {
                if (finding.get("timed").booleanValue()) {
                    ((ObjectNode) finding).removeAll();
                }
            }
            return evidence;
        }
    }

    /// Kills one run after the other, in turn at moments spread over the time of an undisturbed one and when about half is
    /// shown, a few in each folder; then
    /// the folder's last run ends by itself.
    @Test
    void aRunKilledAtAnyMomentGoesOnToTheSameEvidenceAndRepeatsNothingThatWasKept() throws Exception {
        long start = System.nanoTime();
        Run undisturbed = new Run(folder.resolve("undisturbed")).ended();
        double lasted = System.nanoTime() - start;
        JsonNode evidence = undisturbed.evidence();
        Set<String> all = undisturbed.committed();
        assertThat(undisturbed.shown().size()).as("nothing is shown twice").isEqualTo(all.size()).isGreaterThan(3000);
        assertThat(Set.copyOf(undisturbed.shown()).equals(all)).as("what is shown is kept").isTrue();

        SplitMix random = new SplitMix(SEED);
        int[] moments = IntStream.range(0, KILLS).toArray();
        random.shuffle(moments);
        int kills = 0;
        int killedWhileShowing = 0;
        for (int number = 0; kills < KILLS; number++) {
            Path out = folder.resolve("killed" + number);
            Set<String> kept = new HashSet<>();
            Map<String, Integer> showings = new HashMap<>();
            Run run = new Run(out);
            for (int here = 0; here < KILLS_A_FOLDER && kills < KILLS; here++) {
                long moment = (long) (lasted * (moments[kills] + random.nextDouble()) / KILLS);
                int enough = all.size() / 3 + random.nextInt(all.size() / 3);
                boolean ended = kills % 2 == 0
                        ? run.process.waitFor(moment, TimeUnit.NANOSECONDS)
                        : run.endsBefore(enough);
                if (ended) {
                    break; // what earlier runs had done has made it shorter
                }
                run.process.destroyForcibly().waitFor();
                kills++;
                Set<String> now = check(run, kept, showings);
                killedWhileShowing += now.size() > kept.size() && now.size() < all.size() ? 1 : 0;
                kept = now;
                run = new Run(out);
            }
            run.ended();
            // Every folder has a salt of its own, so that only the number can be held against the undisturbed run.
            Set<String> end = check(run, kept, showings);
            assertThat(end.size()).as("all is kept").isEqualTo(all.size());
            assertThat(showings.keySet().equals(end)).as("all that was shown is kept").isTrue();
            assertThat(run.evidence()).as("after " + kills + " kills").isEqualTo(evidence);
            assertThat(SmallStudy.run("ledger", "verify", out).code()).isZero();
            try (Stream<Path> left = Files.list(out)) {
                assertThat(left.map(path -> String.valueOf(path.getFileName())))
                        .containsExactlyInAnyOrder(".salt", "evidence.json", "ledger.jsonl", "ledger.jsonl.head",
                                "observations.parquet", "report.html");
            }
        }
        assertThat(killedWhileShowing).as("kills that left a part of what is to be shown").isPositive();
    }

    /// What was kept before a run is still there after it, and the run has shown none of it.
    ///
    /// @return what is kept now
    private static Set<String> check(Run run, Set<String> before, Map<String, Integer> showings)
            throws IOException, SQLException {
        List<String> shown = run.shown();
        assertThat(new HashSet<>(shown)).as("no run shows anything twice").hasSameSizeAs(shown);
        assertThat(Collections.disjoint(shown, before)).as("nothing is shown that was kept").isTrue();
        shown.forEach(each -> showings.merge(each, 1, Integer::sum));
        Set<String> now = run.committed();
        assertThat(now.containsAll(before)).as("nothing that was kept is lost").isTrue();
        Set<String> added = new HashSet<>(now);
        added.removeAll(before);
        assertThat(new HashSet<>(shown).containsAll(added)).as("nothing is kept that was not shown").isTrue();
        return now;
    }

    @Test
    void aSecondProcessOnTheSameFolderIsRefusedAndDisturbsNothing() throws Exception {
        Path out = folder.resolve("out");
        Run first = new Run(out);
        while (!Files.exists(out.resolve("observations.journal"))) {
            assertThat(first.process.isAlive()).isTrue();
            Thread.sleep(5);
        }
        signal("STOP", first.process);
        Thread.sleep(500); // until what it was writing is written
        Map<String, Long> before = sizes(out);
        List<SmallStudy.Said> refusals = new ArrayList<>();
        for (String fresh : List.of("--threads=1", "--fresh")) {
            refusals.add(SmallStudy.run("assess", folder.resolve("study.yaml"), "--out", out, fresh));
        }
        Map<String, Long> after = sizes(out);
        signal("CONT", first.process);
        first.ended();
        assertThat(refusals).allSatisfy(refused -> {
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("is open elsewhere")
                    .contains("another run uses this folder")
                    .contains("--out");
        });
        assertThat(after).isEqualTo(before);
        assertThat(Set.copyOf(first.shown()).size())
                .isEqualTo(first.shown().size())
                .isEqualTo(first.committed().size());
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor())
                .isZero();
    }

    private static Map<String, Long> sizes(Path folder) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    sizes.put(String.valueOf(file.getFileName()), Files.size(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return sizes;
    }
}
