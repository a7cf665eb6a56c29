package org.realfm.models.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Output;
import org.realfm.models.Takes;
import org.realfm.tables.BadInput;

/// Programs that do well and programs that do not, run by Python.
@Timeout(60)
class CommandModelTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String READY = "print('{\"realfm\": 1, \"name\": \"test\", \"version\": \"1\"}', flush=True)\n";

    /// Answers each picture with its width / 100.
    private static final String GOOD = """
            import json, sys, os, time
            def say(**answer): print(json.dumps(answer), flush=True)
            """ + READY + """
            for line in sys.stdin:
                q = json.loads(line)
                w, i = q["width"], q["id"]
                %s
                say(id=i, score=w / 100)
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void python() {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "skipped: there is no " + PYTHON);
    }

    private CommandSpec spec(String program, int batch, int processes) throws IOException {
        Path file = Files.writeString(folder.resolve("model.py"), program);
        return new CommandSpec(
                PYTHON, List.of("-S", String.valueOf(file.getFileName())), folder, List.of(), List.of("SECRET"),
                CommandSpec.Pictures.BASE64, processes, batch, Duration.ofSeconds(10), Duration.ofMillis(1000), 3, true);
    }

    private CommandModel open(String program, int batch) throws IOException {
        return CommandModel.open(spec(program, batch, 1), Map.of("SECRET", "sesame-4711", "OTHER", "hidden")::get);
    }

    private CommandModel good(String extra, int batch) throws IOException {
        return open(GOOD.replace("%s", extra), batch);
    }

    private static Content picture(int width) {
        return Content.of("case " + width, Image2D.of(width, 1, 1, 255, new float[width]));
    }

    private static List<Content> pictures(int... widths) {
        return IntStream.of(widths).mapToObj(CommandModelTest::picture).toList();
    }

    private static Output score(double score) {
        return new Output.Scores(score, new float[0]);
    }

    private static String reason(Output output) {
        return output instanceof Output.Failure(String reason) ? reason : "no failure: " + output;
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "64"})
    void answersComeInOrderAndACaseWithoutAPictureFailsAlone(int batch) throws IOException {
        List<Content> shown = new ArrayList<>(pictures(10, 20, 30, 40, 50));
        shown.add(2, new Content("none", Optional.empty()));
        try (CommandModel model = good("", batch)) {
            assertThat(model.predict(shown))
                    .containsExactly(
                            score(0.1), score(0.2), new Output.Failure("the case has no picture"), score(0.3),
                            score(0.4), score(0.5));
            assertThat(model.predict(pictures(60))).containsExactly(score(0.6));
            assertThat(model.runtime()).isEqualTo("command test 1");
            assertThat(model.interactive()).isTrue();
        }
    }

    @Test
    void severalProcessesAnswerSeveralThreads() throws Exception {
        CommandSpec spec = spec(GOOD.replace("%s", "time.sleep(0.01)"), 4, 3);
        try (CommandModel model = CommandModel.open(spec, name -> "value");
                ExecutorService workers = Executors.newFixedThreadPool(6)) {
            List<Callable<List<Output>>> asked = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                int width = i;
                asked.add(() -> model.predict(pictures(width, width + 1, width + 2)));
            }
            int width = 1;
            for (var answer : workers.invokeAll(asked)) {
                assertThat(answer.get())
                        .containsExactly(score(width / 100.0), score((width + 1) / 100.0), score((width + 2) / 100.0));
                width++;
            }
        }
    }

    @Test
    void theProgramOfThePageWorksAndSees16Bits() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("realfm.root", "..")).resolve("docs/model-command.md"));
        String program = page.substring(page.indexOf("```python\n") + 10);
        CommandSpec spec = spec(program.substring(0, program.indexOf("```")), 1, 1);
        try {
            Process probe = new ProcessBuilder(PYTHON.toString(), "-c", "import numpy, PIL").start();
            Assumptions.assumeTrue(probe.waitFor() == 0, "skipped: Python has no numpy or Pillow");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Image2D deep = Image2D.of(2, 1, 1, 65535, new float[] {1, 40000});
        Image2D twelve = Image2D.of(2, 1, 1, 4095, new float[] {7, 4000});
        CommandSpec whole = new CommandSpec(
                spec.program(), List.of("model.py"), spec.folder(), List.of(), List.of(), CommandSpec.Pictures.BASE64, 1, 1,
                Duration.ofSeconds(30), Duration.ofSeconds(10), 3, true);
        try (CommandModel model = CommandModel.open(whole)) {
            assertThat(model.predict(List.of(
                            Content.of("a", deep), Content.of("b", twelve), picture(3))))
                    .containsExactly(score(40001 / 2.0 / 65535), score(4007 / 2.0 / 4095), score(0));
            assertThat(model.runtime()).isEqualTo("command brightness 1.0");
        }
    }

    @Test
    void aVolumeComesAsANiftiFileInWhichLeftIsLeft() throws IOException {
        CommandSpec spec = spec("""
                import gzip, json, struct, sys
                def say(**answer): print(json.dumps(answer), flush=True)
                """ + READY + """
                for line in sys.stdin:
                    q = json.loads(line)
                    data = gzip.open(q["path"]).read()
                    values = struct.unpack("<6h", data[352:])
                    rows = struct.unpack("<12f", data[280:328])
                    assert (q["columns"], q["rows"], q["slices"]) == (3, 1, 2) == struct.unpack("<3h", data[42:48])
                    assert values == (-1000, 1, 2, 3, 4, 3000), values
                    assert rows == (-2, 0, 0, -10, 0, -3, 0, -20, 0, 0, 4, 30), rows  # x to the right, y to the front
                    say(id=q["id"], score=0.5)
                """, 4, 1);
        CommandSpec byPath = new CommandSpec(
                spec.program(), spec.arguments(), spec.folder(), List.of(), List.of(), CommandSpec.Pictures.PATH, 1, 4,
                spec.start(), Duration.ofSeconds(10), 3, true);
        Volume volume = Volume.of(
                3, 1, 2, new float[] {-1000, 1, 2, 3, 4, 3000}, Affine.of(2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30));
        try (CommandModel model = CommandModel.open(byPath)) {
            assertThat(model.predict(List.of(new Content("a", Optional.of(new Picture.Solid(volume)))))).containsExactly(score(0.5));
        }
    }

    @Test
    void aPictureMayComeAsAFileThatIsGoneAfterwards() throws IOException {
        Path seen = folder.resolve("seen.txt");
        CommandSpec base = spec(
                GOOD.replace("%s", "open('seen.txt', 'a').write(q['path'] + ' ' + str(os.path.getsize(q['path'])) + '\\n')"),
                2, 1);
        CommandSpec spec = new CommandSpec(
                base.program(), base.arguments(), folder, List.of(), List.of(), CommandSpec.Pictures.PATH, 1, 2,
                base.start(), base.item(), 3, true);
        try (CommandModel model = CommandModel.open(spec)) {
            assertThat(model.predict(pictures(10, 20))).containsExactly(score(0.1), score(0.2));
        }
        for (String line : Files.readAllLines(seen)) {
            assertThat(Path.of(line.split(" ")[0])).doesNotExist();
            assertThat(Integer.parseInt(line.split(" ")[1])).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            say(id=i, score=float('nan')); continue          | the score is NaN
            say(id=i, score=1.5); continue                   | 1.5 is not a probability
            say(id=i, score='high'); continue                | "high", not a number
            say(id=i, error='no lungs seen'); continue       | the program says: no lungs seen
            """)
    void anAnswerThatIsNoScoreIsAFailureOfThatPictureOnly(String extra, String reason) throws IOException {
        try (CommandModel model = good("if w == 20: " + extra, 3)) {
            List<Output> outputs = model.predict(pictures(10, 20, 30));
            assertThat(outputs.get(0)).isEqualTo(score(0.1));
            assertThat(reason(outputs.get(1))).contains(reason);
            assertThat(outputs.get(2)).isEqualTo(score(0.3));
        }
    }

    @Test
    void aRefusalIsAValueOfItsOwnAndFeaturesAreKept() throws IOException {
        try (CommandModel model = good("""
                if w == 20:
                        say(id=i, refusal='not a chest film'); continue
                    say(id=i, score=0.5, embedding=[1, 2.5]); continue""", 3)) {
            assertThat(model.predict(pictures(10, 20)))
                    .containsExactly(
                            new Output.Scores(0.5, new float[] {1, 2.5f}), new Output.Refusal("not a chest film"));
        }
    }

    /// Each program does something bad at width 20: the neighbours of that picture are answered all the same.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            print('oom', file=sys.stderr); os._exit(3)       | it ended with exit code 3; standard error ends: oom
            os.abort()                                       | it ended with exit code
            time.sleep(60)                                   | no answer in 1.0 s
            print('{"id": %d, "sc' % i, end='', flush=True); os._exit(0) | it ended in the middle of a line
            print('loading weights', flush=True)             | it wrote 'loading weights' to standard output
            print('[1, 2]', flush=True)                      | it wrote '[1, 2]' to standard output
            say(id=i + 7, score=0.3)                         | which was not asked
            say(id=str(i), score=0.3)                        | no 'id'
            say(id=i)                                        | none of score, error and refusal
            say(id=i, score=0.3, error='x')                  | more than one of
            say(id=i, score=0.3, confidence=1)               | unknown key 'confidence'
            say(id=i, score=0.3, embedding=[1, None])        | element 1 of the embedding
            [sys.stdout.write('x' * 1000000) for _ in range(30)] | a line of more than
            print(os.environ['SECRET'], file=sys.stderr, flush=True); os._exit(1) | standard error ends: ***
            print(os.environ.get('OTHER'), file=sys.stderr, flush=True); os._exit(1) | standard error ends: None
            """)
    void whatGoesWrongOnOnePictureIsTold(String extra, String reason) throws IOException {
        try (CommandModel model = good("if w == 20: " + extra, 3)) {
            List<Output> outputs = model.predict(pictures(10, 20, 30));
            assertThat(reason(outputs.get(1))).contains("the program failed on this picture", reason);
            assertThat(reason(outputs.get(1))).doesNotContain("sesame").hasSizeLessThan(800);
            assertThat(List.of(outputs.get(0), outputs.get(2))).containsExactly(score(0.1), score(0.3));
        }
    }

    @Test
    void linesThatNobodyAskedForEndTheProgram() throws IOException {
        try (CommandModel model = good("if w == 20: [say(id=i, score=0.2) for _ in range(100000)]", 1)) {
            List<Output> outputs = model.predict(pictures(10, 20, 30));
            assertThat(List.of(outputs.get(0), outputs.get(1))).containsExactly(score(0.1), score(0.2));
            assertThat(outputs.get(2)).isEqualTo(score(0.3));
        }
    }

    @Test
    void aCrashThatPassesIsForgotten() throws IOException {
        String once = "if not os.path.exists('died'): open('died', 'w').close(); os._exit(1)";
        try (CommandModel model = good(once, 2)) {
            assertThat(model.predict(pictures(10, 20, 30))).containsExactly(score(0.1), score(0.2), score(0.3));
        }
    }

    @Test
    void aProgramThatAlwaysDiesIsHaltedAndWhatItSaidCounts() throws IOException {
        try (CommandModel model = good("if w > 20: os._exit(9)", 1)) {
            Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(pictures(10, 20, 30, 40, 50, 60)));
            assertThat(halted.why().getMessage())
                    .contains("started again 3 times without giving an answer", "exit code 9", "run again");
            assertThat(halted.answered().subList(0, 2)).containsExactly(Optional.of(score(0.1)), Optional.of(score(0.2)));
            assertThat(halted.answered().get(5)).isEmpty();
            assertThatThrownBy(() -> model.predict(pictures(10))).isInstanceOf(Halted.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            raise SystemExit('no GPU')               | no GPU
            print('hello', flush=True)               | 'hello'
            print('{"realfm": 2}', flush=True)       | "realfm": 1
            import time; time.sleep(60)              | no answer in 1.0 s
            syntax error                             | SyntaxError
            """)
    void aProgramThatIsNotReadyStopsAtOnce(String program, String reason) throws IOException {
        CommandSpec spec = spec(program + "\n", 1, 1);
        CommandSpec hasty = new CommandSpec(
                spec.program(), spec.arguments(), folder, List.of(), List.of(), spec.pictures(), 1, 1,
                Duration.ofSeconds(1), spec.item(), 3, true);
        assertThatThrownBy(() -> CommandModel.open(hasty))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("did not become ready", reason, "docs/model-command.md");
    }

    @Test
    void aVariableThatIsNotSetStopsAtOnce() throws IOException {
        CommandSpec spec = spec(GOOD.replace("%s", ""), 1, 1);
        assertThatThrownBy(() -> CommandModel.open(spec, name -> null))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("SECRET is not set");
    }

    @Test
    void childrenEndWithTheProgram() throws Exception {
        Path pids = folder.resolve("pids");
        String child = "import subprocess; p = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(300)']); open('pids','w').write(str(p.pid))";
        CommandModel model = good("", 1);
        model.close();
        try (CommandModel parent = good(child, 1)) {
            assertThat(parent.predict(pictures(10))).containsExactly(score(0.1));
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pids)))).isPresent();
        }
        assertEnds(pids);
        String dying = GOOD.replace(READY, child + "\n" + READY).replace("%s", "os._exit(1)");
        try (CommandModel parent = open(dying, 1)) {
            parent.predict(pictures(10));
            assertEnds(pids);
        }
    }

    private static void assertEnds(Path pids) throws Exception {
        long pid = Long.parseLong(Files.readString(pids));
        for (int i = 0; i < 100 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false); i++) {
            Thread.sleep(20);
        }
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }

    @Test
    void identityIsOfTheProgramItsArgumentsAndItsFiles() throws IOException {
        CommandSpec spec = spec(GOOD.replace("%s", ""), 1, 1);
        Path weights = Files.writeString(folder.resolve("weights"), "w");
        CommandSpec more = new CommandSpec(
                spec.program(), spec.arguments(), folder, List.of(weights), spec.environment(), spec.pictures(), 1, 1,
                spec.start(), spec.item(), 3, true);
        List<String> digests = new ArrayList<>();
        for (CommandSpec each : List.of(spec, more)) {
            try (CommandModel model = CommandModel.open(each, name -> "x")) {
                digests.add(model.weights().hex());
            }
        }
        Files.writeString(weights, "v");
        try (CommandModel model = CommandModel.open(more, name -> "x")) {
            digests.add(model.weights().hex());
        }
        Files.writeString(folder.resolve("model.py"), GOOD.replace("%s", "pass"));
        try (CommandModel model = CommandModel.open(more, name -> "x")) {
            digests.add(model.weights().hex());
        }
        assertThat(digests).doesNotHaveDuplicates();
        try (CommandModel model = CommandModel.open(more, name -> "another value of the variable")) {
            assertThat(model.weights().hex()).isEqualTo(digests.getLast());
        }
    }

    private static Content recorded(Optional<Picture> image, ClinicalRecord.Value crp, ClinicalRecord.Value report) {
        SequencedMap<String, ClinicalRecord.Value> labs = new LinkedHashMap<>();
        labs.put("crp", crp);
        labs.put("sodium", new ClinicalRecord.Value.Number(140));
        SequencedMap<String, ClinicalRecord.Value> reports = new LinkedHashMap<>();
        reports.put("text", report);
        SequencedMap<String, SequencedMap<String, ClinicalRecord.Value>> modalities = new LinkedHashMap<>();
        modalities.put("labs", labs);
        modalities.put("reports", reports);
        modalities.put("genes", new LinkedHashMap<>(Map.of("tp53", new ClinicalRecord.Value.Number(1))));
        return new Content("case of Mrs Doe", image, new ClinicalRecord(modalities));
    }

    private CommandModel recording(Takes takes) throws IOException {
        CommandSpec plain = spec("import json, sys\n" + READY + """
                for line in sys.stdin:
                    q = json.loads(line)
                    open("seen.jsonl", "a").write(json.dumps({k: v for k, v in q.items() if k != "png"}, ensure_ascii=False) + "\\n")
                    print(json.dumps({"id": q["id"], "score": 0.5}), flush=True)
                """, 3, 1);
        return CommandModel.open(
                new CommandSpec(
                        plain.program(), plain.arguments(), folder, plain.files(), List.of(), plain.pictures(), 1, plain.batch(),
                        plain.start(), plain.item(), plain.restarts(), true, takes),
                Map.<String, String>of()::get);
    }

    @Test
    void theRecordIsAnObjectOfTheModalitiesThatItTakes() throws IOException {
        ClinicalRecord.Value missing = new ClinicalRecord.Value.Missing();
        Optional<Picture> image = Optional.of(new Picture.Flat(Image2D.of(1, 1, 1, 255, new float[1])));
        Takes takes = new Takes(List.of("image", "labs", "reports"), List.of("image", "reports"));
        try (CommandModel model = recording(takes)) {
            List<Output> outputs = model.predict(List.of(
                    recorded(image, new ClinicalRecord.Value.Number(12.5), new ClinicalRecord.Value.Words("Früher: \"klein\"\nignore all")),
                    recorded(Optional.empty(), missing, missing),
                    new Content("x", image)));
            assertThat(outputs).startsWith(score(0.5), score(0.5));
            assertThat(reason(outputs.get(2))).startsWith("the modality 'labs' is missing");
        }
        assertThat(Files.readAllLines(folder.resolve("seen.jsonl")))
                .containsExactly(
                        "{\"id\": 1, \"width\": 1, \"height\": 1, \"channels\": 1, \"maximum\": 255, \"record\": {\"labs\": {\"crp\": 12.5,"
                                + " \"sodium\": 140.0}, \"reports\": {\"text\": \"Früher: \\\"klein\\\"\\nignore all\"}}}",
                        "{\"id\": 2, \"record\": {\"labs\": {\"crp\": null, \"sodium\": 140.0}, \"reports\": null}}");
    }

    @Test
    void whatIsTakenIsPartOfTheSubjectAndAModelOfPicturesIsWhatItWas() throws IOException {
        Content whole = recorded(Optional.of(new Picture.Flat(Image2D.of(1, 1, 1, 255, new float[1]))), new ClinicalRecord.Value.Number(1), new ClinicalRecord.Value.Missing());
        try (CommandModel pictures = recording(Takes.PICTURES);
                CommandModel labs = recording(new Takes(List.of("labs"), List.of()))) {
            assertThat(pictures.preprocessing())
                    .isEqualTo(Digest.of("command", "png", "BASE64", "probability"))
                    .isNotEqualTo(labs.preprocessing());
            pictures.predict(List.of(whole));
            labs.predict(List.of(whole));
        }
        assertThat(Files.readAllLines(folder.resolve("seen.jsonl")))
                .containsExactly(
                        "{\"id\": 1, \"width\": 1, \"height\": 1, \"channels\": 1, \"maximum\": 255}",
                        "{\"id\": 1, \"record\": {\"labs\": {\"crp\": 1.0, \"sodium\": 140.0}}}");
    }
}
