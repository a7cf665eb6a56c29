package org.realfm.models.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.objects.Instance;
import org.realfm.imaging.dicom.objects.SecondaryCapture;
import org.realfm.imaging.dicom.objects.Subject;
import org.realfm.imaging.pictures.Picture;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Output;
import org.realfm.models.device.DeviceSpec.Where;
import org.realfm.models.device.PacsWithDevice.Device;
import org.realfm.models.device.Reading.Concept;
import org.realfm.models.wire.Peer.Asked;
import org.realfm.models.wire.SelfSigned;
import org.realfm.tables.BadInput;

/// A device that finds pictures on a PACS and answers in reports, and everything that it and the PACS can do wrong.
@Timeout(60)
class DeviceModelTest {

    private static final String KEY = "sesame-Open-4711";
    private static final Reading SCORE = report(Optional.empty(), OptionalDouble.empty());

    @TempDir
    private Path folder;

    private static Reading report(Optional<Concept> finding, OptionalDouble absent) {
        return new Reading.Report(new Concept("S1", Optional.of("99TEST")), finding, new LinkedHashMap<>(), 1, absent);
    }

    /// What a test sets; short times.
    private record Setting(
            Reading reading, Where where, boolean files, int limitMillis, int settleMillis, int retries, int concurrency,
            boolean delete, String version, Map<String, String> query) {

        static final Setting PLAIN = new Setting(SCORE, Where.STUDY, false, 3000, 1, 1, 8, false, "2.1", Map.of());

        Setting with(Reading other) {
            return new Setting(other, where, files, limitMillis, settleMillis, retries, concurrency, delete, version, query);
        }

        Setting with(Where other) {
            return new Setting(reading, other, files, limitMillis, settleMillis, retries, concurrency, delete, version, query);
        }

        Setting asFiles() {
            return new Setting(reading, where, true, limitMillis, settleMillis, retries, concurrency, delete, version, query);
        }

        Setting within(int limit, int settle) {
            return new Setting(reading, where, files, limit, settle, retries, concurrency, delete, version, query);
        }

        Setting deleting() {
            return new Setting(reading, where, files, limitMillis, settleMillis, retries, concurrency, true, version, query);
        }

        Setting of(String other) {
            return new Setting(reading, where, files, limitMillis, settleMillis, retries, concurrency, delete, other, query);
        }

        Setting asking(Map<String, String> other) {
            return new Setting(reading, where, files, limitMillis, settleMillis, retries, concurrency, delete, version, other);
        }

        DeviceSpec spec(URI url) {
            SequencedMap<String, String> header = new LinkedHashMap<>(Map.of("BodyPartExamined", "CHEST"));
            return new DeviceSpec(
                    url, "CXR", version,
                    new DeviceSpec.Access(Optional.of("SECRET"), Optional.empty(), Optional.empty(), Optional.empty()),
                    new DeviceSpec.Sending(files, header), where, new LinkedHashMap<>(query), reading,
                    new DeviceSpec.Pace(concurrency, Duration.ofMillis(limitMillis), Duration.ofMillis(5),
                            Duration.ofMillis(settleMillis), Duration.ofMillis(2000), retries, Duration.ofMillis(10)),
                    delete, true);
        }
    }

    /// With little patience for each request.
    private static DeviceModel hasty(URI url) {
        DeviceSpec spec = Setting.PLAIN.spec(url);
        DeviceSpec.Pace pace = spec.pace();
        return DeviceModel.open(
                new DeviceSpec(
                        url, spec.product(), spec.version(), spec.access(), spec.sending(), spec.where(), spec.query(),
                        spec.reading(),
                        new DeviceSpec.Pace(8, pace.limit(), pace.poll(), pace.settle(), Duration.ofMillis(200), 0, pace.pause()),
                        false, true),
                Map.of("SECRET", KEY)::get);
    }

    private static DeviceModel open(URI url, Setting setting) {
        return DeviceModel.open(setting.spec(url), Map.of("SECRET", KEY)::get);
    }

    private static Content picture(int value, String showing) {
        return new Content("case of Mrs Miller", Optional.of(new Picture.Flat(Image2D.of(4, 4, 1, 255, filled(value)))),
                Optional.of(Digest.of(showing)), Optional.empty(), ClinicalRecord.NONE);
    }

    private static float[] filled(float value) {
        float[] samples = new float[16];
        Arrays.fill(samples, value);
        return samples;
    }

    private static Output.Scores score(double value) {
        return new Output.Scores(value, new float[0]);
    }

    private static String failure(Output output) {
        assertThat(output).isInstanceOf(Output.Failure.class);
        return ((Output.Failure) output).reason();
    }

    private static Device scoring() {
        return picture -> List.of(Answered.scored(picture, Answered.mean(picture)));
    }

    /// What one picture of grey 51 (a fifth of white) gives.
    private static Output one(Setting setting, Device device) throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(device);
                DeviceModel model = open(pacs.url(), setting)) {
            return model.predict(List.of(picture(51, "one"))).getFirst();
        }
    }

    @Test
    void eachPictureGetsItsOwnScoreAndManyAreUnderWay() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring());
                DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
            pacs.delayMillis = 150;
            List<Content> shown = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                shown.add(picture(10 * i, "s" + i));
            }
            shown.add(3, new Content("none", Optional.empty()));
            long start = System.nanoTime();
            List<Output> outputs = new ArrayList<>(model.predict(shown));
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(failure(outputs.remove(3))).isEqualTo("the case has no picture");
            for (int i = 0; i < 24; i++) {
                assertThat(((Output.Scores) outputs.get(i)).score()).isCloseTo(10 * i / 255.0, within(1e-9));
            }
            assertThat(pacs.mostUnderWay).hasValueBetween(4, 8);
            assertThat(seconds).as("24 of 0.15 s, one after the other, take 3.6 s").isLessThan(3);
            assertThat(model.account()).hasValueSatisfying(usage -> {
                assertThat(usage.counts()).containsEntry("sent", 24.0).containsEntry("found", 0.0);
                assertThat(usage.words()).contains("results by realfm realfm 2.1", "left on the server", "REALFM-");
            });
            assertThat(pacs.asked()).allMatch(each -> each.header("Authorization").equals("Bearer " + KEY));
        }
    }

    @Test
    void whatIsSentTellsNothingOfTheCase() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring());
                DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
            Image2D deep = Image2D.of(4, 4, 1, 65535, filled(40_000));
            model.predict(List.of(picture(51, "one"), picture(51, "two"),
                    new Content("c", Optional.of(new Picture.Flat(deep)), Optional.of(Digest.of("three")), Optional.empty(), ClinicalRecord.NONE)));
            assertThat(pacs.pictures).hasSize(3);
            assertThat(pacs.pictures.stream().map(each -> value(each, PacsWithDevice.STUDY)).distinct()).hasSize(3);
            assertThat(pacs.pictures.stream().map(each -> value(each, PacsWithDevice.PATIENT)).distinct())
                    .hasSize(3)
                    .allMatch(id -> id.matches("REALFM-[0-9A-F]{16}"));
            assertThat(pacs.pictures).allMatch(each -> value(each, 0x00180015).equals("CHEST"));
            assertThat(pacs.pictures.stream().map(each -> value(each, 0x00100010))).containsOnly("");
            assertThat(pacs.files.values()).allMatch(bytes -> !new String(bytes, StandardCharsets.ISO_8859_1).contains("Miller"));
            assertThat(pacs.pictures).anyMatch(each -> bits(each) == 16);
        }
    }

    private static String value(DataSet set, int tag) {
        try {
            return set.string(tag).orElse("");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int bits(DataSet set) {
        try {
            return set.intOr(Tag.BITS_STORED, 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path film(String modality, String burned) throws Exception {
        DataSet film = DataSetBuilder.from(SecondaryCapture.of(
                        Image2D.of(4, 4, 1, 4095, filled(1000)), Subject.of("HOSPITAL-77", "1.2.3"),
                        Answered.instance(LocalDateTime.of(2020, 1, 2, 3, 4), "x")))
                .text(Tag.MODALITY, modality).text(0x00100010, "Miller^Ann").text(0x00280301, burned).build();
        Path path = Files.createTempFile(folder, "film", ".dcm");
        return Files.write(path, DicomWriter.explicitLittle().bytes(film));
    }

    @Test
    void anUntouchedFileGoesAsItsDeidentifiedCopy() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring());
                DeviceModel model = open(pacs.url(), Setting.PLAIN.asFiles())) {
            Image2D image = Image2D.of(4, 4, 1, 65535, filled(9));
            Optional<Picture> seen = Optional.of(new Picture.Flat(image));
            Path png = Files.write(folder.resolve("a.png"), image.toPng());
            List<Output> outputs = model.predict(List.of(
                    new Content("a", seen, Optional.of(Digest.of("a")), Optional.of(film("DX", "NO")), ClinicalRecord.NONE),
                    new Content("b", seen, Optional.of(Digest.of("b")), Optional.of(film("DX", "YES")), ClinicalRecord.NONE),
                    new Content("c", seen, Optional.of(Digest.of("c")), Optional.of(png), ClinicalRecord.NONE),
                    new Content("d", seen, Optional.of(Digest.of("d")), Optional.empty(), ClinicalRecord.NONE)));
            assertThat(((Output.Scores) outputs.get(0)).score()).isCloseTo(1000 / 4095.0, within(1e-9));
            assertThat(failure(outputs.get(1))).contains("burned");
            assertThat(((Output.Scores) outputs.get(2)).score()).isCloseTo(9 / 65535.0, within(1e-9));
            assertThat(outputs.get(3)).isEqualTo(outputs.get(2));
            DataSet sent = pacs.pictures.stream().filter(each -> value(each, Tag.MODALITY).equals("DX")).findFirst().orElseThrow();
            assertThat(bits(sent)).isEqualTo(12);
            assertThat(value(sent, PacsWithDevice.PATIENT)).startsWith("REALFM-");
            assertThat(pacs.files.values()).allMatch(bytes -> {
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                return !text.contains("Miller") && !text.contains("HOSPITAL") && !text.contains("1.2.3\0") && !text.contains("20200102");
            });
            assertThat(pacs.pictures).hasSize(3);
        }
    }

    @Test
    void whatIsThereAlreadyIsNotSentAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Device device = picture -> {
            asked.incrementAndGet();
            return List.of(Answered.scored(picture, 0.25));
        };
        try (PacsWithDevice pacs = new PacsWithDevice(device)) {
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                assertThat(model.predict(List.of(picture(51, "one")))).containsExactly(score(0.25));
            }
            try (DeviceModel again = open(pacs.url(), Setting.PLAIN)) {
                assertThat(again.predict(List.of(picture(51, "one")))).containsExactly(score(0.25));
                assertThat(asked).hasValue(1);
                assertThat(again.account().orElseThrow().counts()).containsEntry("sent", 0.0).containsEntry("found", 1.0);
                // The same picture shown once more is another showing.
                again.predict(List.of(picture(51, "one, repeated")));
                assertThat(asked).hasValue(2);
                // What is timed is always new.
                Content timed = new Content("c", picture(51, "").picture());
                again.predict(List.of(timed, timed));
                assertThat(asked).hasValue(4);
            }
            try (DeviceModel another = open(pacs.url(), Setting.PLAIN.of("2.2"))) {
                another.predict(List.of(picture(51, "one")));
                assertThat(asked).as("another version is another model").hasValue(5);
            }
            try (DeviceModel reread = open(pacs.url(), Setting.PLAIN.with(report(Optional.empty(), OptionalDouble.of(0))))) {
                reread.predict(List.of(picture(51, "one")));
                assertThat(asked).as("another reading of the same answer").hasValue(5);
            }
        }
    }

    @Test
    void identityIsWhatComputesNotWhereItIs() throws Exception {
        try (PacsWithDevice here = new PacsWithDevice(scoring());
                PacsWithDevice there = new PacsWithDevice(scoring());
                DeviceModel a = open(here.url(), Setting.PLAIN);
                DeviceModel b = open(there.url(), Setting.PLAIN.within(9000, 3));
                DeviceModel c = open(here.url(), Setting.PLAIN.of("2.2"));
                DeviceModel d = open(here.url(), Setting.PLAIN.with(report(Optional.empty(), OptionalDouble.of(0))));
                DeviceModel e = open(here.url(), Setting.PLAIN.asFiles())) {
            assertThat(b.weights()).isEqualTo(a.weights());
            assertThat(b.preprocessing()).isEqualTo(a.preprocessing());
            assertThat(b.runtime()).isEqualTo(a.runtime());
            assertThat(c.weights()).isNotEqualTo(a.weights());
            assertThat(d.preprocessing()).isNotEqualTo(a.preprocessing());
            assertThat(e.preprocessing()).isNotEqualTo(a.preprocessing());
        }
    }

    @Test
    void theLatestOfSeveralResultsCounts() throws Exception {
        Device device = picture -> List.of(
                Answered.scored(picture, 0.3, 10, "2.1"), Answered.scored(picture, 0.9, 23, "2.1"),
                Answered.scored(picture, 0.4, 11, "2.1"),
                // Later still, but not about this.
                Answered.report(picture, Answered.instance(LocalDateTime.of(2026, 3, 2, 1, 1), "2.1"),
                        Answered.group(picture, Answered.MASS, Answered.LUNG, 7)));
        assertThat(one(Setting.PLAIN, device)).isEqualTo(score(0.9));
    }

    @Test
    void resultsAreGivenTimeToSettle() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(picture -> List.of(Answered.scored(picture, 0.3, 10, "2.1")));
                DeviceModel model = open(pacs.url(), Setting.PLAIN.within(5000, 400))) {
            Thread second = new Thread(() -> {
                try {
                    while (pacs.files.size() < 2) {
                        Thread.sleep(5);
                    }
                    Thread.sleep(100);
                    DataSet later = Answered.scored(pacs.pictures.getFirst(), 0.8, 11, "2.1");
                    pacs.files.put(value(later, PacsWithDevice.INSTANCE), DicomWriter.explicitLittle().bytes(later));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            second.start();
            assertThat(model.predict(List.of(picture(51, "one")))).containsExactly(score(0.8));
            second.join();
        }
    }

    @Test
    void aReportThatIsNotCompleteIsWaitedFor() throws Exception {
        Device never = picture -> List.of(Answered.with(Answered.scored(picture, 0.3), 0x0040A491, "PARTIAL"));
        assertThat(failure(one(Setting.PLAIN.within(200, 1), never))).isEqualTo(
                "the device gave no result in 0.2 s; what came says that it is not complete");
        Device then = picture -> List.of(Answered.with(Answered.scored(picture, 0.3), 0x0040A491, "PARTIAL"), Answered.scored(picture, 0.5));
        assertThat(one(Setting.PLAIN, then)).isEqualTo(score(0.5));
    }

    @Test
    void anotherStudyIsNoAnswer() throws Exception {
        DataSet other = SecondaryCapture.of(Image2D.of(4, 4, 1, 255, filled(1)), Subject.of("P", "2.25.999"),
                Answered.instance(LocalDateTime.of(2026, 1, 1, 1, 1), "1"));
        Device wrong = picture -> List.of(Answered.with(
                Answered.with(Answered.scored(other, 0.9), 0x0020000D, value(picture, 0x0020000D)), 0x00100020, value(picture, 0x00100020)));
        assertThat(failure(one(Setting.PLAIN, wrong))).contains("speaks of another study");
        assertThat(failure(one(Setting.PLAIN.with(Where.PATIENT), wrong))).contains("speaks of another study");
        // In a study of its own, but about the picture.
        Device elsewhere = picture -> List.of(Answered.with(Answered.scored(picture, 0.7), 0x0020000D, "2.25.4711"));
        assertThat(one(Setting.PLAIN.with(Where.PATIENT), elsewhere)).isEqualTo(score(0.7));
        assertThat(failure(one(Setting.PLAIN.within(150, 1), elsewhere))).isEqualTo("the device gave no result in 0.15 s");
    }

    @Test
    void whatAResultLacksIsSaid() throws Exception {
        Device none = picture -> List.of(Answered.report(picture, Answered.instance(LocalDateTime.of(2026, 3, 2, 1, 1), "2"),
                Answered.group(picture, Answered.MASS, Answered.LUNG, 7)));
        assertThat(failure(one(Setting.PLAIN, none))).isEqualTo("the report has no (S1, 99TEST); it has Lung");
        assertThat(one(Setting.PLAIN.with(report(Optional.empty(), OptionalDouble.of(0))), none)).isEqualTo(score(0));
        Device two = picture -> List.of(Answered.report(picture, Answered.instance(LocalDateTime.of(2026, 3, 2, 1, 1), "2"),
                Answered.group(picture, Answered.MASS, Answered.SCORE, 0.25), Answered.group(picture, Answered.LUNG, Answered.SCORE, 0.5)));
        assertThat(failure(one(Setting.PLAIN, two))).isEqualTo("the report has several values of (S1, 99TEST): [0.25, 0.5]");
        assertThat(one(Setting.PLAIN.with(report(Optional.of(new Concept("Lung", Optional.empty())), OptionalDouble.empty())), two))
                .isEqualTo(score(0.5));
        Device percent = picture -> List.of(Answered.scored(picture, 87));
        assertThat(failure(one(Setting.PLAIN, percent))).contains("87.0 is not a probability", "give 'scale'");
        Device noReport = picture -> List.of(Answered.with(picture, Tag.MODALITY, "SR")).stream()
                .map(set -> Answered.with(set, Tag.SOP_INSTANCE_UID, "2.25.31")).toList();
        assertThat(failure(one(Setting.PLAIN, noReport))).contains("cannot be read", "expected a structured report");
        Device foreign = picture -> List.of(Answered.scored(picture, 0.5));
        assertThat(failure(one(Setting.PLAIN.within(150, 1).asking(Map.of("SeriesDescription", "AI")), foreign))).contains("no result");
    }

    @Test
    void segmentationsAreScoresToo() throws Exception {
        Concept mass = new Concept("4147007", Optional.of("SCT"));
        UnaryOperator<Setting> presence = s -> s.with(new Reading.Drawing(mass, Reading.Drawing.Measure.PRESENCE, OptionalDouble.empty()));
        assertThat(one(presence.apply(Setting.PLAIN), picture -> List.of(Answered.drawn(picture, 3)))).isEqualTo(score(1));
        assertThat(one(presence.apply(Setting.PLAIN), picture -> List.of(Answered.drawn(picture, 0)))).isEqualTo(score(0));
        Reading lung = new Reading.Drawing(new Concept("lung", Optional.empty()), Reading.Drawing.Measure.MAXIMUM, OptionalDouble.empty());
        assertThat(failure(one(Setting.PLAIN.with(lung), picture -> List.of(Answered.drawn(picture, 3)))))
                .isEqualTo("the segmentation has no segment 'lung'; it has lesion");
        Reading volume = new Reading.Drawing(new Concept("LESION", Optional.empty()), Reading.Drawing.Measure.VOLUME, OptionalDouble.empty());
        assertThat(volume.read(Answered.file(Answered.drawn(
                SecondaryCapture.of(Image2D.of(4, 4, 1, 255, filled(1)), Subject.of("P", "2.25.9"),
                        new Instance("2.25.1", "2.25.2", 1, 1, LocalDateTime.of(2026, 1, 1, 1, 1), "1")), 3))).score())
                .hasValueCloseTo(3 * 0.5 * 0.5 * 2, within(1e-9));
        // A report where a segmentation is expected is not found: another modality.
        assertThat(failure(one(presence.apply(Setting.PLAIN.within(150, 1)), scoring()))).contains("no result");
    }

    @Test
    void twoMakersStopTheRun() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Device updated = picture -> List.of(Answered.scored(picture, 0.5, 9, "2." + number.getAndIncrement() / 3));
        try (PacsWithDevice pacs = new PacsWithDevice(updated);
                DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
            List<Content> shown = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                shown.add(picture(i, "s" + i));
            }
            Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(shown));
            assertThat(halted).hasMessageContaining("answered by realfm realfm 2.0 and by realfm realfm 2.1");
        }
    }

    @Test
    void whatWasSentIsDeletedWhereThatIsAsked() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN.deleting())) {
                model.predict(List.of(picture(51, "one"), picture(52, "two")));
                assertThat(pacs.deleted).as("the question whether it can").hasSize(1);
            }
            assertThat(pacs.deleted.subList(1, pacs.deleted.size())).containsExactlyInAnyOrderElementsOf(
                    pacs.pictures.stream().map(each -> value(each, PacsWithDevice.STUDY)).toList());
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                model.predict(List.of(picture(53, "three")));
            }
            assertThat(pacs.deleted).hasSize(3);
            for (int status : new int[] {404, 405}) {
                pacs.trouble = asked -> {
                    boolean delete = asked.exchange().getRequestMethod().equals("DELETE");
                    if (delete) {
                        asked.answer(status, "");
                    }
                    return delete;
                };
                if (status == 405) {
                    assertThatThrownBy(() -> open(pacs.url(), Setting.PLAIN.deleting()))
                            .isInstanceOf(BadInput.class)
                            .hasMessageContainingAll("does not delete studies", "405", "Take 'delete' out");
                } else {
                    open(pacs.url(), Setting.PLAIN.deleting()).close();
                }
            }
        }
    }

    private static boolean isStore(Asked asked) {
        return asked.exchange().getRequestMethod().equals("POST");
    }

    private static boolean isRetrieval(Asked asked) {
        return asked.path().contains("/series/");
    }

    private static boolean isPoll(Asked asked) {
        return String.valueOf(asked.exchange().getRequestURI().getQuery()).contains("Modality");
    }

    /// What the PACS does wrong with which request.
    private enum Wrong { SLOW, HALF, SERVER_ERROR, BUSY, CLOSED, NO_JSON, OTHER_TYPE, ENDLESS, SHORT_MULTIPART, LOGIN_PAGE }

    private static boolean harm(Asked asked, Wrong wrong) throws Exception {
        switch (wrong) {
            case SLOW -> {
                Thread.sleep(400);
                asked.exchange().close();
            }
            case HALF -> {
                asked.exchange().getResponseHeaders().add("Content-Type",
                        isRetrieval(asked) ? "multipart/related; boundary=b" : "application/dicom+json");
                asked.half("[{\"00080018\"");
            }
            case SERVER_ERROR -> asked.answer(500, "stack trace of " + asked.header("Authorization"));
            case BUSY -> asked.answer(429, "slowly");
            case CLOSED -> asked.exchange().close();
            case NO_JSON -> asked.answer(200, "<result/>".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/dicom+json"));
            case OTHER_TYPE -> asked.answer(200, new byte[] {1, 2, 3}, Map.of("Content-Type", "image/png"));
            case LOGIN_PAGE -> asked.answer(200, "<html>".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "text/html"));
            case ENDLESS -> {
                asked.exchange().getResponseHeaders().add("Content-Type", "application/dicom+json");
                asked.endless("[                    ", 30);
            }
            case SHORT_MULTIPART -> asked.answer(200, "--b\r\nContent-Type: application/dicom\r\n\r\nDICM".getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "multipart/related; boundary=b"));
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource({
        "store, SERVER_ERROR, the server failed (status 500)", "store, CLOSED, the answer is broken", "store, NO_JSON, is not JSON",
        "store, OTHER_TYPE, 'image/png'", "store, HALF, the answer is broken", "poll, SERVER_ERROR, the server failed (status 500)",
        "poll, SLOW, silent for too long", "poll, HALF, the answer is broken", "poll, CLOSED, the answer is broken",
        "poll, NO_JSON, is not JSON", "poll, LOGIN_PAGE, 'text/html'", "poll, ENDLESS, silent for too long",
        "retrieval, SERVER_ERROR, the server failed (status 500)", "retrieval, HALF, the answer is broken",
        "retrieval, SHORT_MULTIPART, the answer is broken", "retrieval, OTHER_TYPE, 'image/png'", "retrieval, CLOSED, the answer is broken",
    })
    void aServerThatFailsOnOnePictureFailsThisOne(String request, Wrong wrong, String says) throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            pacs.trouble = asked -> switch (request) {
                case "store" -> isStore(asked) && harm(asked, wrong);
                case "poll" -> isPoll(asked) && harm(asked, wrong);
                default -> isRetrieval(asked) && harm(asked, wrong);
            };
            boolean endless = wrong == Wrong.SLOW || wrong == Wrong.ENDLESS;
            try (DeviceModel model = endless ? hasty(pacs.url()) : open(pacs.url(), Setting.PLAIN)) {
                String reason = failure(model.predict(List.of(picture(51, "one"))).getFirst());
                assertThat(reason).contains(says).doesNotContain("sesame");
                pacs.trouble = asked -> false;
                assertThat(model.predict(List.of(picture(102, "two")))).containsExactly(score(0.4));
            }
        }
    }

    @Test
    void aStoreThatBrokeOffAfterAllCameIsNotRepeated() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                AtomicInteger broken = new AtomicInteger();
                pacs.trouble = asked -> {
                    if (isStore(asked) && broken.getAndIncrement() == 0) {
                        pacs.store(asked);
                        asked.exchange().close();
                        return true;
                    }
                    return false;
                };
                assertThat(model.predict(List.of(picture(51, "one")))).containsExactly(score(0.2));
                assertThat(pacs.asked("POST", "/studies")).isEqualTo(1);
            }
        }
    }

    @Test
    void whatThePacsRefusesIsSaid() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            pacs.trouble = asked -> {
                if (isStore(asked)) {
                    asked.answer(409, ("{\"00081198\": {\"vr\": \"SQ\", \"Value\": [{\"00081197\": {\"vr\": \"US\", \"Value\": [290]}}]}}")
                            .getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/dicom+json"));
                    return true;
                }
                return false;
            };
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                assertThat(failure(model.predict(List.of(picture(51, "one"))).getFirst()))
                        .contains("the picture is not taken", "its SOP class is not supported 0122H");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 503})
    void aServerThatDoesNotLetInStopsTheRun(int status) throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                pacs.trouble = asked -> {
                    if (isPoll(asked) && pacs.pictures.size() >= 2) {
                        asked.answer(status, "no, " + asked.header("Authorization"));
                        return true;
                    }
                    return false;
                };
                assertThat(model.predict(List.of(picture(51, "one")))).containsExactly(score(0.2));
                Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(List.of(picture(52, "two"))));
                assertThat(halted).hasMessageContaining("status " + status).hasMessageNotContaining("sesame");
                assertThat(halted.why().getMessage()).contains(status == 401 || status == 403 ? "SECRET" : "kept");
            }
            pacs.trouble = asked -> {
                asked.answer(status, "no");
                return true;
            };
            assertThatThrownBy(() -> open(pacs.url(), Setting.PLAIN)).isInstanceOf(BadInput.class).hasMessageContaining("status " + status);
        }
    }

    @Test
    void aServerThatIsGoneStopsTheRun() throws Exception {
        PacsWithDevice pacs = new PacsWithDevice(scoring());
        try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
            pacs.close();
            Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(List.of(picture(51, "one"))));
            assertThat(halted).hasMessageContaining("cannot be reached");
        }
        assertThatThrownBy(() -> open(URI.create("http://127.0.0.1:1/dicom-web"), Setting.PLAIN))
                .isInstanceOf(BadInput.class).hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> DeviceModel.open(Setting.PLAIN.spec(URI.create("http://127.0.0.1:1/dicom-web")), name -> null))
                .isInstanceOf(BadInput.class).hasMessageContaining("SECRET");
        assertThatThrownBy(() -> open(URI.create("http://pacs.example.org/dicom-web"), Setting.PLAIN))
                .isInstanceOf(BadInput.class).hasMessageContaining("unencrypted").hasMessageNotContaining("sesame");
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNamedIsTrusted() throws Exception {
        SelfSigned key = SelfSigned.in(folder);
        try (PacsWithDevice pacs = new PacsWithDevice(Optional.of(key), scoring())) {
            assertThatThrownBy(() -> open(pacs.url(), Setting.PLAIN))
                    .isInstanceOf(BadInput.class).hasMessageContaining("no secure connection");
            DeviceSpec plain = Setting.PLAIN.spec(pacs.url());
            DeviceSpec trusting = new DeviceSpec(
                    plain.url(), plain.product(), plain.version(),
                    new DeviceSpec.Access(Optional.of("SECRET"), Optional.of(key.pem()), Optional.empty(), Optional.empty()),
                    plain.sending(), plain.where(), plain.query(), plain.reading(), plain.pace(), false, true);
            try (DeviceModel model = DeviceModel.open(trusting, Map.of("SECRET", KEY)::get)) {
                assertThat(model.predict(List.of(picture(51, "one")))).containsExactly(score(0.2));
            }
        }
    }

    @Test
    void nothingIsLeftHere() throws Exception {
        try (PacsWithDevice pacs = new PacsWithDevice(scoring())) {
            List<Path> before = temporary();
            try (DeviceModel model = open(pacs.url(), Setting.PLAIN)) {
                model.predict(List.of(picture(51, "one")));
            }
            assertThat(temporary()).isEqualTo(before);
        }
    }

    private static List<Path> temporary() throws Exception {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> String.valueOf(path.getFileName()).startsWith("realfm-device-")).sorted().toList();
        }
    }
}
