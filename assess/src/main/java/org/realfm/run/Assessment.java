package org.realfm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.realfm.criteria.Criteria;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Ledger;
import org.realfm.ledger.Subject;
import org.realfm.ledger.verdict.Cascade;
import org.realfm.ledger.verdict.Circumstances;
import org.realfm.ledger.verdict.Verdict;
import org.realfm.ledger.verdict.VerdictEngine;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceJson;
import org.realfm.report.ReportPage;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.Study;
import org.realfm.study.StudyFile;
import org.realfm.tables.BadInput;

/// The main job, top to bottom: a study file goes in; evidence, a ledger, verdicts and a report come out.
///
/// @param studyFile what is claimed
/// @param out       folder for what comes out; made if it is not there
/// @param threads   how many chunks are shown at once; changes the time, never the evidence
/// @param fresh     whether to show everything again, even what an earlier run has seen
/// @param progress  who is told how far it has come
/// @param clock     what time it is
/// @param command   what to type to run it again, for the report
public record Assessment(
        Path studyFile, Path out, int threads, boolean fresh, Progress progress, InstantSource clock, String command) {

    /// Runs it.
    ///
    /// @return what was written to `evidence.json`
    /// @throws BadInput if the study file, the cohort as a whole or a model cannot be used, or the folder cannot be written
    public EvidenceDocument run() {
        RunClock time = RunClock.start(clock);

        // What is claimed, and about whom.
        Study study = StudyFile.read(studyFile);
        Cohort cohort = CohortReader.read(study, progress);
        Pictures pictures = new CohortPictures(cohort);
        List<Criterion> criteria = Criteria.all();

        makeFolder();
        try (OpenModels models = OpenModels.open(study);
                Ledger ledger = Ledger.open(out.resolve("ledger.jsonl"), clock);
                ObservationStore store = ObservationStore.open(out, fresh)) {
            String salt = Salt.of(out);
            History history = History.of(ledger);

            // What to ask the models, and what they said. The plan is in the ledger before anything is seen.
            Plan plan = Plan.of(study, cohort, criteria);
            LedgerEntries entries = new LedgerEntries(ledger, study, cohort);
            entries.plan(models.scorers());
            Runner runner = new Runner(cohort, pictures, store, salt, threads, progress);
            Map<Digest, Map<Digest, Output>> said = runner.run(plan, models.byScorer());
            Map<String, Timing> timings = Stopwatch.time(study, cohort, models, criteria, progress);
            store.finish();

            // Subjects are locked before their results are looked at.
            SequencedMap<String, Subject> subjects = new LinkedHashMap<>();
            Observed observed = new Observed(study, cohort, salt, models, said);
            models.names().forEach(name -> subjects.put(name, observed.lock(name)));
            entries.unblind(subjects.values());

            // From evidence to findings to verdicts.
            CohortEvidence about =
                    new CohortEvidence(study, cohort, pictures, Standings.of(study, cohort));
            List<Finding> ofCohort = new ArrayList<>();
            progress.stage("judging criteria", criteria.size() * (long) (1 + subjects.size()));
            for (Criterion criterion : criteria) {
                if (criterion instanceof Criterion.OfCohort ask) {
                    ofCohort.addAll(ask.assess(about));
                }
                progress.done(1);
            }
            List<Judged> judged = new ArrayList<>();
            for (Map.Entry<String, Subject> entry : subjects.entrySet()) {
                SubjectEvidence evidence = observed.evidence(about, entry.getKey(), entry.getValue(), timings, history);
                List<Finding> findings = new ArrayList<>(ofCohort);
                for (Criterion criterion : criteria) {
                    if (criterion instanceof Criterion.OfSubject ask) {
                        findings.addAll(ask.assess(evidence));
                    }
                    progress.done(1);
                }
                List<Finding> standing = Cascade.apply(findings, study.use());
                Verdict verdict = VerdictEngine.judge(standing, study.use(), Circumstances.NONE);
                entries.findings(entry.getValue(), standing, verdict);
                judged.add(new Judged(entry.getValue(), standing, verdict));
            }

            // What a committee reads.
            EvidenceDocument document = new Documents(study, cohort, about.standing(), criteria)
                    .evidence(judged, time.stop(threads, runner, ledger, command));
            EvidenceJson.write(document, out.resolve("evidence.json"));
            write(out.resolve("report.html"), ReportPage.render(document));
            return document;
        }
    }

    /// One subject, what was found, and what may follow.
    record Judged(Subject subject, List<Finding> findings, Verdict verdict) {}

    private void makeFolder() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new BadInput(out.toString(), "cannot be made: " + e.getMessage(), "Choose another --out");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be written: " + e.getMessage(), "Make room and run again");
        }
    }
}
