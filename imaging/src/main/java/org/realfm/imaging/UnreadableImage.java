package org.realfm.imaging;

import java.nio.file.Path;

/// A picture could not be read. That is data about a cohort, not a failure of the run: the file is set aside with its
/// path, what was found, and what to do.
public final class UnreadableImage extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final String reason;
    private final String remedy;

    /// @param path   the file
    /// @param reason what was found, as in "starts with '<!DOCTYPE', which is HTML, not PNG"
    /// @param remedy what to do about it
    public UnreadableImage(Path path, String reason, String remedy) {
        super(path + ": " + reason + ". " + remedy);
        this.path = path;
        this.reason = reason;
        this.remedy = remedy;
    }

    /// The file.
    public Path path() {
        return path;
    }

    /// What was found.
    public String reason() {
        return reason;
    }

    /// What to do about it.
    public String remedy() {
        return remedy;
    }
}
