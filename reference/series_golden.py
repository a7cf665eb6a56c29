"""The volume of a real CT series, slice by slice with pydicom and numpy.

Usage: /usr/bin/python3 reference/series_golden.py SHARED_DATA      (from the root of the repository)

Writes to imaging/src/test/resources/golden/series.csv, for each series of the shared DICOM samples with several slices at
several places of one orientation and even distances: Series Instance UID, columns, rows, slices, the affine map in LPS
millimetres (12 numbers, row by row), minimum, maximum and sum of the rescaled values, and the sum of each value times its
index (columns fastest, from 1) modulo 1009. Numbers only; the data stay where they are.
"""

import csv
import pathlib
import sys
from collections import defaultdict

import numpy as np
import pydicom

series = defaultdict(list)
for path in sorted(pathlib.Path(sys.argv[1], "dicom-samples").rglob("*")):
    if path.is_file():
        try:
            data = pydicom.dcmread(path)
            if "ImagePositionPatient" in data and "PixelData" in data and "PixelSpacing" in data and data.get("NumberOfFrames", 1) == 1:
                series[data.SeriesInstanceUID, tuple(data.ImageOrientationPatient)].append(data)
        except Exception:
            continue

lines = []
for (uid, orientation), slices in series.items():
    row, column = np.array(orientation[:3], float), np.array(orientation[3:], float)
    normal = np.cross(row, column)
    slices.sort(key=lambda data: float(np.dot(np.array(data.ImagePositionPatient, float), normal)))
    places = np.array([[float(v) for v in data.ImagePositionPatient] for data in slices])
    distances = np.diff(places @ normal)
    if len(slices) < 2 or distances.min() < 0.01 or distances.max() > 1.01 * distances.min():
        continue
    spacing = [float(v) for v in slices[0].PixelSpacing]
    step = (places[-1] - places[0]) / (len(slices) - 1)
    affine = np.column_stack([row * spacing[1], column * spacing[0], step, places[0]])
    values = np.stack([data.pixel_array.astype(float) * float(data.get("RescaleSlope", 1)) + float(data.get("RescaleIntercept", 0))
                       for data in slices])
    flat = values.ravel()
    lines.append([uid, values.shape[2], values.shape[1], values.shape[0], *(repr(float(v)) for v in affine.ravel()),
                  repr(float(flat.min())), repr(float(flat.max())), repr(float(flat.sum())),
                  repr(float((flat * (np.arange(1, flat.size + 1) % 1009)).sum()))])

with open("imaging/src/test/resources/golden/series.csv", "w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows(lines)
