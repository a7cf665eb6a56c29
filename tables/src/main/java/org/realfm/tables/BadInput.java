package org.realfm.tables;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Something a user gave is not as it must be. The message says where, what was found, what was expected, and what to
/// do; it is shown to the user as it is, without a stack trace.
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String what;
    private final String remedy;

    /// @param where  file, with line and column where they are known: `cases.csv:14`
    /// @param what   what was found and what was expected
    /// @param remedy what to do about it
    public BadInput(String where, String what, String remedy) {
        super(where + ": " + what + (remedy.isEmpty() ? "" : ". " + remedy));
        this.where = where;
        this.what = what;
        this.remedy = remedy;
    }

    /// Why a file could not be read or written, in words.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException ignored -> "permission denied";
            case NoSuchFileException ignored -> "there is no such file or folder";
            case FileAlreadyExistsException ignored -> "there is a file of this name";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /// File, with line and column where they are known.
    public String where() {
        return where;
    }

    /// What was found and what was expected.
    public String what() {
        return what;
    }

    /// What to do about it.
    public String remedy() {
        return remedy;
    }
}
