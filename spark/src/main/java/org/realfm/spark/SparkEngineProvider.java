package org.realfm.spark;

import java.util.Optional;
import org.realfm.assess.Engine;
import org.realfm.assess.EngineProvider;

/// Makes the engine `spark`.
public final class SparkEngineProvider implements EngineProvider {

    @Override
    public String name() {
        return SparkEngine.NAME;
    }

    @Override
    public Engine engine(Optional<String> master, int threads) {
        return new SparkEngine(master, threads);
    }
}
