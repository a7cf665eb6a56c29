package org.realfm.assess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.realfm.imaging.formats.NiftiWriter;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Writes a volume of whole Hounsfield units in several guises, as scanners and converters do.
final class VolumeFiles {

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private VolumeFiles() {}

    static Path nifti(Path file, Volume volume) throws IOException {
        return Files.write(file, NiftiWriter.compressed(volume));
    }

    static Path nrrd(Path file, Volume volume) throws IOException {
        Affine affine = volume.affine();
        String header = "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: " + volume.columns() + " "
                + volume.rows() + " " + volume.slices() + "\nspace directions: " + vector(affine.step(0)) + " "
                + vector(affine.step(1)) + " " + vector(affine.step(2)) + "\nendian: little\nencoding: raw\nspace origin: "
                + vector(affine.place(0, 0, 0)) + "\n\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(shorts(volume.values()));
        return Files.write(file, out.toByteArray());
    }

    private static String vector(double[] xyz) {
        return DoubleStream.of(xyz).mapToObj(Double::toString).collect(Collectors.joining(",", "(", ")"));
    }

    private static byte[] shorts(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    /// A CT series, a file a slice, whose names run against the places of the slices.
    static Path series(Path folder, Volume volume) throws IOException {
        Files.createDirectories(folder);
        int area = volume.columns() * volume.rows();
        Affine affine = volume.affine();
        double[] spacing = affine.spacing();
        double[] directions = new double[6];
        for (int i = 0; i < 3; i++) {
            directions[i] = affine.step(0)[i] / spacing[0];
            directions[3 + i] = affine.step(1)[i] / spacing[1];
        }
        for (int k = 0; k < volume.slices(); k++) {
            Elements file = new Elements().text(0x00080016, CT).text(0x00080018, "1.2.9.1." + (k + 1)).text(0x00080060, "CT")
                    .text(0x0020000D, "1.2.9").text(0x0020000E, "1.2.9.1").text(0x00200013, Integer.toString(k + 1))
                    .numbers(0x00200032, affine.place(0, 0, k)).numbers(0x00200037, directions).text(0x00200052, "1.2.9.2")
                    .word(0x00280002, 1).text(0x00280004, "MONOCHROME2").word(0x00280010, volume.rows())
                    .word(0x00280011, volume.columns()).numbers(0x00280030, spacing[1], spacing[0]).word(0x00280100, 16)
                    .word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 1).numbers(0x00281052, -1024)
                    .numbers(0x00281053, 1);
            float[] stored = Arrays.copyOfRange(volume.values(), k * area, (k + 1) * area);
            for (int i = 0; i < area; i++) {
                stored[i] += 1024;
            }
            file.element(0x7FE00010, shorts(stored));
            Files.write(folder.resolve("IM" + (1000 + volume.slices() - k)), file.out.toByteArray());
        }
        return folder;
    }

    /// Implicit VR little endian (PS3.5 7.1.3), without preamble, as old archives keep it.
    private static final class Elements {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Elements text(int tag, String value) {
            return element(tag, (value.length() % 2 == 0 ? value : value + (value.matches("[0-9.]+") ? "\0" : " "))
                    .getBytes(StandardCharsets.US_ASCII));
        }

        Elements numbers(int tag, double... values) {
            return text(tag, DoubleStream.of(values).mapToObj(Double::toString).collect(Collectors.joining("\\")) + " ");
        }

        Elements word(int tag, int value) {
            return element(tag, new byte[] {(byte) value, (byte) (value >> 8)});
        }

        Elements element(int tag, byte[] value) {
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort((short) (tag >>> 16)).putShort((short) tag)
                    .putInt(value.length).array());
            out.writeBytes(value);
            return this;
        }
    }
}
