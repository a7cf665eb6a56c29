package org.realfm.criteria.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.realfm.ledger.Figure;
import org.realfm.stats.Estimate;
import org.realfm.stats.Quantiles;
import org.realfm.stats.SplitMix;

/// Service times replayed against random arrivals, in virtual time: arrivals are Poisson and do not wait for the server
/// (open loop); request i waits W_i = max(0, W_(i-1) + S_(i-1) - A_i) with A_i the time since the arrival before it
/// (Lindley 1952), and is there W_i + S_i after it arrived.
///
/// @param service seconds of each request in the order in which they were measured
/// @param seed    of the arrivals
@SuppressWarnings("ArrayRecordComponent")
record OpenLoop(double[] service, long seed) {

    private static final int STREAMS = 20;
    private static final int HALVINGS = 40;

    /// Seconds from arrival to result of each request.
    ///
    /// @param rate arrivals a second
    double[] sojourn(double rate, int stream) {
        SplitMix random = new SplitMix(seed + 0x9E3779B97F4A7C15L * stream);
        double[] sojourn = new double[service.length];
        double wait = 0;
        for (int i = 0; i < service.length; i++) {
            if (i > 0) {
                wait = Math.max(0, wait + service[i - 1] - random.nextExponential() / rate);
            }
            sojourn[i] = wait + service[i];
        }
        return sojourn;
    }

    /// A percentile of the sojourn: the median of the streams' estimates, between the lowest lower and the highest upper
    /// end of their order-statistic intervals.
    Estimate percentile(String name, double rate, double q, double confidence) {
        List<Estimate> streams = IntStream.range(0, STREAMS)
                .mapToObj(stream -> Quantiles.interval(name, sojourn(rate, stream), q, confidence))
                .toList();
        double value = Quantiles.of(streams.stream().mapToDouble(Estimate::value).toArray(), 0.5);
        return new Estimate(
                name,
                value,
                streams.stream().mapToDouble(Estimate::lower).min().orElseThrow(),
                streams.stream().mapToDouble(Estimate::upper).max().orElseThrow(),
                confidence,
                "order statistics, over " + STREAMS + " arrival streams",
                service.length);
    }

    /// The saturation knee: the most arrivals a second at which the 95th and 99th percentiles keep within these limits on
    /// the first stream; 0 if even a single request now and then does not.
    double knee(double p95, double p99) {
        double saturation = 1 / Arrays.stream(service).average().orElseThrow();
        if (!keeps(1e-9 * saturation, p95, p99)) {
            return 0;
        }
        double low = 0;
        double high = saturation;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (keeps(middle, p95, p99)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean keeps(double rate, double p95, double p99) {
        double[] sojourn = sojourn(rate, 0);
        return Quantiles.of(sojourn, 0.95) <= p95 && Quantiles.of(sojourn, 0.99) <= p99;
    }

    /// Percentiles over the share of the machine's capacity that is asked for.
    Figure figure(double rate, double budget) {
        double saturation = 1 / Arrays.stream(service).average().orElseThrow();
        List<Double> load = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> p95 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        for (int step = 1; step <= 19; step++) {
            double[] sojourn = sojourn(saturation * step / 20, 0);
            load.add(3600 * saturation * step / 20);
            p50.add(Quantiles.of(sojourn, 0.5));
            p95.add(Quantiles.of(sojourn, 0.95));
            p99.add(Quantiles.of(sojourn, 0.99));
        }
        return new Figure(
                Figure.Kind.LINE,
                "load",
                String.format(Locale.ROOT, "Time to result under load (declared peak: %.0f an hour)", 3600 * rate),
                Figure.Axis.fitted("arrivals an hour"),
                Figure.Axis.fitted("seconds"),
                List.of(
                        Figure.Series.line("p50", load, p50),
                        Figure.Series.line("p95", load, p95),
                        Figure.Series.line("p99", load, p99)),
                List.of(new Figure.Mark("budget", budget)));
    }
}
