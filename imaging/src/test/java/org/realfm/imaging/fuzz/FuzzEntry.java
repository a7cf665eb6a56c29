package org.realfm.imaging.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;

/// What Jazzer calls, for the target that the system property `realfm.fuzz.target` names.
public final class FuzzEntry {

    private static final FuzzTarget TARGET = FuzzTarget.of(System.getProperty("realfm.fuzz.target", "dicom"));

    static {
        try { // first what is made here: classes are loaded, and changed by Jazzer, before anything is measured
            for (byte[] seed : Seeds.of(TARGET)) {
                warm(seed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FuzzEntry() {}

    private static void warm(byte[] seed) {
        try {
            TARGET.read(seed);
        } catch (AssertionError e) {
            System.err.println("While classes are loaded: " + e.getMessage());
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        TARGET.read(bytes);
    }
}
