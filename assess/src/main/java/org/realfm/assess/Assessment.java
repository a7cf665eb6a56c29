package org.realfm.assess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Subject;
import org.realfm.ledger.verdict.Cascade;
import org.realfm.ledger.verdict.Circumstances;
import org.realfm.ledger.verdict.Circumstances.Fact;
import org.realfm.ledger.verdict.Verdict;
import org.realfm.ledger.verdict.VerdictEngine;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.CarveOutPart;
import org.realfm.report.EvidenceJson;
import org.realfm.report.ReportPage;
import org.realfm.report.WholeFile;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.Pictures;
import org.realfm.run.Progress;
import org.realfm.run.SubjectEvidence;
import org.realfm.run.Timing;
import org.realfm.study.Attestation;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.PictureCache;
import org.realfm.study.Study;
import org.realfm.study.StudyFile;
import org.realfm.tables.BadInput;

/// The main job, top to bottom: a study file goes in; evidence, a ledger, verdicts and a report come out.
///
/// @param studyFile what is claimed
/// @param out       folder for what comes out; made if it is not there
/// @param cache     folder for pictures that come from a server; empty: `pictures` in `out`
/// @param threads   how many chunks this process shows, and criteria it judges, at once; changes the time, never the evidence
/// @param fresh     whether to show everything again, even what an earlier run has seen
/// @param analyst   who runs it, for the ledger
/// @param command   what to type to run it again, for the report
/// @param progress  who is told how far it has come
/// @param clock     what time it is
/// @param engine    where cases are shown to models
public record Assessment(
        Path studyFile,
        Path out,
        Optional<Path> cache,
        int threads,
        boolean fresh,
        String analyst,
        String command,
        Progress progress,
        InstantSource clock,
        Engine engine) {

    /// The same on threads of this process.
    public Assessment(
            Path studyFile,
            Path out,
            Optional<Path> cache,
            int threads,
            boolean fresh,
            String analyst,
            String command,
            Progress progress,
            InstantSource clock) {
        this(studyFile, out, cache, threads, fresh, analyst, command, progress, clock, Engine.local(threads));
    }

    /// Runs it.
    ///
    /// @return what was written to `evidence.json`
    /// @throws BadInput if the study file, the cohort as a whole or a model cannot be used, or the folder cannot be written
    public EvidenceDocument run() {
        RunClock started = RunClock.start(clock);

        // What is claimed, and about whom.
        Study study = StudyFile.read(studyFile);
        progress.stage("reading the cohort", 0);
        Cohort cohort = CohortReader.read(study, cache(study), new ReadingProgress(progress));
        Carving carving = new Carving(study, cohort);
        Pictures pictures = new FilePictures(cohort, study.window());
        List<Criterion> criteria = Criteria.all();

        makeFolder(out, "--out");
        try (OpenModels models = OpenModels.open(study);
                LedgerEntries ledger = LedgerEntries.open(out.resolve("ledger.jsonl"), clock, analyst);
                ObservationStore store = ObservationStore.open(out, fresh)) {

            // What to ask the models, locked in the ledger before anything is shown; then what they said.
            LedgerEntries.Locked locked = ledger.lock(study, cohort, models.scorers().values());
            String salt = fresh ? Salt.another(out) : Salt.of(out);
            Runner runner = new Runner(cohort, pictures, store, salt, engine, progress);
            Map<Digest, Answers> said;
            try {
                said = runner.run(Plan.of(study, cohort, criteria), models.byScorer());
            } finally {
                models.usage().forEach(usage -> progress.note(usage.model() + ": " + usage.words()));
            }
            Map<String, Timing> timings = Stopwatch.time(
                    study, cohort, models, runner.stopped().keySet(), criteria, progress);
            store.finish();

            // Subjects, with their operating points, are locked before their results are looked at.
            Observed observed = new Observed(study, cohort, salt, models, said, runner.stopped(), store::features);
            Silence.check(observed, progress);
            SequencedMap<String, Subject> subjects = observed.lock();
            ledger.unblind(locked, subjects.values());

            // From evidence to findings to verdicts.
            progress.stage("judging", criteria.size() * (1L + subjects.size()));
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            CohortEvidence about = new CohortEvidence(study, cohort, pictures, Standings.of(study, cohort), today);
            Circumstances known = Standings.circumstances(study, cohort);
            Statements statements = new Statements(study, today);
            Judging judging = new Judging(criteria, threads, progress);
            List<Finding> ofCohort = judging.ofCohort(about);
            List<Judged> judged = new ArrayList<>();
            for (Map.Entry<String, Subject> entry : subjects.entrySet()) {
                Subject subject = entry.getValue();
                SubjectEvidence evidence =
                        observed.evidence(about, entry.getKey(), subject, timings, ledger.history());
                List<Finding> findings = new ArrayList<>(ofCohort);
                Optional<String> stopped = observed.stopped(entry.getKey());
                if (stopped.isPresent()) {
                    findings.addAll(judging.ofStopped(evidence, stopped.get()));
                } else {
                    findings.addAll(judging.ofSubject(evidence));
                    findings.addAll(judging.reconciled(evidence, List.copyOf(findings)));
                }
                SequencedMap<Finding, Attestation> stated = statements.about(subject);
                Circumstances circumstances = known.attesting(Statements.restingOn(stated.keySet(), findings));
                if (ledger.history().thresholdChosenAfter(subject, cohort.root())) {
                    circumstances = circumstances.with(Fact.THRESHOLD_AFTER_UNBLINDING);
                }
                findings.addAll(stated.keySet());
                List<Finding> standing = Cascade.apply(findings, study.use(), circumstances);
                Verdict verdict = VerdictEngine.judge(findings, study.use(), circumstances);
                ledger.judged(locked, subject, standing, stated, verdict);
                judged.add(new Judged(subject, standing, carving.of(entry.getKey(), standing), verdict));
            }

            // What a committee reads.
            EvidenceDocument document = EvidenceDocuments.of(
                    study, cohort, about.standing(), judged, statements.parts(subjects.values()),
                    started.stop(engine.name(), threads, runner, models.usage(), ledger.head(), command));
            EvidenceJson.write(document, out.resolve("evidence.json"));
            write(out.resolve("report.html"), ReportPage.render(document));
            return document;
        }
    }

    /// One subject, what was found, what may be taken out of its scope, and what may follow.
    record Judged(Subject subject, List<Finding> findings, List<CarveOutPart> carveOuts, Verdict verdict) {}

    /// Where pictures from a server are kept, if there is one: a new folder is for its owner only.
    private Optional<PictureCache> cache(Study study) {
        if (study.cohort().pacs().isEmpty()) {
            return Optional.empty();
        }
        Path folder = cache.orElse(out.resolve("pictures"));
        boolean made = !Files.exists(folder);
        makeFolder(folder, "--cache");
        try {
            if (made && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new BadInput(folder.toString(), "cannot be made: " + BadInput.reason(e), "Choose another --cache");
        }
        return Optional.of(new PictureCache(folder, Salt.of(folder)));
    }

    private static void makeFolder(Path folder, String option) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInput(folder.toString(), "cannot be made: " + BadInput.reason(e), "Choose another " + option);
        }
    }

    private static void write(Path file, String text) {
        try {
            WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be written: " + BadInput.reason(e), "Make room and run again");
        }
    }
}
