package org.realfm.assess;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What ran.
public final class Versions {

    private Versions() {}

    /// The version of realfm.
    public static String realfm() {
        try (InputStream stream = Versions.class.getResourceAsStream("/org/realfm/version.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The version of Java.
    public static String java() {
        return Runtime.version().toString();
    }
}
