"""Means and their spreads in rows of their own: "Mean" over "SD" under the outcome, or "Pain, mean" over "SD"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.comparison.table_kinds import usual
from trialwright.read.comparison.table_parts import Row
from trialwright.read.patterns import Pattern

_KINDS = (
    ("sd", Pattern(r"(?i)[\s,;:(–-]*(?:±\s?)?(?<![A-Za-z])(?:s\.?\s?d\.?|standard deviations?|std\.? ?dev\.?)[\s).]*$")),
    ("se", Pattern(r"(?i)[\s,;:(–-]*(?:±\s?)?(?<![A-Za-z])(?:s\.?\s?e\.?\s?m?\.?|standard errors?(?: of the mean)?|std\.? ?err(?:or)?\.?)[\s).]*$")),
    ("interval", Pattern(r"(?i)[\s,;:(–-]*95 ?% ?(?:ci|confidence intervals?)[\s).]*$")),
    ("n", Pattern(r"(?i)[\s,;:(–-]*\b(?:n|no\. of (?:patients|subjects|participants)|number of (?:patients|subjects|participants))[\s).]*$")),
    ("mean", Pattern(r"(?i)[\s,;:(–-]*\b(?:(?:ls |adjusted |least[- ]squares? )?means?|average)(?P<c> change(?: from baseline)?)?(?: values?)?[\s).]*$")),
)  # fmt: skip
_AVERAGED = Pattern(
    r"(?i)\bmeans?\b|\baverage|\bmedian|%|±|/|\blsm\b|\bchange\s*$"
)  # "mean (SD)", "n/N" are of one cell
_WHOLE = Pattern(r"\d[\d,]*")
_SPREADS = ("sd", "se", "interval")
_BOTH = ("mean spread", "count share")


class Stack(NamedTuple):
    """Rows of one outcome. path : the words they share. rows : "mean", "sd", "se", "interval" or "n" → its row."""

    path: tuple[str, ...]
    rows: dict[str, Row]


def is_apart(row: Row) -> bool:
    """Whether a row holds a spread or a size alone, and so no mean."""
    part = _part(row)
    return part is not None and part.kind != "mean"


class _Part(NamedTuple):
    kind: str
    path: tuple[str, ...]
    row: Row


def stacks(rows: Sequence[Row]) -> Iterator[Stack]:
    """Every run of rows that hold a mean and its spread apart, in order."""
    run: list[_Part] = []
    for row in rows:
        part = _part(row)
        if part is None or not _goes_on(run, part):
            yield from _whole(run)
            run = []
        if part is not None:
            run.append(part)
    yield from _whole(run)


def _part(row: Row) -> _Part | None:
    label = row.path[-1]
    for kind, pattern in _KINDS:
        match = pattern.search(label)
        if match and not (kind != "mean" and _AVERAGED.search(label, 0, match.start())):
            rest = label[: match.start()].strip(" ,;:(")
            if kind == "n" and not all(_WHOLE.fullmatch(cell.text) for cell in row.cells.values()):
                return None
            if kind in ("sd", "se") and usual(c.text for c in row.cells.values()) in _BOTH:
                return None  # "Age, years (SD)": means stand in the cells too
            changed = ("Change",) if kind == "mean" and match["c"] else ()
            return _Part(kind, (*row.path[:-1], *([rest] if rest else []), *changed), row)
    return None


def _goes_on(run: Sequence[_Part], part: _Part) -> bool:
    """Whether a row is of the outcome of those above it: under the same words, or under none of its own."""
    if not run:
        return True
    seen = {p.kind for p in run}
    shared = [p for p in run[0].path if p != "Change"]
    own = [p for p in part.path if p != "Change"]
    return part.kind not in seen and own in (shared, shared[:-1])


def _whole(run: Sequence[_Part]) -> Iterator[Stack]:
    kinds = {p.kind: p for p in run}
    if "mean" in kinds and any(s in kinds for s in _SPREADS):
        path = max((p.path for p in run), key=len)
        if path:
            yield Stack(path, {k: p.row for k, p in kinds.items()})
