package org.realfm.imaging.phantom;

import java.util.List;
import java.util.SequencedMap;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;

/// Takes pictures of stained sections: the light that comes through is `255 * 10^-(h H + e E)` in red, green and blue, with
/// the amounts h and e of haematoxylin and eosin and their vectors H and E of optical density (Ruifrok and Johnston 2001,
/// Anal Quant Cytol Histol 23:291-299; the values are those that ImageJ's colour deconvolution has for H&E), blurred by the lens, with the counting noise of a camera. Within a structure stain
/// is uneven: fibres in connective tissue, grains of chromatin and a dark rim in nuclei.
public final class Histology {

    /// Optical density in red, green, blue for one unit of stain; each of length 1.
    static final double[] HAEMATOXYLIN = {0.644, 0.717, 0.267};

    static final double[] EOSIN = {0.093, 0.954, 0.283};

    private Histology() {}

    /// How a picture is taken.
    ///
    /// @param pixel    in mm; 0.0005 is a lens of 20
    /// @param stain    how strongly it is stained, as a factor of the usual, above 0
    /// @param blur     of the lens: standard deviation in mm, at least 0
    /// @param electrons that a white pixel gives, above 0: fewer are noisier
    /// @param noise    seed of the noise
    public record Protocol(double pixel, double stain, double blur, double electrons, long noise) {

        /// A lens of 20: 640 x 640 pixels.
        public static final Protocol USUAL = new Protocol(0.0005, 1, 0.00032, 6000, 0);

        public Protocol {
            if (!(pixel >= 0.0001 && pixel <= 0.005 && stain > 0 && blur >= 0 && electrons > 0)) {
                throw new IllegalArgumentException("pixels are of 0.0001 to 0.005 mm, stain and electrons above 0; found "
                        + pixel + ", " + stain + ", " + electrons);
            }
        }

        /// The same with another strength of stain.
        public Protocol withStain(double factor) {
            return new Protocol(pixel, factor, blur, electrons, noise);
        }

        Grid grid() {
            int side = (int) Math.round(Tissue.FIELD / pixel);
            return new Grid(
                    2, side, side, 1, Affine.of(pixel, 0, 0, pixel / 2, 0, pixel, 0, pixel / 2, 0, 0, 1, 0), 0);
        }
    }

    /// A picture of 8 bits a channel with all that is true of it. No direction is told between things nearer than 0.01 mm.
    public static Phantom take(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        Raster.Seen seen = Raster.look(body, grid);
        SequencedMap<String, Double> how = Draft.intensity(
                "stain", protocol.stain(), "blur_mm", protocol.blur(), "electrons", protocol.electrons(), "hard_core_mm",
                Tissue.CORE);
        return Phantom.of(
                "histology", body, grid, seen.regions(), List.of(0, 1), 0.01, how,
                new Phantom.Picture(picture(body, grid, seen.labels(), protocol)));
    }

    /// The picture alone.
    public static Image2D picture(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        return picture(body, grid, Raster.look(body, grid).labels(), protocol);
    }

    private static Image2D picture(Body body, Grid grid, short[] labels, Protocol protocol) {
        int side = grid.columns();
        float[] h = Raster.paint(body, grid, body.intensities("haematoxylin"), 0, 3);
        float[] e = Raster.paint(body, grid, body.intensities("eosin"), 0, 3);
        Unevenness grain = new Unevenness(body.seed());
        double[][] light = new double[3][side * side];
        for (int i = 0; i < labels.length; i++) {
            double x = i % side * protocol.pixel() * 1000;
            double y = i / side * protocol.pixel() * 1000;
            double fine = grain.at(x / 1.1, y / 1.1);
            double coarse = grain.at(x / 3.2 + 90, y / 3.2);
            double dark = h[i];
            double pink = e[i];
            // Nuclei are grainy; where there is little haematoxylin there are fibres or a mottled plasm.
            double nuclear = Math.clamp((dark - 0.3) / 0.3, 0.0, 1.0);
            double bend = 9 * grain.at(x / 45, y / 45 + 30);
            double fibre = grain.at((x * 0.55 + y * 0.84) / 2.3 + bend, (x * 0.84 - y * 0.55) / 22);
            double gap = labels[i] == 0 ? Math.clamp(2.6 * (grain.at(x / 5 + bend / 3, y / 13 + 50) - 0.62), 0.0, 0.85) : 0;
            dark *= 1 + nuclear * (0.5 * (fine - 0.5) + 0.35 * (coarse - 0.5)) + (1 - nuclear) * 0.5 * (coarse - 0.5);
            pink *= (1 + (labels[i] == 0 ? 1.1 : 0.45) * ((labels[i] == 0 ? fibre : coarse) - 0.5)) * (1 - gap);
            for (int c = 0; c < 3; c++) {
                double density = protocol.stain() * (dark * HAEMATOXYLIN[c] + pink * EOSIN[c]) + 0.01;
                light[c][i] = StrictMath.pow(10, -density);
            }
        }
        SplitMix64 random = new SplitMix64(new SplitMix64(body.seed() ^ 0x4845L).nextLong() + protocol.noise());
        float[] samples = new float[3 * side * side];
        for (int c = 0; c < 3; c++) {
            double[] seen = Blur.gaussian(light[c], side, protocol.blur() / protocol.pixel());
            for (int i = 0; i < seen.length; i++) {
                double electrons = protocol.electrons() * seen[i];
                double counted = electrons + Math.sqrt(electrons) * random.nextGaussian();
                samples[3 * i + c] = (float) Math.clamp(248 * counted / protocol.electrons(), 0.0, 255.0);
            }
        }
        return Image2D.of(side, side, 3, 255, samples).quantised();
    }
}
