package org.realfm.spark.files;

import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/// One file system of Hadoop. It stays open as long as this process lives.
final class HadoopFileSystem extends FileSystem {

    private final URI root;
    private final org.apache.hadoop.fs.FileSystem files;

    HadoopFileSystem(URI root, org.apache.hadoop.fs.FileSystem files) {
        this.root = root;
        this.files = files;
    }

    /// With scheme and authority, ending in `/`.
    URI root() {
        return root;
    }

    org.apache.hadoop.fs.FileSystem files() {
        return files;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new HadoopPath(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public FileSystemProvider provider() {
        return HadoopReads.INSTANCE;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
