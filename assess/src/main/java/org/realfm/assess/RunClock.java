package org.realfm.assess;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.realfm.report.EvidenceDocument.RunPart;
import org.realfm.report.EvidenceDocument.UsagePart;

/// When a run began, and what else may differ between two runs.
record RunClock(InstantSource source, Instant started) {

    static RunClock start(InstantSource source) {
        return new RunClock(source, source.instant());
    }

    /// The `run` block.
    RunPart stop(String engine, int threads, Runner runner, List<UsagePart> usage, String ledgerHead, String command) {
        return new RunPart(
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                Duration.between(started, source.instant()).toMillis() / 1000.0,
                Versions.realfm(),
                Versions.java(),
                engine,
                threads,
                runner.shown(),
                runner.resumed(),
                usage,
                ledgerHead,
                command);
    }
}
