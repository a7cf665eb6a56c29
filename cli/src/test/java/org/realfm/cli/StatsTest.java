package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.cli.SmallStudy.run;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.cli.SmallStudy.Said;
import org.realfm.stats.Auroc;
import org.realfm.stats.Calibration;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.agreement.FleissKappa;
import org.realfm.stats.agreement.Weights;
import org.realfm.stats.readers.Degrees;
import org.realfm.stats.readers.Form;
import org.realfm.stats.readers.ReaderStudy;
import org.realfm.stats.readers.UStatistic;
import org.realfm.stats.survival.Concordance;
import org.realfm.stats.survival.FollowUp;
import org.realfm.stats.survival.KaplanMeier;
import org.realfm.stats.survival.RestrictedMean;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `realfm stats`: what it prints is what the kernels say, and what is wrong with a table is explained.
class StatsTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("realfm.root"), "docs", "examples");
    private static final Path FILMS = EXAMPLES.resolve("films.csv");

    @TempDir
    Path folder;

    private static JsonNode json(Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        Said said = run(all);
        assertThat(said.code()).as(said.err()).isZero();
        return new JsonMapper().readTree(said.out());
    }

    private static void same(JsonNode part, Estimate estimate) {
        assertThat(part.get("name").asString()).isEqualTo(estimate.name());
        assertThat(part.get("value").asDouble()).isEqualTo(estimate.value());
        assertThat(part.get("lower").asDouble()).isEqualTo(estimate.lower());
        assertThat(part.get("upper").asDouble()).isEqualTo(estimate.upper());
        assertThat(part.get("confidence").asDouble()).isEqualTo(estimate.confidence());
        assertThat(part.get("method").asString()).isEqualTo(estimate.method());
        assertThat(part.get("n").asLong()).isEqualTo(estimate.n());
    }

    private static List<String[]> cells(String table) throws IOException {
        return Files.readAllLines(EXAMPLES.resolve(table)).stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static double[] numbers(List<String[]> rows, int column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    }

    private static boolean[] truth(List<String[]> rows, int column) {
        boolean[] truth = new boolean[rows.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = rows.get(i)[column].equals("1");
        }
        return truth;
    }

    private static int[] codes(List<String[]> rows, int column) {
        List<String> names = rows.stream().map(row -> row[column]).distinct().sorted().toList();
        return rows.stream().mapToInt(row -> names.indexOf(row[column])).toArray();
    }

    @Test
    void survivalIsThatOfTheKernels() throws IOException {
        List<String[]> rows = cells("followup.csv");
        FollowUp all = FollowUp.of(numbers(rows, 2), Arrays.stream(numbers(rows, 3)).mapToInt(x -> (int) x).toArray());
        JsonNode said = json(
                "stats", "survival", "--table", EXAMPLES.resolve("followup.csv"), "--time", "years", "--event", "died",
                "--score", "score", "--risk", "risk2", "--horizon", "2");
        same(said.get("estimates").get(0), KaplanMeier.of(all).estimate("event-free at 2", 2, 0.95));
        same(said.get("estimates").get(1), RestrictedMean.of("restricted mean to 2", all, 2, 0.95));
        same(said.get("estimates").get(2), Concordance.harrell("Harrell's C", all, numbers(rows, 4), 0.95));
        same(said.get("estimates").get(3), Concordance.uno("Uno's C to 2", all, numbers(rows, 4), 2, 0.95));
        assertThat(said.toString()).contains("Brier at 2").contains("hazards are proportional");
        Said misused = run(
                "stats", "survival", "--table", EXAMPLES.resolve("followup.csv"), "--time", "years", "--event", "died",
                "--risk", "risk2");
        assertThat(misused.code()).isEqualTo(2);
        assertThat(misused.err()).contains("give --horizon too");
    }

    @Test
    void aurocIsThatOfTheKernel() throws IOException {
        List<String[]> rows = cells("films.csv");
        double[] score = numbers(rows, 4);
        boolean[] truth = truth(rows, 3);
        JsonNode plain = json("stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new");
        same(plain.get("estimates").get(0), Auroc.estimate("auroc", score, truth, 0.95));
        int[] patient = codes(rows, 1);
        JsonNode clustered = json(
                "stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new", "--patient", "patient",
                "--group", "site", "--confidence", "0.9");
        same(clustered.get("estimates").get(0), Auroc.clustered("auroc", score, truth, patient, 0.9));
        assertThat(clustered.get("estimates").get(0).get("cell").asString()).isEqualTo("all");
        assertThat(clustered.get("estimates").valueStream().map(part -> part.get("cell").asString()))
                .containsExactly("all", "north", "south", "west");
        for (String interval : List.of("logit", "newcombe")) {
            JsonNode other = json(
                    "stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new", "--patient", "patient",
                    "--interval", interval);
            same(
                    other.get("estimates").get(0),
                    interval.equals("logit")
                            ? Auroc.logit("auroc", score, truth, patient, 0.95)
                            : Auroc.newcombe("auroc", score, truth, patient, 0.95));
        }
    }

    @Test
    void comparisonsArePaired() throws IOException {
        List<String[]> rows = cells("films.csv");
        boolean[] truth = truth(rows, 3);
        JsonNode said = json(
                "stats", "compare-auroc", "--table", FILMS, "--truth", "effusion", "--score", "new", "--score", "old");
        same(
                said.get("estimates").get(2),
                Auroc.difference("auroc difference", numbers(rows, 4), numbers(rows, 5), truth, 0.95));
        assertThat(said.get("tests").get(0).get("pValue").asDouble()).isBetween(1e-6, 0.05);
    }

    @Test
    void calibrationAndOperatingPointsAreThoseOfTheKernels() throws IOException {
        List<String[]> rows = cells("films.csv");
        boolean[] truth = truth(rows, 3);
        Calibration calibration = Calibration.of(numbers(rows, 5), truth);
        JsonNode said = json(
                "stats", "calibration", "--table", FILMS, "--truth", "effusion", "--risk", "old", "--replicates", "200");
        same(said.get("estimates").get(0), calibration.observedExpected(0.95));
        same(said.get("estimates").get(2), calibration.slope(0.95).orElseThrow());
        same(said.get("estimates").get(3), calibration.brier(0.95));
        assertThat(said.get("estimates").get(4).get("value").asDouble())
                .isEqualTo(calibration.expectedCalibrationError(10));
        JsonNode point = json(
                "stats", "operating-point", "--table", FILMS, "--truth", "effusion", "--score", "new", "--threshold", "0.3",
                "--patient", "patient", "--prevalence", "0.05");
        DiagnosticTable table = DiagnosticTable.at(0.3, numbers(rows, 4), truth).byCluster(codes(rows, 1));
        same(point.get("estimates").get(0), table.sensitivity(0.95).orElseThrow());
        same(point.get("estimates").get(4), table.positiveLikelihoodRatio(0.95).orElseThrow());
        same(point.get("estimates").get(9), table.ppvAt(0.05, 0.95).orElseThrow());
    }

    @Test
    void readerStudiesAreThoseOfTheKernel() throws IOException {
        List<String[]> rows = cells("readings.csv");
        UStatistic statistic = UStatistic.of(ReaderStudy.of(
                codes(rows, 0), codes(rows, 1), codes(rows, 2), truth(rows, 3), numbers(rows, 4)));
        JsonNode said = json(
                "stats", "mrmc", "--table", EXAMPLES.resolve("readings.csv"), "--reader", "reader", "--modality", "modality",
                "--case", "case", "--truth", "truth", "--score", "rating");
        same(
                said.get("estimates").get(4),
                statistic.difference(0, 1, Form.UNBIASED, Degrees.BDG).estimate("auroc difference", 0.95));
        assertThat(said.get("estimates").get(5).get("method").asString()).startsWith("Obuchowski-Rockette");
        assertThat(said.get("estimates").size()).isEqualTo(6 + 10);
    }

    @Test
    void ordersOfCategoriesAreThoseGiven() throws IOException {
        List<String[]> rows = cells("grades.csv");
        List<String> order = List.of("none", "mild", "severe");
        int[] reader = codes(rows, 0);
        int[] film = codes(rows, 1);
        int[][] rating = new int[60][3];
        for (int[] of : rating) {
            Arrays.fill(of, -1);
        }
        for (int i = 0; i < rows.size(); i++) {
            rating[film[i]][reader[i]] = order.indexOf(rows.get(i)[2]);
        }
        JsonNode said = json(
                "stats", "agreement", "--table", EXAMPLES.resolve("grades.csv"), "--rater", "reader", "--item", "film",
                "--rating", "grade", "--scale", "ordinal", "--order", "none,mild,severe", "--replicates", "200");
        same(
                said.get("estimates").get(0),
                FleissKappa.estimate("Fleiss' kappa, quadratic weights", rating, 3, Weights.QUADRATIC, 0.95).orElseThrow());
    }

    @Test
    void parquetAndTsvSayTheSame() throws Exception {
        Path parquet = folder.resolve("films.parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * REPLACE (effusion = 1 AS effusion) FROM '" + FILMS + "') TO '" + parquet + "'");
        }
        Path tsv = folder.resolve("films.tsv");
        Files.writeString(tsv, "\uFEFF" + Files.readString(FILMS).replace(',', '\t'));
        JsonNode csv = json("stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new");
        for (Path other : List.of(parquet, tsv)) {
            assertThat(json("stats", "auroc", "--table", other, "--truth", "effusion", "--score", "new").get("estimates"))
                    .isEqualTo(csv.get("estimates"));
        }
    }

    private static void explained(Said said, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains("realfm: ").contains(parts).doesNotContain("\tat ").doesNotContain("fault of realfm");
        assertThat(said.out()).isEmpty();
    }

    private Said auroc(String table, Object... more) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, table);
        List<Object> words = new ArrayList<>(List.of("stats", "auroc", "--table", file, "--truth", "y", "--score", "s"));
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    @Test
    void whatIsWrongWithATableIsExplained() throws IOException {
        explained(auroc("y,s\n1,0.2\n0,abc\n"), "t.csv:3", "'abc'", "expected a number");
        explained(auroc("y,s\n1,0x10\n0,1\n"), "t.csv:2", "'0x10'");
        explained(auroc("y,s\n1,NaN\n0,1\n"), "t.csv:2", "'NaN'");
        explained(auroc("y,s\n1,0.2\n2,0.1\n"), "t.csv:3", "'2', expected 0 or 1", "--positive");
        explained(auroc("y,s\n1,0.2\n0,\n,1\n"), "t.csv:3", "'s' is missing", "1 more rows", "--missing drop");
        explained(auroc("y,s\n1,0.2\n1,0.3\n"), "both classes are needed");
        explained(auroc("y,sc\n1,0.2\n0,0.3\n"), "has no column 's'", "Did you mean 'sc'?");
        explained(auroc("y,s\n"), "no rows");
        explained(auroc("y,s\nsick,1\nwell,0\n", "--positive", "ill"), "sick, well", "--positive");
        explained(auroc("y,s\n1,0.2\n0,0.3\n", "--confidence", "95"), "--confidence is 95.0", "0.95");
        explained(auroc("y,s\n1,0.2\n0,0.3\n", "--interval", "wald"), "wald");
        explained(auroc("y,s\n1,0.2\n0,0.3\n", "--scor", "x"), "Did you mean '--score'?");
        explained(auroc("y,s\n1,0.2\n0,0.3\n", "--plot", folder.resolve("none/x.svg")), "x.svg", "--plot");
        explained(run("stats", "auroc", "--table", folder.resolve("none.csv"), "--truth", "y", "--score", "s"), "none.csv");
        explained(run("stats", "compare-auroc", "--table", FILMS, "--truth", "effusion", "--score", "new"), "twice or more");
        explained(
                run("stats", "calibration", "--table", EXAMPLES.resolve("readings.csv"), "--truth", "truth", "--risk", "rating"),
                "readings.csv:2", "probability from 0 to 1");
        explained(
                run(
                        "stats", "decision-curve", "--table", FILMS, "--truth", "effusion", "--risk", "new", "--from", "0.5", "--to",
                        "0.2"),
                "0 < from <= to < 1");
        explained(run("stats", "plan", "auroc", "--expected", "0.9", "--half-width", "2", "--prevalence", "0.1"), "half-width");
        explained(run("stats", "plan", "auroc", "--expected", "0.3", "--half-width", "0.1", "--prevalence", "0.1"), "0.3");
    }

    @Test
    void rowsThatContradictEachOtherAreNamed() throws IOException {
        Path readings = folder.resolve("r.csv");
        Files.writeString(readings, "r,c,t,s\na,1,0,1\na,2,1,2\na,1,0,3\n");
        explained(
                run("stats", "mrmc", "--table", readings, "--reader", "r", "--case", "c", "--truth", "t", "--score", "s"),
                "r.csv:4", "case '1'", "r.csv:2");
        Files.writeString(readings, "r,c,t,s\na,1,0,1\na,2,1,2\nb,1,1,3\n");
        explained(
                run("stats", "mrmc", "--table", readings, "--reader", "r", "--case", "c", "--truth", "t", "--score", "s"),
                "r.csv:4", "another truth", "r.csv:2");
        Files.writeString(readings, "r,c,t,s,m\na,1,0,1,alone\na,2,1,2,alone\na,1,0,1,aided\n");
        explained(
                run(
                        "stats", "mrmc", "--table", readings, "--reader", "r", "--case", "c", "--truth", "t", "--score", "s",
                        "--modality", "m"),
                "no reader read cases of both classes in 'aided'");
        Files.writeString(readings, "r,c,t,s\na,1,0,1\na,1,1,2\n");
        explained(
                run("stats", "agreement", "--table", readings, "--rater", "r", "--item", "c", "--rating", "s"),
                "r.csv:3", "rater 'a' has rated item '1' before, in r.csv:2");
        Files.writeString(readings, "i,s,l\nf1,0.5,1\nf1,0.4,2\n");
        Path films = folder.resolve("f.csv");
        Files.writeString(films, "i,n\nf1,1\n");
        Object[] froc = {
            "stats", "froc", "--table", readings, "--image", "i", "--rating", "s", "--lesion", "l", "--cases", films, "--lesions",
            "n"
        };
        explained(run(froc), "r.csv:3", "hit 1, 2", "has 1 lesions");
        Files.writeString(films, "i,n\nf2,1\n");
        explained(run(froc), "r.csv:2", "'f1' is not in f.csv");
        Files.writeString(films, "i,n\nf1,1.5\n");
        explained(run(froc), "f.csv:2", "whole number");
    }

    @Test
    void missingValuesAreCountedNeverSilentlySkipped() throws IOException {
        Said said = auroc("y,s\n1,0.2\n0,0.1\n0,\nNA,1\n1,0.05\n", "--missing", "drop");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("3 rows of t.csv; 2 left out, since a value is missing: 2 with the condition, 1 without");
    }

    @Test
    void aGroupOfOneClassIsSaidToHaveNoAuroc() throws IOException {
        Said said = auroc("y,s,g\n1,0.2,a\n0,0.1,a\n0,0.3,b\n0,0.4,b\n", "--group", "g");
        assertThat(said.out()).contains("auroc [a]").contains("No AUROC [b]: all 2 rows are of one class.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auroc --table films.csv --truth effusion --score new",
                "auroc --table films.csv --truth effusion --score new --group site",
                "compare-auroc --table films.csv --truth effusion --score new --score old",
                "calibration --table films.csv --truth effusion --risk old",
                "decision-curve --table films.csv --truth effusion --risk new",
                "operating-point --table films.csv --truth effusion --score new --threshold 0.3",
                "mrmc --table readings.csv --reader reader --modality modality --case case --truth truth --score rating",
                "agreement --table grades.csv --rater reader --item film --rating millimetres --scale interval",
                "froc --table marks.csv --image film --rating score --lesion lesion --cases marked-films.csv --lesions lesions"
            })
    void picturesAreFilesOfTheirOwn(String words) throws Exception {
        Path picture = folder.resolve("p.svg");
        List<Object> all = new ArrayList<>(List.of("stats"));
        for (String word : words.split(" ")) {
            all.add(word.endsWith(".csv") ? EXAMPLES.resolve(word) : word);
        }
        all.addAll(List.of("--replicates", 100, "--plot", picture));
        Said said = run(all.toArray());
        assertThat(said.code()).as(said.err()).isZero();
        String text = Files.readString(picture);
        Document document = DocumentBuilderFactory.newNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("style").getLength()).isEqualTo(1);
        assertThat(text).doesNotContain("var(").doesNotContain("NaN").contains("class=\"ground\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stats", "stats auroc", "stats compare-auroc", "stats calibration", "stats decision-curve",
                "stats operating-point", "stats mrmc", "stats agreement", "stats froc", "stats survival", "stats plan", "stats plan sensitivity",
                "stats plan specificity", "stats plan auroc", "stats plan calibration", "stats plan floor",
                "stats plan zero-events", "stats plan readers"
            })
    void everyPageHasTwoExamples(String verb) {
        Said said = run((Object[]) (verb + " --help").split(" "));
        assertThat(said.code()).isZero();
        String examples = said.out().substring(said.out().indexOf("Examples:"));
        assertThat(examples.lines().filter(line -> line.startsWith("  realfm " + verb)).count()).isEqualTo(2);
        assertThat(examples.lines()).allMatch(line -> line.length() <= 79);
        assertThat(said.out()).contains("Exit codes:").doesNotContain("gate");
    }

    @Test
    void plansAreThoseOfTheKernels() {
        assertThat(json("stats", "plan", "zero-events", "--ceiling", "0.01").get("estimates").get(0).get("value").asInt())
                .isEqualTo(299);
        JsonNode none = json("stats", "plan", "floor", "--expected", "0.8", "--floor", "0.9");
        assertThat(none.get("estimates")).isEmpty();
        assertThat(none.get("notes").get(0).asString()).contains("must exceed the floor");
    }

    @Test
    void fewerReplicatesAreSaid() {
        Said said = run(
                "stats", "calibration", "--table", FILMS, "--truth", "effusion", "--risk", "new", "--replicates", "50");
        assertThat(said.out()).contains("Bootstrap intervals rest on 50 replicates.");
        explained(
                run("stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new", "--replicates", "0"),
                "--replicates is 0");
    }

    @Test
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        Object[] words = {"stats", "auroc", "--table", FILMS, "--truth", "effusion", "--score", "new"};
        String there = run(words).out();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(run(words).out()).isEqualTo(there);
        } finally {
            Locale.setDefault(before);
        }
    }
}
