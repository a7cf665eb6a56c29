package org.realfm.imaging.phantom;

import java.util.List;
import java.util.Optional;
import org.realfm.imaging.interventions.Mark;

/// All that a phantom film is rendered from: whoever has the scene knows the truth.
///
/// Lengths are in half widths of the film: the film spans [-1, 1] from left to right (the patient's right is on the left,
/// as radiologists look at a film) and [-1, 1] from top to bottom.
///
/// @param seed      settles the film's quantum noise
/// @param patient   who
/// @param anatomy   how this patient is built and stands
/// @param style     how this site takes films
/// @param lesions   opacities in the lungs; empty in a well patient
/// @param mark      a mark burned into the film, if any
public record Scene(
        long seed, Patient patient, Anatomy anatomy, Style style, List<Lesion> lesions, Optional<Mark> mark) {

    public Scene {
        lesions = List.copyOf(lesions);
    }

    /// Whether there is any opacity.
    public boolean diseased() {
        return !lesions.isEmpty();
    }

    /// Sex and age, with what a film shows of them.
    ///
    /// @param female breasts stand before the lower zones, the frame is smaller
    /// @param age    years, 18 to 90: hearts and aortas widen, bones thin
    public record Patient(boolean female, int age) {
        public Patient {
            if (age < 18 || age > 90) {
                throw new IllegalArgumentException("a phantom patient's age lies in 18 to 90, found " + age);
            }
        }
    }

    /// @param chest      half width of the rib cage at its widest
    /// @param apex       height of the lungs' tips (negative is up)
    /// @param rightDome  height of the diaphragm's right dome
    /// @param leftDome   height of the diaphragm's left dome
    /// @param wall       soft tissue of the chest wall
    /// @param depth      attenuation of the trunk, in optical depths
    /// @param heart      half width of the heart
    /// @param ribs       distance between neighbouring ribs
    /// @param ribPhase   height of the first rib within that distance, in [0, 1]
    /// @param ribSlope   how steeply ribs fall to the sides
    /// @param vessels    strength of the vessels around the hila
    /// @param turn       rotation of the patient: shift of the midline
    /// @param tilt       tilt of the film, radians
    public record Anatomy(
            double chest,
            double apex,
            double rightDome,
            double leftDome,
            double wall,
            double depth,
            double heart,
            double ribs,
            double ribPhase,
            double ribSlope,
            double vessels,
            double turn,
            double tilt) {}

    /// How a site takes and shows films.
    ///
    /// @param name    of the site
    /// @param centre  optical depth shown as middle grey for a trunk of [#USUAL_DEPTH]; seven tenths of what a
    ///                trunk differs is made up for, as automatic exposure does
    /// @param span    optical depths from black to white; small is hard contrast
    /// @param photons detected per unattenuated pixel of a 64 x 64 film; few is noisy
    /// @param scatter scattered quanta per unattenuated one, in [0, 1)
    public record Style(String name, double centre, double span, double photons, double scatter) {

        /// Optical depth of the usual trunk.
        public static final double USUAL_DEPTH = 4.4;

        /// A digital detector at a good dose.
        public static final Style DIGITAL = new Style("digital", 2.75, 3.6, 120_000, 0.02);
        /// A mobile unit: lower dose, more scatter, softer.
        public static final Style MOBILE = new Style("mobile", 2.6, 4.2, 30_000, 0.05);
        /// A hard-contrast display of a scanned film.
        public static final Style SCANNED = new Style("scanned", 2.85, 2.9, 70_000, 0.03);
    }

    /// One patch of consolidation: a soft-edged ellipse in which the lung has lost air.
    ///
    /// @param x        centre
    /// @param y        centre
    /// @param width    half width
    /// @param height   half height
    /// @param airLost  fraction of the air lost at its centre, in (0, 1]
    public record Lesion(double x, double y, double width, double height, double airLost) {}
}
