package org.realfm.imaging.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.realfm.imaging.volume.Affine;

/// Writes volumes of 16 bits for tests, from the formats' own texts and independently of the readers.
public final class VolumeBytes {

    private VolumeBytes() {}

    private static byte[] samples(short[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short value : values) {
            bytes.putShort(value);
        }
        return bytes.array();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /// NIfTI-1; the map as sform, or as qform, which says a mirror by pixdim[0].
    public static byte[] nifti(int[] sizes, short[] values, Affine lps, boolean sform) {
        ByteBuffer h = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
        h.putInt(0, 348).putShort(40, (short) 3);
        for (int i = 0; i < 3; i++) {
            h.putShort(42 + 2 * i, (short) sizes[i]);
        }
        h.putShort(48, (short) 1).putShort(70, (short) 4).putShort(72, (short) 16).putFloat(108, 352).put(123, (byte) 2);
        double[] ras = lps.rows();
        for (int i = 0; i < 8; i++) {
            ras[i] = -ras[i];
        }
        double[] spacing = lps.spacing();
        for (int i = 0; i < 3; i++) {
            h.putFloat(80 + 4 * i, (float) spacing[i]);
        }
        if (sform) {
            h.putShort(254, (short) 1);
            for (int i = 0; i < 12; i++) {
                h.putFloat(280 + 4 * i, (float) ras[i]);
            }
        } else {
            double mirror = Math.signum(lps.determinant()); // x and y both change sign: the determinant does not
            h.putShort(252, (short) 1).putFloat(76, (float) mirror);
            double[][] r = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int axis = 0; axis < 3; axis++) {
                    r[i][axis] = ras[4 * i + axis] / spacing[axis] * (axis == 2 ? mirror : 1);
                }
                h.putFloat(268 + 4 * i, (float) ras[4 * i + 3]);
            }
            double[] q = quaternion(r);
            for (int i = 0; i < 3; i++) {
                h.putFloat(256 + 4 * i, (float) q[i + 1]);
            }
        }
        h.put(344, new byte[] {'n', '+', '1', 0});
        return join(h.array(), samples(values));
    }

    /// (a, b, c, d) with a >= 0, by the largest of the four squares.
    private static double[] quaternion(double[][] r) {
        double[] squares = {
            1 + r[0][0] + r[1][1] + r[2][2], 1 + r[0][0] - r[1][1] - r[2][2], 1 - r[0][0] + r[1][1] - r[2][2],
            1 - r[0][0] - r[1][1] + r[2][2]
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] + 1e-9 ? i : largest;
        }
        double s = Math.sqrt(squares[largest]) / 2;
        double x = r[2][1] - r[1][2];
        double y = r[0][2] - r[2][0];
        double z = r[1][0] - r[0][1];
        double xy = r[0][1] + r[1][0];
        double xz = r[0][2] + r[2][0];
        double yz = r[1][2] + r[2][1];
        double f = 4 * s;
        double[] q = switch (largest) {
            case 0 -> new double[] {s, x / f, y / f, z / f};
            case 1 -> new double[] {x / f, s, xy / f, xz / f};
            case 2 -> new double[] {y / f, xy / f, s, yz / f};
            default -> new double[] {z / f, xz / f, yz / f, s};
        };
        return q[0] >= 0 ? q : Arrays.stream(q).map(part -> -part).toArray();
    }

    private static String words(double... numbers) {
        return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    /// MetaImage, the voxels in the same file.
    public static byte[] metaImage(int[] sizes, short[] values, Affine lps) {
        double[] spacing = lps.spacing();
        double[] matrix = new double[9];
        for (int axis = 0; axis < 3; axis++) {
            for (int i = 0; i < 3; i++) {
                matrix[3 * axis + i] = lps.step(axis)[i] / spacing[axis];
            }
        }
        String text = "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nTransformMatrix = "
                + words(matrix) + "\nOffset = " + words(lps.place(0, 0, 0)) + "\nElementSpacing = " + words(spacing) + "\nDimSize = "
                + sizes[0] + " " + sizes[1] + " " + sizes[2] + "\nElementType = MET_SHORT\nElementDataFile = LOCAL\n";
        return join(text.getBytes(StandardCharsets.US_ASCII), samples(values));
    }

    /// NRRD in one of its spaces.
    public static byte[] nrrd(int[] sizes, short[] values, Affine lps, String space) {
        double x = space.startsWith("left") ? 1 : -1;
        double y = space.contains("posterior") ? 1 : -1;
        StringBuilder text = new StringBuilder("NRRD0004\ntype: int16\ndimension: 3\nspace: " + space + "\nsizes: " + sizes[0] + " "
                + sizes[1] + " " + sizes[2] + "\nendian: little\nencoding: raw\nspace directions:");
        for (int axis = 0; axis < 3; axis++) {
            double[] step = lps.step(axis);
            text.append(" (").append(x * step[0]).append(',').append(y * step[1]).append(',').append(step[2]).append(')');
        }
        double[] origin = lps.place(0, 0, 0);
        text.append("\nspace origin: (").append(x * origin[0]).append(',').append(y * origin[1]).append(',').append(origin[2]).append(")\n\n");
        return join(text.toString().getBytes(StandardCharsets.US_ASCII), samples(values));
    }
}
