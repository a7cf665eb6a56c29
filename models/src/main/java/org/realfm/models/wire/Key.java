package org.realfm.models.wire;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicomweb.DicomWebServer;
import org.realfm.tables.BadInput;

/// A key that came from an environment variable and goes nowhere but into the request.
public final class Key {

    private final String variable;
    private final String value;

    private Key(String variable, String value) {
        this.variable = variable;
        this.value = value;
    }

    /// Reads the variable.
    ///
    /// @param where the address that the key is for
    /// @throws BadInput if it is not set or no header could hold it; the message does not show it
    public static Key of(String where, String variable, Function<String, @Nullable String> environment) {
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw new BadInput(
                    where,
                    "the environment variable " + variable + ", which holds its key, is not set",
                    "Set it in the shell that runs realfm; keys never stand in files");
        }
        String stripped = value.strip();
        if (!stripped.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new BadInput(
                    where,
                    "the environment variable " + variable + " holds blanks or characters that no key has",
                    "Set it again, without quotes and line ends");
        }
        return new Key(variable, stripped);
    }

    /// The variable that holds it.
    public String variable() {
        return variable;
    }

    /// What `Authorization` says. Only requests may hold it.
    public String bearer() {
        return "Bearer " + value;
    }

    /// The server, with it as its bearer token.
    public DicomWebServer into(DicomWebServer server) {
        return server.withToken(value);
    }

    /// Checks that it does not travel unencrypted to another machine.
    ///
    /// @throws BadInput if it would
    public void checkWay(URI to, boolean encrypted) {
        String host = String.valueOf(to.getHost());
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!encrypted && !loopback) {
            throw new BadInput(
                    to.toString(),
                    "the key in " + variable + " would travel unencrypted",
                    "Use https or grpcs, or a tunnel that ends at localhost");
        }
    }

    /// Hides it.
    public Secrets secrets() {
        return Secrets.of(List.of(value));
    }

    @Override
    public String toString() {
        return "the key in " + variable;
    }
}
