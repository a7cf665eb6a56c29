package org.realfm.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.realfm.run.Progress;

/// Progress for people: a bar with rate, remaining time and failures on a terminal, the same in a plain line every few
/// seconds elsewhere. Everything goes to standard error.
final class ConsoleProgress implements Progress, AutoCloseable {

    private static final int WIDTH = 100;
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final PrintStream err;
    private final boolean terminal;
    private String name = "";
    private long total;
    private long done;
    private long failed;
    private Instant began = Instant.EPOCH;
    private Instant spoke = Instant.EPOCH;
    private @Nullable ProgressBar bar;

    ConsoleProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /// On a terminal if there is one.
    static ConsoleProgress ofSystem() {
        return new ConsoleProgress(System.err, Terminal.interactive());
    }

    @Override
    public void stage(String stage, long steps) {
        close();
        name = stage;
        total = steps;
        done = 0;
        failed = 0;
        began = Instant.now();
        spoke = began;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(stage)
                    .setInitialMax(Math.max(steps, 0))
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .setUpdateIntervalMillis(200)
                    .build();
        }
    }

    @Override
    public void done(long steps) {
        done += steps;
        ProgressBar shown = bar;
        if (shown != null) {
            shown.stepTo(done);
            return;
        }
        Instant now = Instant.now();
        if (done < total && Duration.between(spoke, now).compareTo(QUIET) >= 0) {
            spoke = now;
            double seconds = Duration.between(began, now).toMillis() / 1000.0;
            double rate = done / seconds;
            err.printf(
                    Locale.ROOT,
                    "%s: %d of %d, %.0f/s, about %.0f s left%s%n",
                    name,
                    done,
                    total,
                    rate,
                    (total - done) / rate,
                    failures());
        }
    }

    @Override
    public void failed(long times) {
        failed += times;
        ProgressBar shown = bar;
        if (shown != null && failed > 0) {
            shown.setExtraMessage(failures());
        }
    }

    private String failures() {
        return failed > 0 ? String.format(Locale.ROOT, ", %d failed", failed) : "";
    }

    @Override
    public void note(String line) {
        err.println(line);
    }

    /// Ends the stage.
    @Override
    public void close() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
            bar = null;
        } else if (!name.isEmpty()) {
            err.printf(
                    Locale.ROOT,
                    "%s: %d done in %.1f s%s%n",
                    name,
                    done,
                    Duration.between(began, Instant.now()).toMillis() / 1000.0,
                    failures());
        }
        name = "";
    }
}
