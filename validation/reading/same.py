"""Whether two versions of the code read and check alike.

    python -m validation.reading.same write OUT PATH [PATH ...]   every file under the paths, read and checked
    python -m validation.reading.same compare BEFORE AFTER        what differs; the exit code is 1 where anything does

OUT gets one line of JSON a document: its readings (without the text itself) and its checks, or the error that it was
refused with. A change that is only to make reading quicker leaves every line as it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from trialwright import check, read
from trialwright.adapters.concepts import load
from trialwright.errors import TrialwrightError
from trialwright.model.concept import Concepts

SHOWN = 20  # differences


def files(paths: Sequence[Path]) -> list[Path]:
    """Every file under the paths, in order."""
    return sorted({f for p in paths for f in ([p] if p.is_file() else p.rglob("*")) if f.is_file()})


def documents_of(path: Path, concepts: Concepts) -> Iterator[dict[str, Any]]:
    """What is said of each document of a file."""
    try:
        found = read.documents(path.read_bytes(), path.name)
    except TrialwrightError as error:
        yield {"file": str(path), "refused": error.what}
        return
    for document in found:
        reading = read.read(document, concepts)
        checks = check.check([reading])
        said = reading.model_dump(mode="json", exclude={"document": {"text"}})
        yield {
            "file": str(path),
            "part": document.part,
            "reading": said,
            "checks": [c.model_dump(mode="json") for c in checks],
        }


def write(out: Path, paths: Sequence[Path]) -> int:
    concepts, count = load(), 0
    with out.open("w", encoding="utf-8") as lines:
        for path in files(paths):
            for said in documents_of(path, concepts):
                lines.write(json.dumps(said, ensure_ascii=False) + "\n")
                count += 1
    print(f"{count:,} documents in {out}")
    return 0 if count else 2


def differences(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Where two pieces of JSON differ, deepest places first in the order of the document."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from differences(before[key], after[key], f"{at}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for i, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{at}[{i}]")
    elif before != after:
        yield f"{at}: {str(before)[:200]} | {str(after)[:200]}"


def compare(before: Path, after: Path) -> int:
    lines = [path.read_text(encoding="utf-8").splitlines() for path in (before, after)]
    said = [{(d["file"], d.get("part", 0)): d for d in map(json.loads, part)} for part in lines]
    differing = sorted(k for k in said[0].keys() | said[1].keys() if said[0].get(k) != said[1].get(k))
    for key in differing[:SHOWN]:
        first = next(differences(said[0].get(key), said[1].get(key)), "in both, but not alike")
        print(f"{key[0]} ({key[1]}) {first}")
    print(f"{len(differing):,} of {len(said[0].keys() | said[1].keys()):,} documents differ")
    return int(bool(differing))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parts = parser.add_subparsers(dest="part", required=True)
    one = parts.add_parser("write", help="read and check, and write what is said")
    one.add_argument("out", type=Path)
    one.add_argument("paths", type=Path, nargs="+")
    two = parts.add_parser("compare", help="two files that were written")
    two.add_argument("before", type=Path)
    two.add_argument("after", type=Path)
    told = parser.parse_args(argv)
    return write(told.out, told.paths) if told.part == "write" else compare(told.before, told.after)


if __name__ == "__main__":
    sys.exit(main())
