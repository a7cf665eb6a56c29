package org.realfm.spark.files;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path on a file system of Hadoop, or, where it does not begin with `/`, a name to be resolved against one.
///
/// @param text `/` between names
record HadoopPath(HadoopFileSystem files, String text) implements Path {

    private static final String SEPARATOR = "/";

    /// As Hadoop knows it.
    org.apache.hadoop.fs.Path hadoop() {
        return new org.apache.hadoop.fs.Path(toUri());
    }

    private List<String> names() {
        return Arrays.stream(text.split(SEPARATOR)).filter(name -> !name.isEmpty()).toList();
    }

    private HadoopPath of(List<String> names, boolean absolute) {
        return new HadoopPath(files, (absolute ? SEPARATOR : "") + String.join(SEPARATOR, names));
    }

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return text.startsWith(SEPARATOR);
    }

    @Override
    public @Nullable Path getRoot() {
        return isAbsolute() ? new HadoopPath(files, SEPARATOR) : null;
    }

    @Override
    public @Nullable Path getFileName() {
        List<String> names = names();
        return names.isEmpty() ? null : new HadoopPath(files, names.getLast());
    }

    @Override
    public @Nullable Path getParent() {
        List<String> names = names();
        return names.isEmpty() || names.size() == 1 && !isAbsolute()
                ? null
                : of(names.subList(0, names.size() - 1), isAbsolute());
    }

    @Override
    public int getNameCount() {
        return names().size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        List<String> names = names();
        if (beginIndex < 0 || beginIndex >= endIndex || endIndex > names.size()) {
            throw new IllegalArgumentException("names " + beginIndex + " to " + endIndex + " of " + names.size());
        }
        return of(names.subList(beginIndex, endIndex), false);
    }

    @Override
    public boolean startsWith(Path other) {
        List<String> names = names();
        return other instanceof HadoopPath that
                && that.files == files
                && that.isAbsolute() == isAbsolute()
                && that.getNameCount() <= names.size()
                && names.subList(0, that.getNameCount()).equals(that.names());
    }

    @Override
    public boolean endsWith(Path other) {
        List<String> names = names();
        return other instanceof HadoopPath that
                && that.files == files
                && (that.isAbsolute()
                        ? equals(that)
                        : that.getNameCount() <= names.size()
                                && names.subList(names.size() - that.getNameCount(), names.size()).equals(that.names()));
    }

    @Override
    public Path normalize() {
        List<String> kept = new ArrayList<>();
        for (String name : names()) {
            boolean up = name.equals("..");
            if (up && !kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (!name.equals(".") && !(up && isAbsolute())) {
                kept.add(name);
            }
        }
        return of(kept, isAbsolute());
    }

    @Override
    public Path resolve(Path other) {
        if (!(other instanceof HadoopPath that)) {
            throw new ProviderMismatchException();
        }
        return that.isAbsolute() || text.isEmpty()
                ? that
                : that.text.isEmpty() ? this : new HadoopPath(files, text + SEPARATOR + that.text);
    }

    @Override
    public Path relativize(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URI toUri() {
        try {
            return new URI(files.root().getScheme(), files.root().getAuthority(), text(), null, null);
        } catch (URISyntaxException e) {
            throw new InvalidPathException(text, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : new HadoopPath(files, SEPARATOR + text);
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return isAbsolute() ? files.root() + text.substring(1) : text;
    }
}
