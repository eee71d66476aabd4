"""manifest.json: what went in, which code ran, what came out. Enough to do it again."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from typing import Any

from trialwright import __version__
from trialwright.app import digest

MANIFEST = "manifest.json"
# The libraries whose version can change a figure or a byte of the report.
COMPUTING = (
    "numpy",
    "scipy",
    "numba",
    "ibis-framework",
    "duckdb",
    "pyarrow",
    "pandas",
    "matplotlib",
    "pydantic",
    "lxml",
    "pypdfium2",
    "jinja2",
)


def versions() -> dict[str, str]:
    return {"python": platform.python_version(), "machine": platform.machine()} | {
        name: importlib.metadata.version(name) for name in COMPUTING
    }


def write(inputs: dict[str, str], outputs: dict[str, bytes], today: str, seed: int) -> bytes:
    """The manifest's bytes: sorted keys, no time of day and no path outside the plan."""
    content = {
        "trialwright": __version__,
        "code": digest.of_code(),
        "versions": versions(),
        "seed": seed,
        "today": today,
        "inputs": inputs,
        "outputs": {name: digest.of_bytes(data) for name, data in outputs.items()},
    }
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def differences(old: dict[str, Any], new: dict[str, Any], section: str) -> list[str]:
    """Keys of a section that one manifest lacks or that differ."""
    a, b = old.get(section, {}), new.get(section, {})
    return sorted(k for k in {*a, *b} if a.get(k) != b.get(k))
