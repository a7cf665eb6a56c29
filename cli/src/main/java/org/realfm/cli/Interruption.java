package org.realfm.cli;

import java.io.PrintStream;

/// Says what is kept when somebody stops a run (Ctrl-C, a scheduler's signal), while it is open.
final class Interruption implements AutoCloseable {

    private final Thread told;

    Interruption(PrintStream err) {
        told = new Thread(() -> err.printf("%nStopped. What was seen so far is kept: the same command goes on from there.%n"));
        Runtime.getRuntime().addShutdownHook(told);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(told);
        } catch (IllegalStateException stopping) {
            // Too late: it is being told.
        }
    }
}
