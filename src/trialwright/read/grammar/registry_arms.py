"""Figures of single arms in a registry's results section: flow, baseline, outcomes, and totals of adverse events.

The lines are those that `formats._ctgov_results` writes. Single terms of adverse events stay in the text: a record has
hundreds, and each is counted in the totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trialwright.model.base import Because
from trialwright.model.document import Block, Document
from trialwright.model.number import Printed
from trialwright.model.result import Measure, Result
from trialwright.model.trial import Arm
from trialwright.read.grammar.lexis import NUM, printed, shadow
from trialwright.read.grammar.listed_arms import Link, link, unlinked
from trialwright.read.grammar.registry_figures import (
    estimated,
    geometric,
    is_people,
    is_share,
    placeholder,
    stood_in,
)
from trialwright.read.grammar.registry_tables import OUTCOME_HEADING
from trialwright.read.patterns import Pattern
from trialwright.read.records import WITH_RESULTS

MOST = 800  # results of arms of one record
_RULE = "read.grammar.registry_arms"
_FRAME = Pattern(r"\s\[Time frame: (?P<t>[^\]]{1,300})\]$")
_CELL = Pattern(
    rf"(?P<g>[^|]{{1,300}}): (?P<v>[+-]?{NUM})(?: \(spread (?P<s>{NUM})\)| \((?P<lo>[+-]?{NUM}) to (?P<hi>[+-]?{NUM})\))?(?= \||$| \[)"
)
_EVENTS = Pattern(r" \| (?P<k>serious|other|death) (?P<x>\d{1,7})/(?P<n>\d{1,7})(?= \||$)")
_OWN_TOTALS = Pattern(r"(?i)\bn\s?=\s?\d")
_BEFORE = Pattern(
    r"(?i)\brun-?\s?in\b|\blead-?\s?in\b|\bscreening\b|\bwash-?\s?out\b|\bpre-?(?:assignment|randomi[sz]ation|treatment)\b|\bbefore random"
)
_ENDPOINT = {"serious": "serious adverse events", "other": "other adverse events", "death": "death"}


@dataclass
class _Part:
    """Where in the results section the lines stand. kind : of the figures, "Mean, Standard deviation". own_sizes : a row
    whose title says how many it is of, in an order that nothing confirms: its counts have no total. of_units : eyes or
    lesions are analysed too, and figures are of them. counting : the last row told numbers analysed. said : what is told of the outcome."""

    name: str = ""
    title: str = ""
    time: str = ""
    kind: str = ""
    unit: str = ""
    totals: dict[str, int] = field(default_factory=dict)
    compared: bool = False
    own_sizes: bool = False
    of_units: bool = False
    counting: bool = False
    said: str = ""


@dataclass(frozen=True)
class _Cell:
    """One group's figure with its place in the document."""

    group: str
    value: Printed
    spread: Printed | None
    low: Printed | None
    high: Printed | None
    start: int
    end: int


def registry_arms(document: Document, most: int = MOST) -> list[Result]:
    """Results of the arms, in order, at most `most`; [] for a document of another format."""
    if document.format not in WITH_RESULTS:
        return []
    out: list[Result] = []
    part = _Part()
    for block in document.own_blocks():
        words = document.text[block.start : block.end]
        if block.role == "heading":
            part = _Part(name=_name(words))
        elif part.name and block.role != "item":
            for made in _line(document, part, block, words):
                if len(out) >= most:
                    return out
                out.append(made)
    return out


def linked(results: Sequence[Result], labels: Sequence[str], short: Mapping[str, str]) -> list[Result]:
    """Each result of the arm that its group is, for sure; else of the group's own title, which is said. Of two groups of
    one row no more than the one with the arm's very name is it."""
    links = {title: link(title, labels, short) for title in {r.arm for r in results}}
    titles: dict[tuple[str, ...], set[str]] = {}
    for r in results:
        titles.setdefault((*_row_of(r), links[r.arm].label), set()).add(r.arm)

    def of(r: Result) -> Link:
        found = links[r.arm]
        alone = len(titles[*_row_of(r), found.label]) == 1 or r.arm.casefold() == found.label.casefold()
        return found if alone else unlinked(r.arm)

    return [_of_arm(r, of(r)) for r in results]


def _row_of(r: Result) -> tuple[str, ...]:
    return r.measure, r.endpoint, r.time


def _of_arm(result: Result, found: Link) -> Result:
    because = result.because.model_copy(update={"formula": found.why})
    return result.model_copy(update={"arm": found.label or result.arm, "because": because})


def with_started(arms: Sequence[Arm], results: Sequence[Result]) -> tuple[Arm, ...]:
    """The arms with those who started the record's first period as their size: no sentence says it more surely."""
    first = started(results)
    return tuple(_sized(a, first[a.label]) if a.label in first else a for a in arms)


def started(results: Sequence[Result]) -> dict[str, Result]:
    """Arm → those who started the record's first period, where anybody did; a run-in comes before the trial."""
    sizes = [
        r
        for r in results
        if r.measure == "size" and r.because.formula != unlinked(r.arm).why and not _BEFORE.search(r.time)
    ]
    return {r.arm: r for r in reversed(sizes) if r.time == sizes[0].time and r.total}


def _sized(arm: Arm, result: Result) -> Arm:
    because = arm.because.model_copy(update={"of": (*arm.because.of, result.id)})
    return arm.model_copy(update={"size": result.total, "because": because})


def _name(heading: str) -> str:
    if OUTCOME_HEADING.fullmatch(heading):
        return "outcome"
    return {
        "participant flow": "flow",
        "baseline characteristics": "baseline",
        "adverse events": "events",
    }.get(heading.casefold(), "")


def _line(document: Document, part: _Part, block: Block, words: str) -> Iterator[Result]:
    if part.name == "events":
        yield from _event_totals(document, block, words) if block.role == "table" else ()
        return
    if block.role != "table":
        _titled(part, words)
        return
    if words.startswith("Groups compared"):
        part.compared = True
    cells = [] if part.compared else list(_cells(document, block))
    if part.compared:
        return
    head = words.split(" | ", 1)[0]
    if not cells and not _of_a_group(part, head):
        _kind(part, words)
    else:
        head = "" if _of_a_group(part, head) else head
        if _OWN_TOTALS.search(head):  # "Soft tissue (n = 45, 44)": of these, and not of all who were analysed
            part = replace(part, totals={}, own_sizes=True)
        yield from _row(document, part, head, cells)


def _of_a_group(part: _Part, cell: str) -> bool:
    """Whether a cell is a group's, with a figure or without one ("Placebo: NA [not estimable]")."""
    return _CELL.match(shadow(cell)) is not None or any(cell.startswith(f"{g}: ") for g in part.totals)


def _titled(part: _Part, words: str) -> None:
    part.said += f" {words}"
    if part.name == "outcome" and not part.title:
        frame = _FRAME.search(words)
        part.title, part.time = (words[: frame.start()] if frame else words), (frame["t"] if frame else "")


def _kind(part: _Part, words: str) -> None:
    """A line without figures: what the next ones are. Baseline measures name themselves; a flow's line names a period."""
    cells, part.counting = words.split(" | "), False
    if part.name == "flow":
        part.title, part.totals = cells[0], {}
    elif part.name == "baseline":
        part.title, part.kind, part.unit = (*cells, "", "")[:3]
    elif not part.kind:
        part.kind, part.unit = cells[0], cells[1] if len(cells) > 1 else ""


def _cells(document: Document, block: Block) -> Iterator[_Cell]:
    at = block.start
    for cell in document.text[block.start : block.end].split(" | "):
        match = _CELL.fullmatch(shadow(cell)) or _CELL.match(shadow(cell))
        if match:
            numbers = [printed(match[g]) if match[g] else None for g in ("s", "lo", "hi")]
            yield _Cell(cell[: match.end("g")], printed(match["v"]), *numbers, at, at + match.end())
        at += len(cell) + 3


def _row(document: Document, part: _Part, head: str, cells: list[_Cell]) -> Iterator[Result]:
    if part.name == "flow":
        yield from _flow(document, part, head, cells)
    elif head.endswith(" analysed"):
        _analysed(part, head, cells)
    else:
        part.counting = False
        endpoint = ", ".join(filter(None, (part.title, head)))
        time = "baseline" if part.name == "baseline" else part.time
        for cell in cells:
            made = _figure(part, cell)
            if made is not None:
                yield _result(document, cell, endpoint=endpoint, time=time, **made)


def _analysed(part: _Part, head: str, cells: list[_Cell]) -> None:
    """The numbers analysed of the rows below; those of people, eyes and lesions stand one under the other."""
    people = head.startswith("Participants")
    if not part.counting:
        part.totals, part.of_units = {}, False
    part.counting = True
    part.of_units |= not people
    if people:
        part.totals = {c.group: int(c.value.value) for c in cells}


def _flow(document: Document, part: _Part, head: str, cells: list[_Cell]) -> Iterator[Result]:
    """Those who started a period are an arm's size; the others are shares of them."""
    for cell in cells:
        count = int(cell.value.value)
        if head.casefold() == "started":
            part.totals[cell.group] = count
            if not count:  # nobody of another period's arm
                continue
            yield _result(
                document,
                cell,
                measure="size",
                value=cell.value,
                total=count,
                unit="patients",
                time=part.title,
            )
        elif part.totals.get(cell.group, 0) >= max(1, count):
            yield _result(
                document,
                cell,
                measure="proportion",
                count=count,
                total=part.totals[cell.group],
                endpoint=head.casefold(),
                time=part.title,
            )


def _figure(part: _Part, cell: _Cell) -> dict[str, object] | None:
    """The fields of a Result for one figure, None where we have no measure for its kind, or it stands for none."""
    kind, total = part.kind.casefold(), part.totals.get(cell.group)
    stand_ins = stood_in(part.said)
    if placeholder(cell.value, stand_ins):
        return None
    if kind.startswith("count of participants") or (kind.startswith("number") and is_people(part.unit)):
        return _count(part, cell, total)
    total = None if part.of_units else total
    if kind.startswith("number") and is_share(part.unit):
        of = None if estimated(f"{part.title} {part.kind} {part.unit} {part.said}") else total
        inside = 0 <= cell.value.value <= 100
        return {"measure": "proportion", "value": cell.value, "unit": "%", "total": of} if inside else None
    spread, low, high = (
        None if x is None or placeholder(x, stand_ins) else x for x in (cell.spread, cell.low, cell.high)
    )
    if kind.startswith(("mean", "least squares mean")) and not geometric(
        kind, part.title, part.unit, part.said
    ):
        name = "sd" if "standard deviation" in kind else "se" if "standard error" in kind else ""
        told = {name: spread} if name else _confidence(kind, low, high)
        return {"measure": "mean", "value": cell.value, "total": total, "unit": part.unit, **told}
    if kind.startswith("median"):
        return _median(cell.value, kind, low, high) | {"total": total, "unit": part.unit}
    return None


def _count(part: _Part, cell: _Cell, total: int | None) -> dict[str, object] | None:
    count = int(cell.value.value)
    whole = cell.value.decimals == 0 and 0 <= count <= (total or count)
    known = bool(total) or part.own_sizes
    return {"measure": "proportion", "count": count, "total": total} if whole and known else None


def _median(value: Printed, kind: str, low: Printed | None, high: Printed | None) -> dict[str, object]:
    quartiles = re.search(r"inter-?quartile", kind)
    said = "interquartile range" if quartiles else "range" if "range" in kind else ""
    limits = {"low": low, "high": high} if said else _confidence(kind, low, high)
    return {"measure": "median", "value": value, "analysis": said, **limits}


def _confidence(kind: str, low: Printed | None, high: Printed | None) -> dict[str, object]:
    """Confidence limits, where the kind of the figure says that its limits are such."""
    level = re.search(r"(\d\d(?:\.\d)?)\s?% confidence", kind)
    return {"low": low, "high": high, "level": float(level[1])} if level else {}


def _event_totals(document: Document, block: Block, words: str) -> Iterator[Result]:
    """ "Apixine | serious 3/30 | death 0/30": the line begins with the group's title."""
    first = words.find(" | ")
    if first < 0 or words.startswith(("Serious: ", "Other: ")):
        return
    for match in _EVENTS.finditer(words):
        x, n = int(match["x"]), int(match["n"])
        if n > 0:
            quote = document.quote(block.start + match.start("k"), block.start + match.end())
            yield Result(
                measure="proportion", count=x, total=n, arm=words[:first], endpoint=_ENDPOINT[match["k"]], quote=quote, because=Because(rule=_RULE),
            )  # fmt: skip


def _result(document: Document, cell: _Cell, measure: Measure, **fields: object) -> Result:
    return Result(
        measure=measure,
        arm=cell.group,
        quote=document.quote(cell.start, cell.end),
        because=Because(rule=_RULE),
        **fields,
    )  # type: ignore[arg-type]
