package org.realfm.assess;

import java.util.Optional;
import java.util.ServiceLoader;

/// Makes an engine that is not part of this module; found by [ServiceLoader].
public interface EngineProvider {

    /// The name of the engine: `spark`.
    String name();

    /// The engine.
    ///
    /// @param master  where it runs; empty: what its own settings say, otherwise here
    /// @param threads how many chunks this process shows at once, of what it shows itself
    Engine engine(Optional<String> master, int threads);

    /// The provider of this name, if it is on the class path.
    static Optional<EngineProvider> named(String name) {
        return ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }
}
