"""Small volume files in many guises, and what nibabel reads from them and from the shared data.

Usage: /usr/bin/python3 reference/volumes_golden.py [SHARED_DATA]      (from the root of the repository)

Writes NIfTI files to imaging/src/test/resources/golden/volumes (generated data), and to golden/volumes.csv one line for
each volume of each file: file, shared or generated, format, columns, rows, slices, volumes, index, type, minimum, maximum
and sum of the stored samples of the whole file, the affine map in LPS millimetres (12 numbers, row by row), and voxels as
column:row:slice:value apart by spaces, slope and intercept applied. For the shared data only these numbers are written.

The map is nibabel's (sform before qform) with x and y negated and the unit of length of the header, which nibabel leaves
to its user.
"""

import csv
import pathlib
import shutil
import subprocess
import sys
import zlib

import nibabel as nib
import numpy as np

HERE = pathlib.Path("imaging/src/test/resources/golden")
FOLDER = HERE / "volumes"
FOLDER.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(17)
lines = []


def record(path, name, kind):
    image = nib.load(path)
    header = image.header
    shape = image.shape + (1,) * (4 - len(image.shape))
    raw = np.asanyarray(image.dataobj.get_unscaled()).reshape(shape)
    if raw.dtype.kind in "iu":
        total = sum(int(v) for v in raw.ravel()) if raw.size < 100000 else int(raw.astype(np.int64).sum())
        stats = [int(raw.min()), int(raw.max()), total]
    else:
        stats = [float(raw.min()), float(raw.max()), float(np.sum(raw.astype(np.longdouble)))]
    unit = {0: 1, 1: 1000, 2: 1, 3: 0.001}[int(header["xyzt_units"]) & 7]
    affine = (np.diag([-1, -1, 1, 1]) @ image.affine)[:3] * unit
    values = image.get_fdata().reshape(shape)
    for index in sorted({0, shape[3] - 1}):
        voxels = []
        for _ in range(8):
            x, y, z = (int(random.integers(0, n)) for n in shape[:3])
            voxels.append(f"{x}:{y}:{z}:{values[x, y, z, index]!r}")
        lines.append([name, kind, "NIfTI-2" if isinstance(header, nib.Nifti2Header) else "NIfTI-1", *shape, index,
                      raw.dtype.name, *stats, *(repr(float(v) + 0.0) for v in affine.ravel()), " ".join(voxels)])


def rotation(angles):
    a, b, c = angles
    x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return x @ y @ z


def affine(angles, spacing, mirror=1, origin=(-11.5, 20.25, -31)):
    m = np.eye(4)
    m[:3, :3] = rotation(angles) @ np.diag(spacing) @ np.diag([1, 1, mirror])
    m[:3, 3] = origin
    return m


def write(name, kind, dtype, form, angles=(0.1, -0.2, 0.3), spacing=(0.9, 1.1, 2.5), mirror=1, big=False, unit="mm",
          shape=(5, 4, 3), slope=None):
    dtype = np.dtype(dtype)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        data = random.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    else:
        data = random.normal(0, 100, shape).astype(dtype)
    m = affine(angles, spacing, mirror)
    header_type = nib.Nifti2Header if kind.endswith("2") else nib.Nifti1Header
    header = header_type(endianness=">" if big else "<")
    header.set_data_dtype(dtype)
    header.set_xyzt_units(unit, "sec")
    pair = name.endswith((".hdr", ".img"))
    image = {("1", False): nib.Nifti1Image, ("1", True): nib.Nifti1Pair,
             ("2", False): nib.Nifti2Image, ("2", True): nib.Nifti2Pair}[kind[-1], pair](data, None, header)
    other = affine((0.3, 0.1, -0.2), spacing)
    image.set_sform(m if "s" in form else None, 2 if "s" in form else 0)
    if "q" in form:
        image.set_qform(other if "d" in form else m, 1, strip_shears=True)
    if slope:
        image.header.set_slope_inter(*slope)
    path = FOLDER / name
    nib.save(image, path)
    record(path, name, "generated")


for dtype in ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]:
    for version in "12":
        for big in (False, True):
            if big and dtype in ("uint8", "int8"):
                continue
            write(f"{dtype}-{version}{'b' if big else 'l'}.nii", "NIfTI-" + version, dtype, "s" if big else "q", big=big)
write("gzip.nii.gz", "NIfTI-1", "int16", "sq")
write("disagree.nii", "NIfTI-1", "int16", "sqd")
write("mirror.nii", "NIfTI-1", "int16", "q", mirror=-1)
write("mirror2.nii.gz", "NIfTI-2", "int16", "q", mirror=-1, big=True)
write("pair.hdr", "NIfTI-1", "int16", "s")
write("pair2.hdr", "NIfTI-2", "float32", "q", big=True)
write("micron.nii", "NIfTI-1", "uint8", "s", unit="micron", spacing=(200, 300, 400))
write("meter.nii", "NIfTI-1", "uint8", "q", unit="meter", spacing=(0.002, 0.003, 0.004))
write("four.nii.gz", "NIfTI-1", "int16", "s", shape=(5, 4, 3, 3))
write("scaled.nii", "NIfTI-1", "int16", "s", slope=(0.25, -3.5))
write("scaled2.nii", "NIfTI-2", "uint8", "q", slope=(2.5, 10))
write("sagittal.nii", "NIfTI-1", "int16", "q", angles=(0, np.pi / 2, 0.05))

# ITK (plastimatch of Debian) and teem's unu write the same volume in the other formats; what nibabel reads of it stays
# the expectation.
if shutil.which("plastimatch") and shutil.which("teem-unu"):
    source = FOLDER / "gzip.nii.gz"
    expected = next(line for line in lines if line[0] == "gzip.nii.gz")
    for name, format in [("itk.mha", "MetaImage"), ("itk.mhd", "MetaImage"), ("itk.nrrd", "NRRD"), ("itk.nii", "NIfTI-1")]:
        subprocess.run(["plastimatch", "convert", "--input", source, "--output-img", FOLDER / name], check=True,
                       stdout=subprocess.DEVNULL)
        lines.append([name, "generated", format, *expected[3:]])
    for name, options in [("unu-raw.nrrd", ["-e", "raw"]), ("unu-gzip.nrrd", ["-e", "gzip"]), ("unu-text.nrrd", ["-e", "text"]),
                          ("unu-big.nrrd", ["-e", "raw", "-en", "big"]), ("unu.nhdr", ["-e", "gzip"])]:
        subprocess.run(["teem-unu", "save", "-f", "nrrd", "-i", FOLDER / "itk.nrrd", "-o", FOLDER / name, *options], check=True)
        lines.append([name, "generated", "NRRD", *expected[3:]])

    # Two volumes in one file, side by side at each voxel or one after the other; the second is 0 throughout.
    subprocess.run(["teem-unu", "2op", "x", FOLDER / "itk.nrrd", "0", "-t", "short", "-o", FOLDER / "zero.nrrd"], check=True)
    for name, axis in [("unu-first.nrrd", "0"), ("unu-last.nrrd", "3")]:
        subprocess.run(["teem-unu", "join", "-incr", "-a", axis, "-i", FOLDER / "itk.nrrd", FOLDER / "zero.nrrd", "-o", FOLDER / name],
                       check=True)
        # teem forgets the space, so that its lines are ITK's.
        lines_of = {line.split(b":")[0]: line for line in (FOLDER / "itk.nrrd").read_bytes().split(b"\n\n")[0].split(b"\n")}
        directions = lines_of[b"space directions"].split(b": ")[1]
        directions = b"none " + directions if axis == "0" else directions + b" none"
        header, voxels = (FOLDER / name).read_bytes().split(b"\n\n", 1)
        (FOLDER / name).write_bytes(b"\n".join([header, lines_of[b"space"], b"space directions: " + directions,
                                                lines_of[b"space origin"], b"", b""]) + voxels)
        nothing = " ".join(voxel.rsplit(":", 1)[0] + ":0.0" for voxel in expected[24].split(" "))
        for index, voxels in enumerate([expected[24], nothing]):
            lines.append([name, "generated", "NRRD", *expected[3:6], 2, index, expected[8], min(0, expected[9]), max(0, expected[10]),
                          expected[11], *expected[12:24], voxels])
    (FOLDER / "zero.nrrd").unlink()
    # ITK's MetaImage, its voxels compressed by zlib.
    whole = (FOLDER / "itk.mha").read_bytes()
    start = whole.index(b"LOCAL\n") + 6
    header = whole[:start].replace(b"CompressedData = False", b"CompressedData = True")
    (FOLDER / "zlib.mha").write_bytes(header + zlib.compress(whole[start:]))
    lines.append(["zlib.mha", "generated", "MetaImage", *expected[3:]])

if len(sys.argv) > 1:
    shared = pathlib.Path(sys.argv[1])
    for path in sorted([*shared.glob("nifti/*.nii*"), *shared.glob("brain-mr/*.nii.gz"), *shared.glob("brain-mr/totalseg/**/*.nii.gz")]):
        record(path, str(path.relative_to(shared)), "shared")
else:
    with (HERE / "volumes.csv").open() as old:
        lines += [line for line in csv.reader(old) if line[1] == "shared"]

with (HERE / "volumes.csv").open("w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows(lines)
