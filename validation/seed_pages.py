"""The five saved pages through read and check, as a table: `.venv/bin/python -m validation.seed_pages [FOLDER]`.

It exits with status 1 where a page cannot be read, or where no finding stands that must.
"""

from __future__ import annotations

import sys
from pathlib import Path

from trialwright import check, read
from trialwright.adapters import concepts
from trialwright.model.check import Check

FOLDER = Path(__file__).parents[2] / "shared" / "seeds"

# page → (check, verdict) that a careful reader found there.
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "000": set(),
    "001": set(),
    "002": {("percent_count", "consistent"), ("safe_from_little", "not checkable")},
    "003": {("zero_events", "not checkable"), ("subgroup_without_interaction", "not checkable")},
    "004": {
        ("p_value_test", "explained"),
        ("ratio_interval", "explained"),
        ("screened_randomised", "consistent"),
    },
}


def main(folder: Path = FOLDER) -> int:
    """Prints what was read, the ledger, and what is missing from it. Returns the exit status."""
    if not folder.is_dir():
        print(f"No folder {folder}: name one that holds the saved pages.")
        return 1
    dictionary, missing = concepts.load(), 0
    for path in sorted(folder.glob("*.txt")):
        for document in read.documents(path.read_bytes(), path.name):
            reading = read.read(document, dictionary)
            key = reading.trial.key if reading.trial is not None else "no trial"
            print(f"\n{path.name}: {key}, {len(reading.results)} results, {len(reading.claims)} claims")
            found = check.check([reading])
            _print(found)
            missing += _report_missing(EXPECTED.get(path.name[:3], set()), found)
    return 1 if missing else 0


def _print(found: tuple[Check, ...]) -> None:
    for c in found:
        print(f"  {c.name:<28} {c.verdict:<14} {c.severity:<6} {c.finding}")
        if c.corrected:
            print(f"  {'':<28} should read: {c.corrected}")


def _report_missing(expected: set[tuple[str, str]], found: tuple[Check, ...]) -> int:
    lost = expected - {(c.name, c.verdict) for c in found}
    for name, verdict in sorted(lost):
        print(f"  MISSING {name}: {verdict}")
    return len(lost)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
