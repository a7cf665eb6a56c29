"""The headers of DICOM files read with pydicom, timed by the processor.

    /usr/bin/python3 headers.py FOLDER RUNS whole|header      FOLDER/files holds the path of one file a line

Prints `version`, for each file the number of its elements, nested ones too, as `value`, and one `seconds` for each run
over all files. `header` stops before the pixels; `whole` reads on over them, without looking at them, as pydicom does when
nothing is asked for. Values stay as they are in the file until somebody asks for one, and are not validated.
"""
import sys
import time
import warnings

import pydicom

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
with open(sys.argv[1] + "/files") as listed:
    files = listed.read().splitlines()
runs = int(sys.argv[2])
stop = sys.argv[3] == "header"


def count(dataset):
    return sum(1 + (sum(map(count, e.value)) if e.VR == "SQ" else 0) for e in dataset)


print("version pydicom", pydicom.__version__ + (", stopping before pixels" if stop else ", on over the pixels"))
for file in files:
    print("value", count(pydicom.dcmread(file, force=True)))
for run in range(runs + 1):
    start = time.process_time()
    for file in files:
        pydicom.dcmread(file, force=True, stop_before_pixels=stop)
    seconds = time.process_time() - start
    if run > 0:
        print("seconds", seconds)
