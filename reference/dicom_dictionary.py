"""The data dictionary of org.realfm.imaging.dicom: tag, VR and keyword of every standard data element.

Usage: python3 reference/dicom_dictionary.py [dicom.dic]      (from the root of the repository)
Debian package: libdcmtk17, whose /usr/share/libdcmtk17/dicom.dic lists PS3.6 and PS3.7 (2022b)

Writes imaging/src/main/resources/org/realfm/imaging/dicom/dictionary.txt: one line a data element, the tag as eight
hexadecimal digits (xx for the second byte of a repeating group), the VR (XS: US or SS by Pixel Representation), the
keyword. Private elements, those of DICONDE and DICOS, and items' delimiters are left out.
"""

import pathlib
import re
import sys

SOURCE = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/libdcmtk17/dicom.dic"
TARGET = pathlib.Path("imaging/src/main/resources/org/realfm/imaging/dicom/dictionary.txt")
VR = {"ox": "OW", "px": "OW", "lt": "OW", "xs": "XS", "up": "UL"}

lines = {}
for line in pathlib.Path(SOURCE).read_text(encoding="ascii").splitlines():
    fields = line.split("\t")
    if line.startswith("#") or len(fields) != 5 or not fields[4].startswith("DICOM") or fields[4] in ("DICONDE", "DICOS"):
        continue
    tag = re.fullmatch(r"\(([0-9A-F]{4})(?:-([0-9A-F]{4}))?,([0-9A-F]{4})(?:-[0-9A-F-]*)?\)", fields[0].upper())
    if tag is None or fields[1] == "na":
        continue
    group = tag[1][:2] + "xx" if tag[2] else tag[1]
    lines.setdefault(group + tag[3], f"{group}{tag[3]} {VR.get(fields[1], fields[1])} {fields[2].removeprefix('RETIRED_')}")
TARGET.write_text("\n".join(lines[key] for key in sorted(lines)) + "\n", encoding="ascii")
