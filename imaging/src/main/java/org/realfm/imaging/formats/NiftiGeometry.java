package org.realfm.imaging.formats;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.realfm.imaging.volume.Affine;

/// Where the voxels of a NIfTI file lie.
///
/// A header can say it twice: as an affine map (`sform`) and as a rotation with a spacing and perhaps a mirror (`qform`).
/// The sform counts if its code is above 0, else the qform, as in nibabel; where both are there and place a voxel
/// differently by more than a tenth of the smallest spacing, that is a remark. If neither is there nothing is guessed.
///
/// NIfTI's axes point right, anterior and superior; x and y change their sign on the way to LPS. The unit of length is that
/// of `xyzt_units`.
final class NiftiGeometry {

    /// nibabel's: how far the sum of squares of b, c and d may lie off 1 through rounding when a is 0, a half turn. Without
    /// it a rounding of 6e-8 would become an a of 2e-4, which turns the grid by 5e-4 radians.
    private static final double ROUNDING = 3 * 1.1920929e-7;

    private static final double ROUNDING_2 = 3 * 2.220446049250313e-16;

    private static final double DISAGREEMENT = 0.1;

    private final ByteBuffer header;
    private final boolean second;
    private final List<String> remarks;

    NiftiGeometry(ByteBuffer header, boolean second, List<String> remarks) {
        this.header = header;
        this.second = second;
        this.remarks = remarks;
    }

    private int code(boolean sform) {
        return second ? header.getInt(sform ? 348 : 344) : header.getShort(sform ? 254 : 252);
    }

    private double pixdim(int index) {
        return second ? header.getDouble(104 + 8 * index) : header.getFloat(76 + 4 * index);
    }

    /// The map to LPS millimetres; empty if the header has none.
    ///
    /// @throws IllegalArgumentException if the one that counts cannot be
    Optional<Affine> affine() {
        boolean sform = code(true) > 0;
        boolean qform = code(false) > 0;
        if (!sform && !qform) {
            return Optional.empty();
        }
        double unit = unit();
        if (!sform) {
            return Optional.of(quaternion(unit));
        }
        Affine affine = rows(unit);
        if (qform) {
            compare(affine, unit);
        }
        return Optional.of(affine);
    }

    private double unit() {
        int code = (second ? header.getInt(500) : header.get(123)) & 7;
        return switch (code) {
            case 1 -> 1000;
            case 2 -> 1;
            case 3 -> 0.001;
            default -> {
                remarks.add("xyzt_units does not name a unit of length; millimetres are assumed");
                yield 1;
            }
        };
    }

    private Affine rows(double unit) {
        double[] rows = new double[12];
        for (int i = 0; i < 12; i++) {
            double number = second ? header.getDouble(400 + 8 * i) : header.getFloat(280 + 4 * i);
            rows[i] = (i < 8 ? -unit : unit) * number + 0.0; // without -0
        }
        try {
            return Affine.of(rows);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has an sform that is no grid: " + e.getMessage(), e);
        }
    }

    private Affine quaternion(double unit) {
        double b = second ? header.getDouble(352) : header.getFloat(256);
        double c = second ? header.getDouble(360) : header.getFloat(260);
        double d = second ? header.getDouble(368) : header.getFloat(264);
        double left = 1 - (b * b + c * c + d * d);
        double rounding = second ? ROUNDING_2 : ROUNDING;
        if (!(left >= -rounding)) {
            throw new IllegalArgumentException("has a qform that is no rotation: quatern_b, c, d are " + b + ", " + c + ", " + d);
        }
        double a = left <= rounding ? 0 : Math.sqrt(left);
        double s = 2 / (a * a + b * b + c * c + d * d);
        double[] rotation = {
            1 - s * (c * c + d * d), s * (b * c - a * d), s * (b * d + a * c),
            s * (b * c + a * d), 1 - s * (b * b + d * d), s * (c * d - a * b),
            s * (b * d - a * c), s * (c * d + a * b), 1 - s * (b * b + c * c)
        };
        double mirror = pixdim(0);
        if (mirror == 0) {
            remarks.add("pixdim[0] is 0; taken as 1, as the standard says");
            mirror = 1;
        } else if (mirror != 1 && mirror != -1) {
            throw new IllegalArgumentException("has a qform with pixdim[0] = " + mirror + ", expected 1 or -1: left and right "
                    + "cannot be told");
        }
        double[] rows = new double[12];
        for (int i = 0; i < 3; i++) {
            double sign = i < 2 ? -unit : unit;
            for (int axis = 0; axis < 3; axis++) {
                double step = pixdim(axis + 1);
                if (!(step > 0)) {
                    throw new IllegalArgumentException("has a qform without a spacing: pixdim[" + (axis + 1) + "] = " + step);
                }
                rows[4 * i + axis] = sign * rotation[3 * i + axis] * step * (axis == 2 ? mirror : 1) + 0.0;
            }
            rows[4 * i + 3] = sign * (second ? header.getDouble(376 + 8 * i) : header.getFloat(268 + 4 * i)) + 0.0;
        }
        return Affine.of(rows);
    }

    /// Says where the two maps differ.
    private void compare(Affine sform, double unit) {
        Affine qform;
        try {
            qform = quaternion(unit);
        } catch (IllegalArgumentException e) {
            remarks.add("the sform counts; the header also " + e.getMessage());
            return;
        }
        double[] spacing = sform.spacing();
        double least = Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
        double farthest = 0;
        for (int corner = 0; corner < 8; corner++) {
            double[] at = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                long size = second ? header.getLong(24 + 8 * axis) : header.getShort(42 + 2 * axis);
                at[axis] = (corner >> axis & 1) == 0 ? 0 : Math.max(0, size - 1);
            }
            double[] p = sform.place(at[0], at[1], at[2]);
            double[] q = qform.place(at[0], at[1], at[2]);
            farthest = Math.max(farthest, Math.hypot(Math.hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]));
        }
        if (sform.determinant() * qform.determinant() < 0) {
            remarks.add("the sform and the qform are mirror images of each other: they disagree about left and right; "
                    + "the sform counts (codes " + code(true) + " and " + code(false) + ")");
        } else if (farthest > DISAGREEMENT * least) {
            remarks.add(String.format(Locale.ROOT, "the sform and the qform disagree by up to %.3g mm; the sform counts (codes "
                    + "%d and %d)", farthest, code(true), code(false)));
        }
    }
}
