"""Cells of named comparisons: `python -m benchmarks.reading.two_by_two --data DIR [--half a|b] [--json]`.

DIR holds items (dev.json or test.json) and the articles they ask about (texts/PMC*.md). An item names an outcome,
an intervention and a comparator, and its type; only items whose data are complete are asked.

binary_all_exact      share of the binary items for which events and size of both arms all equal the item's
continuous_all_exact  share of the continuous items for which mean, SD and size of both arms all equal the item's
binary_coverage, continuous_coverage
                      share of the same items that get an answer with every cell; no answer is no hit

Two numbers are equal when they are equal as numbers. An SD that is derived (from a standard error or an interval)
has more digits than the item's, so it is equal when it rounds to the item's at the item's own decimals. The items'
own errors stay. Source: Yun et al. 2024, Automatically extracting numerical results from randomized controlled
trials with large language models (llm-meta-analysis, Apache-2.0).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.reading.brat import half_of
from trialwright import read
from trialwright.model.document import Document
from trialwright.read.comparison.cells import Cells, Number

CELLS = {
    "binary": (("intervention", "events", "events"), ("intervention", "n", "group_size"),
               ("comparator", "events", "events"), ("comparator", "n", "group_size")),
    "continuous": (("intervention", "mean", "mean"), ("intervention", "sd", "standard_deviation"), ("intervention", "n", "group_size"),
                   ("comparator", "mean", "mean"), ("comparator", "sd", "standard_deviation"), ("comparator", "n", "group_size")),
}  # fmt: skip


class Judged(NamedTuple):
    """One item with the answer. exact : every cell equal. answered : every cell there."""

    item: dict[str, Any]
    cells: Cells
    answered: bool
    exact: bool


def items(folder: Path, half: str = "") -> list[dict[str, Any]]:
    """The complete items of dev.json or test.json, of one half of the articles where `half` says so."""
    path = next(p for p in (folder / "dev.json", folder / "test.json") if p.exists())
    found = json.loads(path.read_text(encoding="utf-8"))
    kept = [i for i in found if str(i["is_data_complete"]).upper() == "TRUE" and i["outcome_type"] in CELLS]
    return [i for i in kept if half in ("", half_of(f"PMC{i['pmcid']}"))]


def judged(folder: Path, half: str = "") -> Iterator[Judged]:
    documents: dict[Any, Document | None] = {}
    for item in items(folder, half):
        key = item["pmcid"]
        if key not in documents:
            path = folder / "texts" / f"PMC{key}.md"
            documents[key] = read.documents(path.read_bytes(), path.name)[0] if path.exists() else None
        document = documents[key]
        if document is not None:
            yield judge(item, document)
        else:
            yield Judged(item, Cells(kind=item["outcome_type"], missing="no article"), False, False)


def judge(item: dict[str, Any], document: Document) -> Judged:
    kind = item["outcome_type"]
    cells = read.cells(
        document,
        outcome=item["outcome"],
        intervention=item["intervention"],
        comparator=item["comparator"],
        kind=kind,
    )
    exact = cells.complete and all(
        equal(getattr(getattr(cells, side), name), str(item[f"{side}_{field}"]))
        for side, name, field in CELLS[kind]
    )
    return Judged(item, cells, cells.complete, exact)


def equal(ours: Number | None, given: str) -> bool:
    """Whether a cell equals the item's: as a number, a derived one at the item's own decimals."""
    text = given.replace(",", "").strip()
    if ours is None or not text:
        return False
    if ours.derived:
        decimals = len(text.partition(".")[2])
        return abs(ours.value - float(text)) <= 0.5 * 10.0**-decimals + 1e-9
    return abs(ours.value - float(text)) < 1e-9


def score(found: Sequence[Judged]) -> dict[str, float]:
    out: dict[str, float] = {}
    for kind in CELLS:
        of = [j for j in found if j.item["outcome_type"] == kind]
        answered = sum(j.answered for j in of)
        out[f"{kind}_all_exact"] = sum(j.exact for j in of) / max(1, len(of))
        out[f"{kind}_coverage"] = answered / max(1, len(of))
        out[f"{kind}_exact_of_answered"] = sum(j.exact for j in of) / max(1, answered)
        out[f"{kind}_items"] = float(len(of))
    return out


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("", "a", "b"), default="", help="one half of the articles")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(argv)
    if not any((told.data / name).exists() for name in ("dev.json", "test.json")):
        print(
            f"{told.data}: no dev.json or test.json here; give the corpus folder to --data", file=sys.stderr
        )
        return 2
    figures = score(list(judged(told.data, told.half)))
    if told.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
        return 0
    for kind in CELLS:
        exact, coverage, of, n = (
            figures[f"{kind}_{m}"] for m in ("all_exact", "coverage", "exact_of_answered", "items")
        )
        print(
            f"{kind:<11} {int(n):>3} items   all exact {exact:.1%}   answered {coverage:.1%}   exact of answered {of:.1%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
