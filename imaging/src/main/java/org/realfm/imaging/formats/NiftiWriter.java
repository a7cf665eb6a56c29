package org.realfm.imaging.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Writes volumes as compressed NIfTI-1 files (.nii.gz; Cox et al. 2004, nifti1.h), little endian.
///
/// NIfTI's x grows to the patient's right and its y to the front, so both change their sign against LPS. The whole affine map,
/// sheared and left-handed ones too, is in the sform; there is no qform.
public final class NiftiWriter {

    private static final int HEADER = 352;
    private static final short UINT8 = 2;
    private static final short INT16 = 4;
    private static final short FLOAT32 = 16;

    private NiftiWriter() {}

    /// A volume: as 16-bit whole numbers if all its values are, as 32-bit floating point otherwise, so that nothing is lost.
    public static byte[] compressed(Volume volume) {
        float[] values = volume.values();
        boolean whole = true;
        for (float value : values) {
            whole &= value == (short) value;
        }
        ByteBuffer file = header(
                volume.columns(), volume.rows(), volume.slices(), volume.affine(), whole ? INT16 : FLOAT32,
                whole ? Short.BYTES : Float.BYTES);
        for (float value : values) {
            if (whole) {
                file.putShort((short) value);
            } else {
                file.putFloat(value);
            }
        }
        return gzip(file.array());
    }

    /// A mask: 1 in the set, 0 elsewhere.
    ///
    /// @param affine where the voxels lie
    public static byte[] compressed(VoxelMask mask, Affine affine) {
        int columns = mask.grid().columns();
        int rows = mask.grid().rows();
        int slices = mask.grid().slices();
        ByteBuffer file = header(columns, rows, slices, affine, UINT8, Byte.BYTES);
        for (int z = 0; z < slices; z++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    file.put((byte) (mask.contains(x, y, z) ? 1 : 0));
                }
            }
        }
        return gzip(file.array());
    }

    private static ByteBuffer header(int columns, int rows, int slices, Affine affine, short type, int bytes) {
        long size = HEADER + (long) columns * rows * slices * bytes;
        if (size > Integer.MAX_VALUE - 8 || columns > Short.MAX_VALUE || rows > Short.MAX_VALUE || slices > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a volume of " + columns + " x " + rows + " x " + slices
                    + " is larger than what is written here");
        }
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348);
        short[] dim = {3, (short) columns, (short) rows, (short) slices, 1, 1, 1, 1};
        for (int i = 0; i < dim.length; i++) {
            file.putShort(40 + 2 * i, dim[i]);
        }
        file.putShort(70, type);
        file.putShort(72, (short) (8 * bytes));
        double[] spacing = affine.spacing();
        file.putFloat(76, 1);
        for (int i = 0; i < 3; i++) {
            file.putFloat(80 + 4 * i, (float) spacing[i]);
        }
        file.putFloat(108, HEADER);
        file.putFloat(112, 1);
        // Millimetres.
        file.put(123, (byte) 2);
        // Scanner coordinates in the sform.
        file.putShort(254, (short) 1);
        double[] map = affine.rows();
        for (int i = 0; i < 12; i++) {
            file.putFloat(280 + 4 * i, (float) (i < 8 ? 0.0 - map[i] : map[i]));
        }
        file.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        file.position(HEADER);
        return file;
    }

    private static byte[] gzip(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
