"""Files of reference values: one by name, or those of a folder that hold what a benchmark asks for."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any


def of(path: Path, keys: Collection[str]) -> list[dict[str, Any]]:
    """What the file holds, or each JSON file of the folder, in order of name, that has one of these keys. SystemExit in words
    where there is none."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    try:
        held = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    except (OSError, ValueError) as error:
        raise SystemExit(f"--data {path}: not a file of reference values ({error}).") from error
    found = [one for one in held if isinstance(one, dict) and set(keys) & set(one)]
    if not found:
        raise SystemExit(
            f"--data {path}: no reference values there. Name a JSON file with {' or '.join(f'`{k}`' for k in keys)}, or its folder."
        )
    return found
