package org.realfm.cli.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.report.chart.SvgFile;
import org.realfm.stats.Bootstrap;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;
import picocli.CommandLine.Option;

/// A family that reads a table and can draw a picture.
abstract class TableVerb extends StatsVerb {

    private static final long ROWS_DRAWN = 20_000_000;
    private static final int FEWEST_REPLICATES = 200;

    @Option(names = "--table", paramLabel = "FILE", required = true, description = "CSV, TSV or Parquet, one row a case.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path table;

    @Option(
            names = "--missing",
            paramLabel = "stop|drop",
            description = "What to do with rows that lack a value in a column that is used: stop, or leave them out and"
                    + " say how many. Default: stop.")
    private Rows.Missing missing = Rows.Missing.STOP;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw a picture, as an SVG file.")
    private @Nullable Path plot;

    @Option(names = "--seed", paramLabel = "N", description = "Of what is drawn at random. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--replicates",
            paramLabel = "N",
            description = "Bootstrap replicates. Default: 2000, fewer for more than 10,000 rows, 200 at least.")
    private @Nullable Integer replicates;

    @Override
    final Optional<String> source() {
        return Optional.of(table.toString());
    }

    /// The rows of the table, all values of these columns being there. Columns that are null are not used.
    Rows rows(@Nullable String... columns) {
        if (replicates != null && replicates < 1) {
            throw misused("--replicates is " + replicates + ", expected 1 or more");
        }
        return Rows.of(
                Table.read(table),
                Arrays.stream(columns).filter(Objects::nonNull).distinct().toList(),
                missing);
    }

    Rows.Missing missing() {
        return missing;
    }

    long seed() {
        return seed;
    }

    /// How many replicates of this many rows.
    int replicates(int rows) {
        return replicates != null
                ? replicates
                : (int) Math.clamp(ROWS_DRAWN / rows, FEWEST_REPLICATES, Bootstrap.REPLICATES);
    }

    @Override
    final void keep(Answer answer) {
        Path file = plot;
        if (file == null) {
            return;
        }
        String picture = answer.figure()
                .map(SvgFile::of)
                .orElseThrow(() -> new IllegalArgumentException("there is nothing to draw here"));
        try {
            Files.writeString(file, picture);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "could not be written: " + BadInput.reason(e), "Choose another --plot");
        }
        answer.note("The picture is " + file);
    }
}
