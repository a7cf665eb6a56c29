package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.realfm.ledger.Digest;
import org.realfm.models.Output;
import org.realfm.report.WholeFile;
import org.realfm.run.Features;
import org.realfm.tables.BadInput;

/// What models said, kept by content: scorer and stimulus. Observations are committed to a journal (a DuckDB file) chunk
/// by chunk before they count, and become `observations.parquet` when a run ends; a later run finds them in either.
final class ObservationStore implements AutoCloseable {

    private static final String COLUMNS = "scorer VARCHAR, stimulus VARCHAR, score DOUBLE, embedding FLOAT[], failure VARCHAR";

    /// How the column `failure` of a refusal begins; no adapter's failure does.
    private static final String REFUSED = "refused: ";

    /// What DuckDB may take to itself; what needs more goes through the disk.
    private static final String MEMORY = "256MB";

    private final Path parquet;
    private final Path journal;
    private final Connection connection;

    private ObservationStore(Path parquet, Path journal, Connection connection) {
        this.parquet = parquet;
        this.journal = journal;
        this.connection = connection;
    }

    /// Opens the store of a folder.
    ///
    /// @param fresh whether to forget what is there
    /// @throws BadInput if another run has it open, or it cannot be read
    static ObservationStore open(Path folder, boolean fresh) {
        Path parquet = folder.resolve("observations.parquet");
        Path journal = folder.resolve("observations.journal");
        try {
            if (fresh) {
                Files.deleteIfExists(parquet);
                drop(journal);
            }
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try {
                prepare(connection, parquet, journal);
                return new ObservationStore(parquet, journal, connection);
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new BadInput(
                    folder.toString(),
                    "the observations of this folder cannot be opened: " + firstLine(e),
                    "If another run uses this folder, wait for it or choose another --out; if the files are damaged,"
                            + " start over with --fresh");
        } catch (IOException e) {
            throw new BadInput(folder.toString(), "cannot be written: " + BadInput.reason(e), "Choose another --out");
        }
    }

    /// A journal that was begun holds all that is known; one that is new takes over what an earlier run has finished. It gets
    /// its name when it is whole, so that a kill leaves none that cannot be opened. Nobody else begins one meanwhile: the
    /// ledger of the folder is held by one run.
    private static void prepare(Connection connection, Path parquet, Path journal) throws SQLException, IOException {
        Path begun = journal.resolveSibling(journal.getFileName() + ".part");
        drop(begun);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads TO 1");
            statement.execute("SET memory_limit TO '" + MEMORY + "'");
            statement.execute("SET temp_directory TO " + quoted(journal.resolveSibling("observations.spilt").toString()));
            if (!Files.exists(journal)) {
                statement.execute("ATTACH " + quoted(begun.toString()) + " AS begun");
                statement.execute("USE begun");
                begin(statement, parquet);
                statement.execute("USE memory");
                statement.execute("DETACH begun");
                WholeFile.replace(begun, journal);
            }
            statement.execute("ATTACH " + quoted(journal.toString()) + " AS journal");
            statement.execute("USE journal");
            boolean empty;
            try (ResultSet tables = statement.executeQuery("SHOW TABLES")) {
                empty = !tables.next();
            }
            if (empty) {
                begin(statement, parquet);
            }
        }
        connection.setAutoCommit(false);
    }

    private static void begin(Statement statement, Path parquet) throws SQLException {
        statement.execute("BEGIN TRANSACTION");
        statement.execute("CREATE TABLE observation (" + COLUMNS + ")");
        if (Files.exists(parquet)) {
            statement.execute("INSERT INTO observation SELECT scorer, stimulus, score, embedding, failure FROM"
                    + " read_parquet(" + quoted(pattern(parquet)) + ")");
        }
        statement.execute("COMMIT");
    }

    /// Deletes a journal and the log that DuckDB keeps beside it.
    private static void drop(Path journal) throws IOException {
        Files.deleteIfExists(journal);
        Files.deleteIfExists(journal.resolveSibling(journal.getFileName() + ".wal"));
    }

    /// Everything that is known of a scorer, but for the features themselves.
    Answers known(Digest scorer) {
        Answers known = new Answers();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT stimulus, score, len(embedding) > 0, failure FROM observation WHERE scorer = ?")) {
            query.setString(1, scorer.hex());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String failure = rows.getString(4);
                    known.put(
                            new Digest(rows.getString(1)),
                            failure != null ? unanswered(failure) : new Output.Scores(rows.getDouble(2), new float[0]),
                            rows.getBoolean(3));
                }
            }
            return known;
        } catch (SQLException e) {
            throw damaged(e);
        } catch (IllegalArgumentException e) {
            throw new BadInput(parquet.toString(), "is damaged: " + e.getMessage(), "Start over with --fresh");
        }
    }

    /// The features that a scorer gave, read from what [#finish] has written.
    ///
    /// @param answers what the scorer said
    Features features(Digest scorer, Answers answers) {
        return new Features() {
            @Override
            public boolean has(Digest stimulus) {
                return answers.featured(stimulus);
            }

            @Override
            public Map<Digest, float[]> of(Collection<Digest> stimuli) {
                return read(scorer, stimuli);
            }
        };
    }

    private Map<Digest, float[]> read(Digest scorer, Collection<Digest> stimuli) {
        Map<Digest, float[]> features = new HashMap<>();
        try (Connection reading = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement query = reading.prepareStatement("SELECT stimulus, embedding FROM read_parquet("
                        + quoted(pattern(parquet)) + ") WHERE scorer = ? AND len(embedding) > 0 AND list_contains(?, stimulus)")) {
            query.setString(1, scorer.hex());
            query.setObject(2, reading.createArrayOf("VARCHAR", stimuli.stream().map(Digest::hex).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    features.put(new Digest(rows.getString(1)), floats(rows.getArray(2)));
                }
            }
            return features;
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    /// Adds what a scorer said; durable when this returns.
    void add(Digest scorer, Map<Digest, Output> said) {
        try {
            try (DuckDBAppender appender =
                    connection.unwrap(DuckDBConnection.class).createAppender("journal", "main", "observation")) {
                for (Map.Entry<Digest, Output> entry : said.entrySet()) {
                    appender.beginRow().append(scorer.hex()).append(entry.getKey().hex());
                    switch (entry.getValue()) {
                        case Output.Scores scores ->
                            appender.append(scores.score()).append(scores.embedding()).appendNull();
                        case Output.Failure failure ->
                            appender.appendNull().appendNull().append(failure.reason());
                        case Output.Refusal refusal ->
                            appender.appendNull().appendNull().append(REFUSED + refusal.words());
                    }
                    appender.endRow();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    /// Writes `observations.parquet`, in an order that does not depend on the run, and drops the journal.
    void finish() {
        Path unfinished = parquet.resolveSibling("observations.parquet.part");
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM observation ORDER BY scorer, stimulus) TO "
                    + quoted(unfinished.toString()) + " (FORMAT parquet)");
            connection.commit();
            connection.close();
            WholeFile.replace(unfinished, parquet);
            drop(journal);
        } catch (SQLException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new BadInput(parquet.toString(), "could not be written: " + BadInput.reason(e), "Make room and run again");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    private static Output unanswered(String failure) {
        return failure.startsWith(REFUSED)
                ? new Output.Refusal(failure.substring(REFUSED.length()))
                : new Output.Failure(failure);
    }

    private BadInput damaged(SQLException e) {
        return new BadInput(
                journal.toString(),
                "observations could not be read or written: " + firstLine(e),
                "Make room on the disk and run again; nothing that was committed is lost");
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// The path as DuckDB reads it: a pattern in which this file's own brackets and stars stand for themselves.
    private static String pattern(Path file) {
        return file.toString().replaceAll("[\\[*?]", "[$0]");
    }

    private static float[] floats(Array array) throws SQLException {
        Object[] values = (Object[]) array.getArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (Float) values[i];
        }
        return floats;
    }
}
