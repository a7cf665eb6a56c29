"""What the scripts for Python share: named reference values, collected and written as name,value."""

import pathlib

GOLDEN = pathlib.Path("stats/src/test/resources/golden")
values = {}


def put(name, *numbers):
    for index, number in enumerate(numbers):
        values[f"{name}.{index}" if len(numbers) > 1 else name] = float(number)


def table(file, columns, rows):
    text = [",".join(columns)] + [",".join(repr(v) for v in row) for row in rows]
    (GOLDEN / file).write_text("\n".join(text) + "\n")


def finish(file):
    """Writes what was put since the last file."""
    with open(GOLDEN / file, "w", newline="\n") as out:
        out.write("name,value\n" + "".join(f"{name},{value!r}\n" for name, value in values.items()))
    print(len(values), "values in", file)
    values.clear()
