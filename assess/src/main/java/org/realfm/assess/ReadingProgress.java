package org.realfm.assess;

import org.realfm.run.Progress;
import org.realfm.study.CohortReader;

/// Tells of the reading of a cohort as stages of a run.
record ReadingProgress(Progress progress) implements CohortReader.Progress {

    @Override
    public void done(int done, int of) {
        step("checking pictures", done, of);
    }

    @Override
    public void fetched(int fetched, int of) {
        step("fetching pictures", fetched, of);
    }

    private void step(String stage, int number, int of) {
        if (number == 1) {
            progress.stage(stage, of);
        }
        progress.done(1);
    }

    @Override
    public void note(String line) {
        progress.note(line);
    }
}
