package org.realfm.imaging.dicom.objects;

import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.Vr;
import org.realfm.imaging.segmentation.VoxelGrid;
import org.realfm.imaging.volume.Affine;

/// Masks as a Segmentation object (PS3.3 A.51): binary, one bit a voxel, a frame for each slice of each segment, with its
/// place in the patient. Slices in which a segment has no voxel get no frame, unless it has none at all: then the first.
public final class Segmentation {

    static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4";

    private static final int SEGMENT_NUMBER = 0x0062000B; // Referenced Segment Number
    private static final int SEGMENT_IDENTIFICATION = 0x0062000A;
    private static final int POSITION = 0x00200032;
    private static final int PLANE_POSITION = 0x00209113;
    private static final double TOLERANCE = 1e-4;

    private Segmentation() {}

    /// A frame: a slice of a segment.
    private record Frame(int segment, int slice) {}

    /// The object of some segments.
    ///
    /// @param segments         at least one, all on one grid, in the order of their numbers from 1
    /// @param affine           where the voxels of the grid lie: rows at right angles to columns, spacing as in the grid
    /// @param frameOfReference the Frame of Reference UID of the image that they were drawn on
    /// @param slices           the image of each slice of the grid, or a multi-frame image once for all, or none
    /// @throws IllegalArgumentException if any of this does not hold
    public static DataSet of(List<Segment> segments, Affine affine, String frameOfReference, List<Reference> slices,
            Subject subject, Instance instance) {
        VoxelGrid grid = requireGrid(segments, affine);
        if (slices.size() > 1 && slices.size() != grid.slices()) {
            throw new IllegalArgumentException("expected an image for each of " + grid.slices() + " slices, one for all, or none,"
                    + " found " + slices.size());
        }
        List<Frame> frames = frames(segments, grid);
        String dimensions = Instance.uid("dimensions of " + instance.uid());
        DataSetBuilder set = instance.begin(SOP_CLASS, "SEG", subject);
        set.text(0x00080008, "DERIVED", "PRIMARY").text(0x00200052, frameOfReference).empty(0x00201040)
                .text(0x00700080, "SEGMENTATION").empty(0x00700081).empty(0x00700084)
                .numbers(Tag.SAMPLES_PER_PIXEL, 1).text(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .numbers(Tag.NUMBER_OF_FRAMES, frames.size())
                .numbers(Tag.ROWS, grid.rows()).numbers(Tag.COLUMNS, grid.columns())
                .numbers(Tag.BITS_ALLOCATED, 1).numbers(Tag.BITS_STORED, 1).numbers(Tag.HIGH_BIT, 0)
                .numbers(Tag.PIXEL_REPRESENTATION, 0).text(0x00282110, "00").text(0x00620001, "BINARY")
                .text(0x00620013, "UNDEFINED")
                .items(0x00209221, DataSetBuilder.item().text(0x00209164, dimensions).build())
                .items(0x00209222, dimension(dimensions, SEGMENT_NUMBER, SEGMENT_IDENTIFICATION),
                        dimension(dimensions, POSITION, PLANE_POSITION))
                .items(0x00620002, described(segments))
                .items(0x52009229, shared(affine))
                .items(0x52009230, frames.stream().map(frame -> perFrame(frame, grid, affine, slices)).toList())
                .bytes(Tag.PIXEL_DATA, Vr.OB, bits(segments, frames, grid));
        if (!slices.isEmpty()) {
            set.items(0x00081115, Reference.bySeries(slices, 0x0008114A));
        }
        return set.build();
    }

    private static VoxelGrid requireGrid(List<Segment> segments, Affine affine) {
        if (segments.isEmpty() || segments.size() > 65535) {
            throw new IllegalArgumentException("a segmentation has 1 to 65535 segments, found " + segments.size());
        }
        VoxelGrid grid = segments.getFirst().mask().grid();
        for (Segment segment : segments) {
            if (!segment.mask().grid().equals(grid)) {
                throw new IllegalArgumentException("the segments lie on one grid, found " + grid + " and "
                        + segment.mask().grid());
            }
        }
        double[] spacing = affine.spacing();
        double[] expected = {grid.dx(), grid.dy(), grid.dz()};
        for (int axis = 0; axis < (grid.dimensions() == 2 ? 2 : 3); axis++) {
            if (!(Math.abs(spacing[axis] - expected[axis]) <= TOLERANCE * expected[axis])) {
                throw new IllegalArgumentException("the grid's spacing is " + expected[axis] + " mm along axis " + axis
                        + ", that of the affine map " + spacing[axis]);
            }
        }
        double cosine = dot(affine.step(0), affine.step(1)) / (spacing[0] * spacing[1]);
        if (Math.abs(cosine) > TOLERANCE) {
            throw new IllegalArgumentException("rows and columns are at right angles, found a cosine of " + cosine);
        }
        return grid;
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static List<Frame> frames(List<Segment> segments, VoxelGrid grid) {
        List<Frame> frames = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            boolean empty = segments.get(s).mask().isEmpty();
            for (int z = 0; z < grid.slices(); z++) {
                if (empty ? z == 0 : isDrawn(segments.get(s), grid, z)) {
                    frames.add(new Frame(s, z));
                }
            }
        }
        return frames;
    }

    private static boolean isDrawn(Segment segment, VoxelGrid grid, int z) {
        for (int y = 0; y < grid.rows(); y++) {
            for (int x = 0; x < grid.columns(); x++) {
                if (segment.mask().contains(x, y, z)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static DataSet dimension(String organization, int pointer, int group) {
        return DataSetBuilder.item().text(0x00209164, organization).tags(0x00209165, pointer).tags(0x00209167, group).build();
    }

    /// The Segment Description macro (PS3.3 C.8.20.4).
    private static List<DataSet> described(List<Segment> segments) {
        List<DataSet> items = new ArrayList<>();
        for (Segment segment : segments) {
            items.add(DataSetBuilder.item().numbers(0x00620004, items.size() + 1L).text(0x00620005, segment.label())
                    .text(0x00620008, "AUTOMATIC").text(0x00620009, segment.algorithm())
                    .items(0x00620003, segment.category().item()).items(0x0062000F, segment.type().item())
                    .text(0x00620020, segment.trackingId()).text(0x00620021, segment.trackingUid()).build());
        }
        return items;
    }

    /// Plane Orientation and Pixel Measures (PS3.3 C.7.6.16.2.1, C.7.6.16.2.4).
    private static DataSet shared(Affine affine) {
        double[] spacing = affine.spacing();
        double[] along = affine.step(0);
        double[] down = affine.step(1);
        double apart = Math.abs(affine.determinant()) / (spacing[0] * spacing[1]); // along the normal
        DataSet orientation = DataSetBuilder.item().reals(0x00200037, along[0] / spacing[0], along[1] / spacing[0],
                along[2] / spacing[0], down[0] / spacing[1], down[1] / spacing[1], down[2] / spacing[1]).build();
        DataSet measures = DataSetBuilder.item().reals(0x00180050, apart).reals(0x00180088, apart)
                .reals(0x00280030, spacing[1], spacing[0]).build();
        return DataSetBuilder.item().items(0x00209116, orientation).items(0x00289110, measures).build();
    }

    private static DataSet perFrame(Frame frame, VoxelGrid grid, Affine affine, List<Reference> slices) {
        DataSetBuilder item = DataSetBuilder.item()
                .items(0x00209111, DataSetBuilder.item().numbers(0x00209157, frame.segment + 1L, frame.slice + 1L).build())
                .items(PLANE_POSITION, DataSetBuilder.item().reals(POSITION, affine.place(0, 0, frame.slice)).build())
                .items(SEGMENT_IDENTIFICATION, DataSetBuilder.item().numbers(SEGMENT_NUMBER, frame.segment + 1L).build());
        if (!slices.isEmpty()) {
            boolean shared = slices.size() < grid.slices();
            DataSetBuilder image = slices.get(shared ? 0 : frame.slice).item().items(0x0040A170,
                    Code.dcm("121322", "Source image for image processing operation").item());
            if (shared) {
                image.numbers(0x00081160, frame.slice + 1L);
            }
            item.items(0x00089124, DataSetBuilder.item().items(0x00082112, image.build())
                    .items(0x00089215, Code.dcm("113076", "Segmentation").item()).build());
        }
        return item.build();
    }

    /// One bit a voxel, the first in the least significant bit, frames without a gap (PS3.5 8.1.1 and annex D).
    private static byte[] bits(List<Segment> segments, List<Frame> frames, VoxelGrid grid) {
        long voxels = (long) frames.size() * grid.rows() * grid.columns();
        if (voxels > 8L * (Integer.MAX_VALUE - 8)) {
            throw new IllegalArgumentException(frames.size() + " frames of " + grid.rows() + " x " + grid.columns()
                    + " voxels are more than fit into one object");
        }
        byte[] bytes = new byte[(int) ((voxels + 7) / 8)];
        long bit = 0;
        for (Frame frame : frames) {
            Segment segment = segments.get(frame.segment);
            for (int y = 0; y < grid.rows(); y++) {
                for (int x = 0; x < grid.columns(); x++, bit++) {
                    if (segment.mask().contains(x, y, frame.slice)) {
                        bytes[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
                    }
                }
            }
        }
        return bytes;
    }
}
