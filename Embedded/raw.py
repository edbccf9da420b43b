"""Writes the bytes of a capture to two files: as they are, and with every three-hundredth changed.

    raw.py CAPTURE RAW DAMAGED
"""

import sys
from pathlib import Path

capture, raw, damaged = map(Path, sys.argv[1:])
content = capture.read_bytes()
if capture.suffix == ".hex":
    content = bytes.fromhex("".join(line.split("//")[0] for line in content.decode().splitlines()))
elif capture.suffix == ".txt" and not content.startswith(b"/"):
    # Timed text: a time and the bytes received then.
    content = bytes.fromhex("".join(line.split()[1] for line in content.decode().splitlines()))
raw.write_bytes(content)
damaged.write_bytes(bytes(byte ^ (0x40 if place % 300 == 299 else 0) for place, byte in enumerate(content)))
