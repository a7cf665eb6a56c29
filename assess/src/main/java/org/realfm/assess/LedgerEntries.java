package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Subject;
import org.realfm.ledger.chain.Body;
import org.realfm.ledger.chain.Expiry;
import org.realfm.ledger.chain.Ledger;
import org.realfm.ledger.chain.LedgerException;
import org.realfm.ledger.verdict.Verdict;
import org.realfm.study.Attestation;
import org.realfm.study.Cohort;
import org.realfm.study.Study;
import org.realfm.study.Study.Document;
import org.realfm.tables.BadInput;

/// What one run writes into the ledger of its folder: the plan before anything is shown, the unblinding before anything
/// is judged, then every finding and every verdict.
final class LedgerEntries implements AutoCloseable {

    private final Path path;
    private final Ledger ledger;
    private final String analyst;
    private final History history;

    private LedgerEntries(Path path, Ledger ledger, String analyst) throws IOException {
        this.path = path;
        this.ledger = ledger;
        this.analyst = analyst;
        this.history = History.of(ledger.entries());
    }

    /// Opens the ledger.
    ///
    /// @throws BadInput if another run has it open, or it is not what was appended to it
    static LedgerEntries open(Path path, InstantSource clock, String analyst) {
        try {
            return new LedgerEntries(path, Ledger.open(path, clock), analyst);
        } catch (LedgerException e) {
            if (e.isOpenElsewhere()) {
                throw new BadInput(
                        path.toString(),
                        "is open elsewhere: another run uses this folder",
                        "Wait until it has ended, or choose another --out");
            }
            throw explain(path, e);
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    /// What earlier runs saw.
    History history() {
        return history;
    }

    /// The plan of a run, and when it was locked.
    record Locked(Digest plan, Instant when, Study study, Digest manifest) {}

    /// Locks the plan: the study file and its documents, the scorers, the data and the version of realfm.
    Locked lock(Study study, Cohort cohort, Collection<Digest> scorers) {
        Stream<Digest> documents = new TreeMap<>(study.documents()).values().stream().map(Document::digest);
        Digest plan = Digest.of(
                study.digest().hex(),
                joined(documents).hex(),
                cohort.root().hex(),
                joined(scorers.stream()).hex(),
                Versions.realfm());
        Instant when = append(List.of(new Body.Plan(study.digest(), plan, List.copyOf(scorers), cohort.root())));
        return new Locked(plan, when, study, cohort.root());
    }

    private static Digest joined(Stream<Digest> digests) {
        return Digest.of(digests.map(Digest::hex).toArray(String[]::new));
    }

    /// Says that results of these subjects are seen from now on; in the order of the plan's scorers.
    void unblind(Locked locked, Collection<Subject> subjects) {
        List<Digest> digests = subjects.stream().map(Subject::digest).toList();
        append(List.of(new Body.Unblinding(locked.plan, digests, locked.manifest)));
    }

    /// Writes what was found about one subject, and what may follow.
    void judged(
            Locked locked,
            Subject subject,
            List<Finding> findings,
            Map<Finding, Attestation> stated,
            Verdict verdict) {
        String use = locked.study.use().id();
        Optional<String> site = locked.study.use().site();
        List<Body> bodies = new ArrayList<>();
        for (Finding finding : findings) {
            Optional<Attestation> statement = Optional.ofNullable(stated.get(finding));
            bodies.add(new Body.Evidence(
                    finding,
                    use,
                    site,
                    locked.manifest,
                    locked.plan,
                    locked.when,
                    Versions.realfm(),
                    analyst,
                    statement.map(each -> each.name() + ", " + each.role()).stream().toList(),
                    statement
                            .map(each -> each.expires().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                            .or(() -> Expiry.byTime(locked.when, finding.grade(), false, false))));
        }
        bodies.add(new Body.Judgement(subject.digest(), use, site, verdict));
        append(bodies);
    }

    /// Digest of the last entry.
    String head() {
        return ledger.head().hex();
    }

    private Instant append(List<Body> bodies) {
        try {
            return ledger.append(bodies).getLast().time();
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    private static BadInput explain(Path path, IOException e) {
        return e instanceof LedgerException ledger
                ? new BadInput(
                        path.toString(),
                        ledger.what(),
                        "Nothing was changed. Look with: realfm ledger verify " + path)
                : new BadInput(
                        path.toString(),
                        "could not be read or written: " + BadInput.reason(e),
                        "Make room and run again; nothing that was written is lost");
    }

    @Override
    public void close() {
        try {
            ledger.close();
        } catch (IOException e) {
            throw explain(path, e);
        }
    }
}
