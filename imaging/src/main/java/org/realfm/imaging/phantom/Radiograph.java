package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.interventions.BurnedText;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.phantom.solid.Ray;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// Takes radiographs of a body: X-rays from a point through the solids onto a detector, scatter, counts, blur, and a
/// logarithmic display. The patient's right is on the left of the picture, whichever way the beam went.
public final class Radiograph {

    /// Distance of the detector from the middle of the body, in mm.
    private static final double DETECTOR = 160;
    /// How far scattered quanta spread, in mm.
    private static final double SPREAD = 35;
    private static final int WHITE = 4095;

    private Radiograph() {}

    /// Which way the beam goes.
    public enum View {
        /// From back to front, from 1.8 m.
        PA(1800),
        /// From front to back, from 1 m, as at the bedside: the heart, far from the detector, looks larger.
        AP(1000);

        private final double distance;

        View(double distance) {
            this.distance = distance;
        }
    }

    /// A letter on the film.
    ///
    /// @param letter `R` or `L`
    /// @param corner where; the patient's right is on the left of the picture. A marker on the other side is wrong
    public record Marker(String letter, Corner corner) {

        /// An R on the patient's right.
        public static final Marker USUAL = new Marker("R", Corner.TOP_LEFT);

        public Marker {
            if (!letter.equals("R") && !letter.equals("L")) {
                throw new IllegalArgumentException("a side marker is R or L, found " + letter);
            }
        }
    }

    /// How a film is taken.
    ///
    /// @param columns of the picture
    /// @param rows    of the picture
    /// @param pixel   of the detector in mm
    /// @param middle  height of the middle of the detector in mm
    /// @param view    which way the beam goes
    /// @param photons per pixel before the body, above 0: the dose
    /// @param scatter scattered for each primary quantum that arrives, on average over the picture, in [0, 10]
    /// @param blur    of the detector: standard deviation in mm, at least 0
    /// @param marker  a letter on the film, if any
    /// @param noise   seed of the noise
    public record Protocol(
            int columns, int rows, double pixel, double middle, View view, double photons, double scatter, double blur,
            Optional<Marker> marker, long noise) {

        /// A chest film.
        public static final Protocol USUAL = new Protocol(
                512, 512, 0.78, 30, View.PA, 60_000, 0.3, 0.3, Optional.of(Marker.USUAL), 0);

        public Protocol {
            if (columns < 16 || rows < 16 || !(pixel > 0)) {
                throw new IllegalArgumentException("a film has at least 16 columns and rows of more than 0 mm, found "
                        + columns + ", " + rows + " of " + pixel + " mm");
            }
            if (!(photons > 0 && photons < Double.POSITIVE_INFINITY && scatter >= 0 && scatter <= 10 && blur >= 0)) {
                throw new IllegalArgumentException(
                        "a film has a dose above 0, scatter in [0, 10] and a blur of at least 0, found " + photons + ", "
                                + scatter + ", " + blur);
            }
        }

        /// The same from another side.
        public Protocol with(View other) {
            return new Protocol(
                    columns, rows, pixel, middle, other, photons, scatter, blur, marker, noise);
        }

        /// The same at another dose and with other noise.
        public Protocol withPhotons(double dose, long seed) {
            return new Protocol(columns, rows, pixel, middle, view, dose, scatter, blur, marker, seed);
        }

        /// The same with another marker, or none.
        public Protocol withMarker(Optional<Marker> other) {
            return new Protocol(columns, rows, pixel, middle, view, photons, scatter, blur, other, noise);
        }

        /// How much larger things in the middle of the body look on the detector.
        double magnification() {
            return view.distance / (view.distance - DETECTOR);
        }

        /// The picture, laid through the middle of the body.
        Grid grid() {
            double step = pixel / magnification();
            Affine affine = Affine.of(
                    step, 0, 0, -0.5 * step * (columns - 1),
                    0, 0, 1, 0,
                    0, -step, 0, middle + 0.5 * step * (rows - 1));
            return new Grid(2, columns, rows, 1, affine, 0);
        }
    }

    /// A film of whole values in [0, 4095], bright where little came through, with all that is true of it. Regions are the
    /// shadows of what lies on top somewhere along the beam; lengths are at the middle of the body.
    public static Phantom take(Body body, Protocol protocol) {
        Shadow shadow = shadow(body, protocol);
        Grid grid = protocol.grid();
        List<VoxelMask> regions = new ArrayList<>(shadow.regions(body, grid));
        Image2D film = marked(film(shadow.integrals(), body.seed(), protocol), protocol);
        Body shown = body;
        if (protocol.marker().isPresent()) {
            Marker marker = protocol.marker().get();
            Mask ink = text(marker).mask(film.width(), film.height());
            regions.add(VoxelMask.of(grid.voxels(), (x, y, z) -> ink.contains(x, y)));
            List<Structure> more = new ArrayList<>(body.structures());
            more.add(new Structure(
                    "marker-" + marker.letter(), "side marker", Category.MARK, Optional.empty(),
                    marker.letter().equals("R") ? Side.RIGHT : Side.LEFT, Draft.intensity("grey", film.fullScale()),
                    Optional.empty(), List.of()));
            shown = new Body(body.seed(), body.frame(), body.days(), body.time(), more);
        }
        SequencedMap<String, Double> how = Draft.intensity(
                "photons_per_pixel", protocol.photons(), "scatter_to_primary", protocol.scatter(), "blur_mm",
                protocol.blur(), "source_to_detector_mm", protocol.view().distance, "magnification",
                protocol.magnification(), "beam_to_front", protocol.view() == View.PA ? 1 : 0);
        return Phantom.of("radiograph", shown, grid, regions, List.of(0, 2), 5, how, new Phantom.Picture(film));
    }

    /// The film alone.
    public static Image2D picture(Body body, Protocol protocol) {
        return marked(film(integrals(body, protocol), body.seed(), protocol), protocol);
    }

    private static Image2D marked(Image2D film, Protocol protocol) {
        return protocol.marker().map(marker -> text(marker).apply(film, 0)).orElse(film);
    }

    private static BurnedText text(Marker marker) {
        return new BurnedText(marker.letter(), marker.corner());
    }

    /// What lies along the beam of every pixel.
    ///
    /// @param integrals of the attenuation, without unit
    /// @param hit       whether a structure lies on top somewhere along it: one a structure
    private record Shadow(double[] integrals, boolean[][] hit) {

        List<VoxelMask> regions(Body body, Grid grid) {
            VoxelGrid voxels = grid.voxels();
            return Arrays.stream(hit)
                    .map(shadow -> VoxelMask.of(voxels, (x, y, z) -> shadow[y * grid.columns() + x]))
                    .toList();
        }
    }

    /// The integral of the attenuation along the beam of every pixel, rows slowest, without unit.
    static double[] integrals(Body body, Protocol protocol) {
        return shadow(body, protocol).integrals();
    }

    private static Shadow shadow(Body body, Protocol protocol) {
        int columns = protocol.columns();
        double[] mu = Attenuation.of(body);
        int[] parents = body.parents();
        double[] integrals = new double[columns * protocol.rows()];
        boolean[][] hit = new boolean[mu.length][integrals.length];
        double back = protocol.view() == View.PA ? 1 : -1;
        double[] source = {0, back * (protocol.view().distance - DETECTOR), protocol.middle()};
        List<Body.Placed> all = body.within(Bounds.between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        IntStream.range(0, protocol.rows()).parallel().forEach(row -> {
            double z = protocol.middle() - (row - (protocol.rows() - 1) / 2.0) * protocol.pixel();
            // Where a beam is within the body it is between the detector's height and that a third of the way back.
            double near = z + (source[2] - z) * 0.35;
            Tracer tracer = new Tracer(Body.within(all, Bounds.between(Math.min(z, near), Math.max(z, near))));
            double[] sum = new double[1];
            for (int column = 0; column < columns; column++) {
                double x = (column - (columns - 1) / 2.0) * protocol.pixel();
                Ray ray = Ray.between(source, new double[] {x, -back * DETECTOR, z});
                double scale = ray.scale();
                int pixel = row * columns + column;
                sum[0] = 0;
                tracer.onTop(ray, (structure, enter, exit) -> {
                    sum[0] += mu[structure] * (exit - enter) * scale;
                    for (int i = structure; i >= 0; i = parents[i]) {
                        hit[i][pixel] = true;
                    }
                });
                integrals[pixel] = sum[0];
            }
        });
        return new Shadow(integrals, hit);
    }

    private static Image2D film(double[] integrals, long seed, Protocol protocol) {
        int columns = protocol.columns();
        double[] primary = new double[integrals.length];
        for (int i = 0; i < primary.length; i++) {
            primary[i] = protocol.photons() * StrictMath.exp(-integrals[i]);
        }
        double[] arrived = Blur.gaussian(primary, columns, protocol.blur() / protocol.pixel());
        if (protocol.scatter() > 0) {
            // Scatter comes from where there is body; unweakened beams beside it give none.
            double[] body = new double[primary.length];
            for (int i = 0; i < body.length; i++) {
                body[i] = integrals[i] > 0.05 ? primary[i] : 0;
            }
            double[] scattered = Blur.gaussian(body, columns, SPREAD / protocol.pixel());
            for (int i = 0; i < arrived.length; i++) {
                arrived[i] += protocol.scatter() * scattered[i];
            }
        }
        SplitMix64 random = new SplitMix64(new SplitMix64(seed ^ 0x52414449L).nextLong() + protocol.noise());
        double[] depth = new double[arrived.length];
        for (int i = 0; i < depth.length; i++) {
            double counts = Math.max(1, Quanta.poisson(arrived[i], random) + 3 * random.nextGaussian());
            depth[i] = StrictMath.log(protocol.photons() / counts);
        }
        return display(depth, integrals, columns);
    }

    /// As automatic exposure and display do: from near the least to near the most that the body shows, with a gentle toe
    /// and shoulder.
    private static Image2D display(double[] depth, double[] integrals, int columns) {
        // What varies slowly is shown with less contrast, so that detail can be seen in dark and bright places alike.
        double[] slow = Blur.gaussian(depth, columns, columns / 14.0);
        double[] flat = new double[depth.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = depth[i] - 0.65 * slow[i];
        }
        double[] body = IntStream.range(0, depth.length)
                .filter(i -> integrals[i] > 0.3)
                .mapToDouble(i -> flat[i])
                .sorted()
                .toArray();
        double low = body.length == 0 ? 0 : body[body.length / 100];
        double high = body.length == 0 ? 1 : Math.max(low + 0.1, body[body.length - 1 - body.length / 200]);
        float[] grey = new float[depth.length];
        for (int i = 0; i < grey.length; i++) {
            double shown = Math.clamp((flat[i] - low) / (high - low), 0.0, 1.0);
            double curved = 0.72 * shown + 0.28 * shown * shown * (3 - 2 * shown);
            grey[i] = (float) (WHITE * (0.04 + 0.92 * curved));
        }
        return Image2D.of(columns, depth.length / columns, 1, WHITE, grey).quantised();
    }
}
