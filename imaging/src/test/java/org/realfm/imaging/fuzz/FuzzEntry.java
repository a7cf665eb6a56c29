package org.realfm.imaging.fuzz;

/// What Jazzer calls, for the target that the system property `realfm.fuzz.target` names.
public final class FuzzEntry {

    private static final FuzzTarget TARGET = FuzzTarget.of(System.getProperty("realfm.fuzz.target", "dicom"));

    private FuzzEntry() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        TARGET.read(bytes);
    }
}
