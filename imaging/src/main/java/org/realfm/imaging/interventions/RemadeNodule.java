package org.realfm.imaging.interventions;

import org.realfm.imaging.Mask;
import org.realfm.imaging.volume.Volume;

/// The voxels of a nodule made again from what surrounds them in their slice, in the way of [Inpainting].
///
/// @param of       whose voxels they are
/// @param mirrored whether those of its mirror image (columns exchanged) are taken: the sham; else the removal
public record RemadeNodule(Nodule of, boolean mirrored) implements VolumeIntervention {

    @Override
    public String id() {
        return (mirrored ? "sham:" : "removal:") + of.id();
    }

    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        return remade(Grid.of(volume, scale)).volume();
    }

    Grid remade(Grid grid) {
        return Patches.remade(grid, slice -> {
            Mask mask = of.mask(grid, slice);
            return mirrored ? mask.mirrored() : mask;
        });
    }
}
