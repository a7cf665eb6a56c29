"""What the scripts for Python share: named reference values, collected and written as name,value."""

import pathlib

GOLDEN = pathlib.Path("stats/src/test/resources/golden")
values = {}


def put(name, *numbers):
    for index, number in enumerate(numbers):
        values[f"{name}.{index}" if len(numbers) > 1 else name] = float(number)


def finish(file):
    with open(GOLDEN / file, "w", newline="\n") as out:
        out.write("name,value\n" + "".join(f"{name},{value!r}\n" for name, value in values.items()))
    print(len(values), "values")
