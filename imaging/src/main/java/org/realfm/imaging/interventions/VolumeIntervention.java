package org.realfm.imaging.interventions;

import org.realfm.imaging.volume.Volume;

/// A known change to a volume: the same volume, scale and seed give the same values, everywhere.
public sealed interface VolumeIntervention permits Alteration, Corruption, Injection, Mirroring, Nodule, RemadeNodule {

    /// What it does with which parameters, as one stable line.
    String id();

    /// The changed volume. Values are not rounded; only a crop changes the grid, and keeps voxels at their places.
    ///
    /// @param scale what the values mean
    /// @param seed  settles what is random in it; interventions without randomness ignore it
    Volume apply(Volume volume, Scale scale, long seed);
}
