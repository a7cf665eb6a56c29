package org.realfm.spark.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.realfm.tables.BadInput;
import org.realfm.tables.Places;

/// Opens files on any file system that Hadoop is configured for: by `core-site.xml` and its like on the class path, and by
/// Spark's settings `spark.hadoop.*`.
public final class HadoopFiles implements Places.Opener {

    private static final Map<URI, HadoopFileSystem> OPEN = new ConcurrentHashMap<>();

    @Override
    public Optional<Path> open(URI uri) {
        URI root = URI.create(uri.getScheme() + "://" + (uri.getRawAuthority() == null ? "" : uri.getRawAuthority()) + "/");
        HadoopFileSystem files = OPEN.get(root);
        if (files == null) {
            try {
                files = new HadoopFileSystem(root, FileSystem.get(root, configuration()));
            } catch (UnsupportedFileSystemException e) {
                return Optional.empty();
            } catch (IOException | IllegalArgumentException e) {
                throw new BadInput(
                        uri.toString(),
                        "its file system cannot be reached: " + e.getMessage(),
                        "Check the address, and Hadoop's configuration (HADOOP_CONF_DIR, or spark.hadoop.*)");
            }
            OPEN.put(root, files);
        }
        String path = uri.getPath();
        return Optional.of(files.getPath(path == null || path.isEmpty() ? "/" : path).normalize());
    }

    private static Configuration configuration() {
        SparkEnv running = SparkEnv.get();
        return running == null ? SparkHadoopUtil.get().conf() : SparkHadoopUtil.get().newConfiguration(running.conf());
    }
}
