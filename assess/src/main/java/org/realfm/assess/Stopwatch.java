package org.realfm.assess;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Model;
import org.realfm.run.Criterion;
import org.realfm.run.Pictures;
import org.realfm.run.Progress;
import org.realfm.run.Timing;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// Times single requests, one after the other, from the first byte of the file to the result.
final class Stopwatch {

    /// No model is timed for longer than this, in seconds.
    private static final double LONGEST = 20;

    private Stopwatch() {}

    /// Times every model that can be shown cases and was not stopped, if a criterion asks for it.
    static Map<String, Timing> time(
            Study study,
            Cohort cohort,
            OpenModels models,
            Set<Digest> stopped,
            List<Criterion> criteria,
            Progress progress) {
        int requests = criteria.stream()
                .mapToInt(criterion ->
                        criterion instanceof Criterion.OfSubject ofSubject ? ofSubject.timedRequests(study) : 0)
                .max()
                .orElse(0);
        Map<String, Timing> timings = new LinkedHashMap<>();
        if (requests == 0 || !cohort.canBeShown()) {
            return timings;
        }
        List<String> interactive = models.names().stream()
                .filter(name -> models.get(name).interactive())
                .filter(name -> !stopped.contains(OpenModels.scorer(models.get(name))))
                .toList();
        progress.stage("timing single requests", interactive.size());
        for (String name : interactive) {
            timings.put(name, time(study, cohort, models, name, requests, progress));
            progress.done(1);
        }
        return timings;
    }

    private static Timing time(
            Study study, Cohort cohort, OpenModels models, String name, int requests, Progress progress) {
        int[] rows = cohort.rows(Split.EVALUATE);
        long opened = System.nanoTime();
        try (Model model = OpenModels.open(Objects.requireNonNull(study.models().get(name)))) {
            Pictures pictures = new FilePictures(cohort, model.window());
            request(model, cohort, pictures, rows[0]);
            double coldStart = (System.nanoTime() - opened) / 1e9;
            List<Double> service = new ArrayList<>();
            double spent = 0;
            for (int i = 0; i < requests && spent < LONGEST; i++) {
                long start = System.nanoTime();
                request(model, cohort, pictures, rows[i % rows.length]);
                double seconds = (System.nanoTime() - start) / 1e9;
                service.add(seconds);
                spent += seconds;
            }
            model.account().ifPresent(usage -> {
                models.timed(name, usage);
                progress.note("for timing " + name + ": " + usage.words());
            });
            return new Timing(coldStart, service);
        }
    }

    private static void request(Model model, Cohort cohort, Pictures pictures, int row) {
        try {
            model.predict(List.of(new Content(
                    cohort.columns().cases()[row],
                    pictures.read(row),
                    Optional.empty(),
                    cohort.image(row).map(PictureFile::path),
                    cohort.record(row))));
        } catch (Halted e) {
            throw e.why();
        }
    }
}
