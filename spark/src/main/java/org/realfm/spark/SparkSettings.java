package org.realfm.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.realfm.tables.BadInput;

/// How Spark is started. What the user told it in its own ways is left as it is.
final class SparkSettings {

    /// What the command itself is started with: libraries of the models reach into memory.
    private static final String JAVA = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";

    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    private SparkSettings() {}

    /// Starts it.
    ///
    /// @throws BadInput if it cannot be reached, or is not set up
    static JavaSparkContext start(Optional<String> master, int threads) {
        SparkConf conf = of(master, threads);
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) { // Scala declares none
            throw new BadInput(
                    conf.get("spark.master"),
                    "Spark could not be started: " + SparkRun.firstLine(e),
                    "Check --master, and that it can be reached from here");
        }
    }

    /// The settings.
    static SparkConf of(Optional<String> master, int threads) {
        SparkConf conf = new SparkConf();
        master.ifPresent(conf::setMaster);
        conf.setIfMissing("spark.master", "local[" + threads + "]");
        conf.setIfMissing("spark.app.name", "realfm");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.log.level", "FATAL"); // what goes wrong, realfm says in its own words
        conf.set(OPTIONS, (JAVA + " " + conf.get(OPTIONS, "")).strip());
        String where = conf.get("spark.master");
        if (where.startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        if (where.startsWith("local-cluster")) {
            // The executors run on this machine: with what runs here.
            conf.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
            Path home = Path.of(Objects.requireNonNullElse(System.getenv("SPARK_HOME"), ""));
            if (!Files.isDirectory(home.resolve("jars"))) {
                throw new BadInput(
                        where,
                        "needs the environment variable SPARK_HOME: a folder with a folder 'jars' in it",
                        "Start it by the launcher ./realfm, or set SPARK_HOME");
            }
        }
        return conf;
    }
}
