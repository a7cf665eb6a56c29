package org.realfm.imaging.dicomweb;

import java.util.Locale;

/// What is searched for (PS3.18 10.6.1).
public enum Level {
    STUDIES,
    SERIES,
    INSTANCES;

    /// Its name in addresses.
    String path() {
        return name().toLowerCase(Locale.ROOT);
    }
}
