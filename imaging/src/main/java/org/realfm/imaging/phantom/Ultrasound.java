package org.realfm.imaging.phantom;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.phantom.solid.Ray;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// Takes ultrasound pictures of a body. Along each line every small cell holds a scatterer of normal amplitude at a random
/// place, so with the phase of its way there and back; surfaces that a beam meets head on reflect. What comes back is weakened
/// along the way there and back, and made up for by what liver weakens: so bright bands lie behind fluid and shadows behind
/// stones. The echoes are convolved with a point spread that is short along the beam and, across it, narrowest at the focus;
/// their size (whose statistics are Rayleigh's where tissue is even; Wagner et al. 1983, doi:10.1109/T-SU.1983.31404) is
/// compressed logarithmically and drawn as a sector or a strip. The head of the patient is on the left, the skin at the top.
public final class Ultrasound {

    /// Between samples along a line, in mm.
    private static final double STEP = 0.16;

    private static final double SPEED = 1.54;
    /// dB a cm and MHz that gain makes up for.
    private static final double GAIN = 0.5;
    /// Apart from this mm before and behind the plane nothing is looked at: the plane is thin.
    private static final double BESIDE = 1;

    private static final double FAR = 1e4;

    private Ultrasound() {}

    /// How lines lie.
    public enum Geometry {
        /// Fanning out from a curved probe.
        SECTOR,
        /// Side by side from a straight probe.
        LINEAR
    }

    /// How a picture is taken.
    ///
    /// @param geometry  how lines lie
    /// @param columns   of the picture
    /// @param rows      of the picture
    /// @param pixel     in mm
    /// @param lines     how many
    /// @param frequency in MHz, in [1, 20]
    /// @param focus     depth at which the beam is narrowest, in mm, above 0
    /// @param range     dB from black to white, above 0
    /// @param electronic dB of the receiver's noise against the scatter of liver
    /// @param noise     seed of the scatterers
    public record Protocol(
            Geometry geometry, int columns, int rows, double pixel, int lines, double frequency, double focus,
            double range, double electronic, long noise) {

        /// An abdominal sector of 3.5 MHz.
        public static final Protocol USUAL =
                new Protocol(Geometry.SECTOR, 512, 448, 0.4, 320, 3.5, 75, 60, -52, 0);

        /// A strip of 7 MHz near the skin.
        public static final Protocol NEAR =
                new Protocol(Geometry.LINEAR, 384, 448, 0.16, 320, 7, 32, 60, -46, 0);

        public Protocol {
            if (columns < 16 || rows < 16 || lines < 16 || !(pixel > 0)) {
                throw new IllegalArgumentException("a picture has at least 16 columns, rows and lines of more than 0 mm");
            }
            if (!(frequency >= 1 && frequency <= 20 && focus > 0 && range > 0)) {
                throw new IllegalArgumentException("a frequency lies in [1, 20] MHz, a focus is deeper than 0 mm, a range "
                        + "above 0 dB; found " + frequency + ", " + focus + ", " + range);
            }
        }

        /// The same at another frequency.
        public Protocol withFrequency(double mhz) {
            return new Protocol(geometry, columns, rows, pixel, lines, mhz, focus, range, electronic, noise);
        }

        double depth() {
            return rows * pixel;
        }

        /// Radius of the probe in mm.
        double radius() {
            return 48;
        }

        /// Between the outermost lines, in radians.
        double opening() {
            return StrictMath.toRadians(66);
        }

        /// z of the middle of the probe.
        double middle() {
            return -14;
        }

        /// The picture in a sagittal plane; left is towards the head.
        Grid grid(double plane) {
            return new Grid(2, columns, rows, 1, Affine.of(
                    0, 0, 1, plane,
                    0, pixel, 0, top(),
                    -pixel, 0, 0, middle() + 0.5 * pixel * (columns - 1)), 0);
        }

        /// Depth of the first row: a curved probe presses the skin in.
        double top() {
            return 0.5 * pixel - (geometry == Geometry.SECTOR ? radius() * (1 - StrictMath.cos(opening() / 2)) : 0);
        }

        /// Where a line begins and which way it goes: y, z, dy, dz for 1 mm.
        double[] line(double line) {
            double share = line / (lines - 1) - 0.5;
            if (geometry == Geometry.LINEAR) {
                return new double[] {0, middle() - share * columns * pixel, 1, 0};
            }
            double angle = share * opening();
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            return new double[] {radius() * (cos - 1), middle() - radius() * sin, cos, -sin};
        }

        /// On which line and at which depth along it a place lies.
        double[] along(double y, double z) {
            if (geometry == Geometry.LINEAR) {
                return new double[] {(lines - 1) * (0.5 - (z - middle()) / (columns * pixel)), y};
            }
            double dy = y + radius();
            double dz = middle() - z;
            double angle = StrictMath.atan2(dz, dy);
            return new double[] {(lines - 1) * (angle / opening() + 0.5), Math.sqrt(dy * dy + dz * dz) - radius()};
        }

        /// Millimetres between two lines at a depth.
        double apart(double depth) {
            return geometry == Geometry.LINEAR
                    ? columns * pixel / (lines - 1)
                    : (radius() + depth) * opening() / (lines - 1);
        }
    }

    /// A picture of 8 bits with all that is true of it.
    public static Phantom take(Body body, Protocol protocol) {
        double plane = plane(body);
        Grid grid = protocol.grid(plane);
        VoxelMask field = VoxelMask.of(grid.voxels(), (x, y, z) -> inField(protocol, grid.affine().place(x, y, 0)));
        List<VoxelMask> regions = Raster.look(body, grid).regions().stream()
                .map(region -> region.and(field))
                .toList();
        SequencedMap<String, Double> how = Draft.intensity(
                "frequency_mhz", protocol.frequency(), "focus_mm", protocol.focus(), "range_db", protocol.range(),
                "lines", protocol.lines(), "plane_x_mm", plane);
        return Phantom.of(
                "ultrasound", body, grid, regions, List.of(1, 2), 3, how, new Phantom.Picture(picture(body, protocol)));
    }

    /// The x of the plane: on the side where the body was drawn.
    private static double plane(Body body) {
        return body.structures().getFirst().side() == Side.LEFT ? -Flank.PLANE : Flank.PLANE;
    }

    private static boolean inField(Protocol protocol, double[] place) {
        double[] at = protocol.along(place[1], place[2]);
        return at[0] >= 0 && at[0] <= protocol.lines() - 1 && at[1] >= 0 && at[1] < protocol.depth();
    }

    /// The picture alone, of 8 bits.
    public static Image2D picture(Body body, Protocol protocol) {
        float[][] envelope = envelope(body, protocol);
        Grid grid = protocol.grid(plane(body));
        float[] grey = new float[grid.columns() * grid.rows()];
        for (int i = 0; i < grey.length; i++) {
            double[] place = grid.affine().place(i % grid.columns(), i / grid.columns(), 0);
            if (inField(protocol, place)) {
                double[] at = protocol.along(place[1], place[2]);
                double level = Math.max(1e-6, between(envelope, at[0], at[1] / STEP));
                double db = 20 * StrictMath.log10(level);
                grey[i] = (float) Math.clamp(255 * (db + 0.62 * protocol.range()) / protocol.range(), 0.0, 255.0);
            }
        }
        return Image2D.of(grid.columns(), grid.rows(), 1, 255, grey).quantised();
    }

    private static double between(float[][] envelope, double line, double sample) {
        int i = Math.clamp((int) line, 0, envelope.length - 2);
        int k = Math.clamp((int) sample, 0, envelope[0].length - 2);
        double u = line - i;
        double v = Math.clamp(sample - k, 0.0, 1.0);
        return (1 - u) * ((1 - v) * envelope[i][k] + v * envelope[i][k + 1])
                + u * ((1 - v) * envelope[i + 1][k] + v * envelope[i + 1][k + 1]);
    }

    /// The size of the echoes before compression, line by line; even liver has the root mean square 1.
    static float[][] envelope(Body body, Protocol protocol) {
        int samples = (int) (protocol.depth() / STEP) + 1;
        int lines = protocol.lines();
        double[][] re = new double[lines][samples];
        double[][] im = new double[lines][samples];
        double plane = plane(body);
        List<Body.Placed> shapes =
                body.within(new Bounds(plane - BESIDE, plane + BESIDE, -FAR, FAR, -FAR, FAR));
        long seed = new SplitMix64(body.seed() ^ 0x5553L).nextLong() + protocol.noise();
        IntStream.range(0, lines).parallel().forEach(line ->
                scatter(body, protocol, new Tracer(shapes), plane, line, new SplitMix64(seed + line), re[line], im[line]));
        IntStream.range(0, lines).parallel().forEach(line -> {
            axial(re[line], protocol);
            axial(im[line], protocol);
        });
        float[][] envelope = new float[lines][samples];
        IntStream.range(0, samples).parallel().forEach(k -> lateral(re, im, envelope, k, protocol));
        SplitMix64 random = new SplitMix64(seed - 1);
        double receiver = StrictMath.pow(10, protocol.electronic() / 20);
        for (int line = 0; line < lines; line++) {
            for (int k = 0; k < samples; k++) {
                // The gain that makes up for depth raises the receiver's noise too.
                double gain = StrictMath.pow(10, GAIN * protocol.frequency() * 2 * k * STEP / 10 / 20 / 2.2);
                double noise = receiver * gain * random.nextGaussian();
                envelope[line][k] = (float) Math.sqrt(envelope[line][k] * envelope[line][k] + noise * noise);
            }
        }
        return envelope;
    }

    private static void scatter(
            Body body, Protocol protocol, Tracer tracer, double plane, int line, SplitMix64 random, double[] re,
            double[] im) {
        double[] at = protocol.line(line);
        int[] tissue = new int[re.length];
        java.util.Arrays.fill(tissue, -1);
        tracer.onTop(new Ray(plane, at[0], at[1], 0, at[2], at[3]), (structure, enter, exit) -> {
            int from = Math.max(0, (int) Math.ceil(enter / STEP));
            int to = Math.min(re.length - 1, (int) Math.floor(exit / STEP));
            for (int k = from; k <= to; k++) {
                tissue[k] = structure;
            }
        });
        double lost = 0;
        for (int k = 0; k < re.length; k++) {
            int here = tissue[k];
            // Coupling gel and what lies beyond the body.
            double echo = here < 0 ? -40 : body.structures().get(here).intensity("echo_db");
            double weakens = here < 0 ? GAIN : body.structures().get(here).intensity("attenuation_db_cm_mhz");
            lost += (weakens - GAIN) * protocol.frequency() * 2 * STEP / 10;
            double size = StrictMath.pow(10, (echo - lost) / 20);
            double phase = 4 * Math.PI * (k + random.nextDouble()) * STEP * protocol.frequency() / SPEED;
            double amplitude = random.nextGaussian() * size;
            if (k > 0 && here != tissue[k - 1]) {
                double wall = Math.max(wall(body, here), wall(body, tissue[k - 1]));
                amplitude += wall > -100 ? StrictMath.pow(10, (wall - lost) / 20) * random.between(0.7, 1.3) : 0;
            }
            re[k] = amplitude * StrictMath.cos(phase);
            im[k] = amplitude * StrictMath.sin(phase);
        }
    }

    private static double wall(Body body, int structure) {
        return structure < 0 ? -100 : body.structures().get(structure).intensity("wall_db");
    }

    /// A pulse of two periods; the root mean square of white noise stays what it is.
    private static void axial(double[] line, Protocol protocol) {
        double sigma = Math.max(1.2, SPEED / protocol.frequency() * 0.85 / STEP);
        spread(line, Blur.kernel(sigma));
    }

    private static void spread(double[] values, double[] kernel) {
        double power = kernel[0] * kernel[0];
        for (int i = 1; i < kernel.length; i++) {
            power += 2 * kernel[i] * kernel[i];
        }
        double scale = 1 / Math.sqrt(power);
        double[] from = values.clone();
        for (int i = 0; i < values.length; i++) {
            double sum = kernel[0] * from[i];
            for (int k = 1; k < kernel.length; k++) {
                sum += kernel[k] * ((i >= k ? from[i - k] : 0) + (i + k < from.length ? from[i + k] : 0));
            }
            values[i] = sum * scale;
        }
    }

    private static void lateral(double[][] re, double[][] im, float[][] envelope, int sample, Protocol protocol) {
        double depth = sample * STEP;
        double narrow = 1.5 * SPEED / protocol.frequency();
        double away = (depth - protocol.focus()) / (0.9 * protocol.focus());
        double width = narrow * Math.sqrt(1 + away * away);
        double[] kernel = Blur.kernel(Math.max(0.8, width / protocol.apart(depth)));
        double[] x = new double[re.length];
        double[] y = new double[re.length];
        for (int line = 0; line < re.length; line++) {
            x[line] = re[line][sample];
            y[line] = im[line][sample];
        }
        spread(x, kernel);
        spread(y, kernel);
        for (int line = 0; line < re.length; line++) {
            envelope[line][sample] = (float) Math.sqrt(x[line] * x[line] + y[line] * y[line]);
        }
    }
}
