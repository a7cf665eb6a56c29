package org.realfm.spark.files;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/// The files of this machine as a file system of Hadoop with a scheme that nothing but Hadoop knows (`core-site.xml`).
public final class FilmsFileSystem extends RawLocalFileSystem {

    @Override
    public URI getUri() {
        return URI.create("films:///");
    }
}
