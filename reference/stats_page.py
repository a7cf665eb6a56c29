"""Fills the outputs of docs/stats.md again, after a change of the command or of the example tables.

    python3 reference/stats_page.py      (from the root of the repository; runs ./realfm)
"""
import re
import shlex
import subprocess

PAGE = "docs/stats.md"


def filled(block):
    command = block.group(1)
    words = shlex.split(command)
    said = subprocess.run(["./realfm"] + words[1:], capture_output=True, text=True, check=True).stdout
    return f"```console\n$ {command}\n{said}```"


with open(PAGE) as page:
    text = page.read()
with open(PAGE, "w") as page:
    page.write(re.sub(r"```console\n\$ (.*)\n(?:[^`]*)```", filled, text))
