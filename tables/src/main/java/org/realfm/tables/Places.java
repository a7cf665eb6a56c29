package org.realfm.tables;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/// Where a file is that another file names: a path, relative to the file that names it, or a URI: `file:///data/cases.csv`,
/// `hdfs://namenode/data/cases.csv`, `s3a://bucket/cases.csv`.
public final class Places {

    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*"); // C:\ is a drive

    private Places() {}

    /// Opens file systems that Java does not know by itself; found by [ServiceLoader].
    public interface Opener {

        /// The path of a URI; empty if there is no file system for its scheme.
        Optional<Path> open(URI uri);
    }

    /// What a file names.
    ///
    /// @throws InvalidPathException if it is neither a path nor a URI
    /// @throws BadInput if it is on a file system that cannot be reached from here
    public static Path named(Path file, String name) {
        return WITH_SCHEME.matcher(name).matches() ? at(uri(name)) : file.resolveSibling(name).normalize();
    }

    /// The path of a URI.
    ///
    /// @throws BadInput if there is no file system for it
    public static Path at(URI uri) {
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            try {
                return Path.of(uri).normalize();
            } catch (IllegalArgumentException e) {
                throw invalid(uri.toString(), e);
            }
        }
        return ServiceLoader.load(Opener.class, Opener.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(opener -> opener.open(uri).stream())
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        uri.toString(),
                        "is on a file system that this realfm cannot reach",
                        "Files on Hadoop's file systems are read where Spark is: assess with --engine spark"));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid(text, e);
        }
    }

    private static InvalidPathException invalid(String text, Exception e) {
        InvalidPathException invalid = new InvalidPathException(text, String.valueOf(e.getMessage()));
        invalid.initCause(e);
        return invalid;
    }
}
