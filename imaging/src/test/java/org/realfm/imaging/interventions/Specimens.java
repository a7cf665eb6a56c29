package org.realfm.imaging.interventions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.CtScan;
import org.realfm.imaging.phantom.Findings;
import org.realfm.imaging.phantom.Flank;
import org.realfm.imaging.phantom.Head;
import org.realfm.imaging.phantom.Histology;
import org.realfm.imaging.phantom.MrScan;
import org.realfm.imaging.phantom.Radiograph;
import org.realfm.imaging.phantom.Scene;
import org.realfm.imaging.phantom.Tissue;
import org.realfm.imaging.phantom.Torso;
import org.realfm.imaging.phantom.Ultrasound;
import org.realfm.imaging.volume.Volume;

/// Phantoms to alter, all of them well.
final class Specimens {

    private static final Findings WELL = new Findings(0, 0, 0);
    /// By size and seed; drawing one takes longer than most of what is done to it.
    private static final Map<List<Long>, Image2D> FILMS = new ConcurrentHashMap<>();
    private static final Map<Integer, Image2D> TISSUES = new ConcurrentHashMap<>();

    private Specimens() {}

    /// A chest film of 8 bits and any size.
    static Image2D film(int size) {
        return film(size, 2);
    }

    static Image2D film(int size, long seed) {
        return FILMS.computeIfAbsent(List.of((long) size, seed), key -> ChestPhantom.render(
                ChestPhantom.scene(seed, new Scene.Patient(false, 50), Scene.Style.DIGITAL, 0, Optional.empty()), size));
    }

    /// A chest film of 12 bits, 512 x 512 pixels of 0.78 mm, at a dose at which little noise hides what is done to it.
    static Image2D radiograph() {
        return Radiograph.picture(
                Torso.draw(7, WELL), Radiograph.Protocol.USUAL.withPhotons(600_000, 0).withMarker(Optional.empty()));
    }

    /// A slab of the chest in HU about the heart's height, 360 mm across, at a good dose.
    ///
    /// @param spacing mm from slice to slice
    static Volume chest(int size, int slices, double spacing) {
        return CtScan.volume(Torso.draw(7, WELL), new CtScan.Protocol(
                size, slices, 360.0 / size, spacing, spacing, 0, 55, 1_500_000, 360, 0, CtScan.Model.FAST));
    }

    /// Slices of a head, T1-weighted, 230 mm across.
    static Volume head(int size, int slices, double spacing) {
        MrScan.Weighting t1 = MrScan.Weighting.T1;
        return MrScan.volume(Head.draw(9, WELL), new MrScan.Protocol(
                size, slices, 230.0 / size, spacing, spacing, 24, t1.repetition(), t1.echo(), 5, 0.05, 0));
    }

    /// A sector through the liver and kidney, pixels of 0.4 mm.
    static Image2D ultrasound() {
        return Ultrasound.picture(Flank.draw(4, WELL), Ultrasound.Protocol.USUAL);
    }

    /// A mucosa in haematoxylin and eosin, 0.32 mm across or, of less than 64 pixels, a corner of it.
    static Image2D tissue(int size) {
        return TISSUES.computeIfAbsent(size, key -> Histology.picture(
                        Tissue.draw(3, new Findings(6, 0.4, 0)),
                        new Histology.Protocol(0.32 / Math.max(64, size), 1, 0.00032, 6000, 0))
                .crop(0, 0, size, size));
    }
}
