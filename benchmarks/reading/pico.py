"""Numbers of abstracts linked to their arm: `python -m benchmarks.reading.pico --data DIR [--half a|b] [--json]`.

DIR holds abstracts (.txt) and their markup (.ann): see `benchmarks.reading.brat`.

total_n_exact     of the abstracts with a marked total, the share whose one reading of the number randomised
                  equals a marked total of that abstract (as a number); no answer is no hit
total_n_coverage  of the same abstracts, the share that have an answer
arm_sizes_f1, event_counts_f1, percents_f1
                  a number that is read is a hit when its quote overlaps a marked number that is equal to it, of the
                  same kind and of the same side (intervention or control); each marked number is hit once. Micro F1
                  over all abstracts. A printed denominator ("12/60") is a size, as the marks have it. Derived
                  numbers have no place of their own and are not counted either way.
abstracts_per_s   abstracts read a second of processor time, one core, from bytes to the whole Reading. What a
                  process does once (loading the rules, working out what their patterns need, the first
                  abstract) comes before and is not counted. Garbage is collected as the command line does it

The sides are the reader's own (`read.sides`). The marks are taken as they are.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.brat import Abstract, Gold, Kind, Side, abstracts
from trialwright import read
from trialwright.adapters.concepts import load
from trialwright.cli.main import collect_rarely
from trialwright.model.concept import Concepts
from trialwright.model.result import Reading, Result
from trialwright.read import patterns

SOLVED = "read.grammar.solve"  # the rule of totals that are not printed
NAMES: dict[Kind, str] = {"size": "arm_sizes", "count": "event_counts", "percent": "percents"}


class Said(NamedTuple):
    """One number that was read, with its side and the span of its quote."""

    kind: Kind
    side: Side
    start: int
    end: int
    value: float


class Tally(NamedTuple):
    hits: int = 0
    said: int = 0
    marked: int = 0

    def plus(self, hits: int, said: int, marked: int) -> Tally:
        return Tally(self.hits + hits, self.said + said, self.marked + marked)

    @property
    def precision(self) -> float:
        return self.hits / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.said + self.marked) if self.said + self.marked else 0.0


def said(reading: Reading) -> Iterator[Said]:
    """Sizes, counts and percents of the reading that are printed and belong to one side."""
    who = read.sides(reading)
    side: dict[str, Side] = dict.fromkeys(who.intervention, "intervention")
    side |= dict.fromkeys(who.comparator, "control")
    for result in reading.results:
        if result.arm in side:
            for kind, value in _values(result):
                yield Said(kind, side[result.arm], result.quote.start, result.quote.end, value)


def _values(result: Result) -> Iterator[tuple[Kind, float]]:
    if result.measure == "size" and result.value:
        yield "size", result.value.value
    if result.measure == "proportion" and result.total and not result.because.rule.startswith(SOLVED):
        yield "size", float(result.total)
    if result.measure == "proportion" and result.count is not None:
        yield "count", float(result.count)
    if result.measure == "proportion" and result.value is not None and result.unit == "%":
        yield "percent", result.value.value


def hits(gold: Sequence[Gold], found: Sequence[Said]) -> list[tuple[Gold | None, Said | None]]:
    """Pairs of mark and reading; None on one side where it has no partner."""
    rest = list(found)
    out: list[tuple[Gold | None, Said | None]] = []
    for mark in gold:
        fit = next((s for s in rest if _same(mark, s)), None)
        if fit:
            rest.remove(fit)
        out.append((mark, fit))
    return [*out, *((None, s) for s in rest)]


def _same(mark: Gold, one: Said) -> bool:
    same = (mark.kind, mark.side, mark.value) == (one.kind, one.side, one.value)
    return same and mark.start < one.end and one.start < mark.end


def total(reading: Reading) -> float | None:
    """The number randomised, as the reading has it; the number of people where it says no more than that."""
    found = (
        [reading.trial.first(f) for f in ("randomised", "recruited", "treated", "participants")]
        if reading.trial
        else []
    )
    return next((float(s.value) for s in found if s), None)


def score(items: Sequence[Abstract], concepts: Concepts) -> dict[str, float]:
    """The figures, and precision and recall of each kind."""
    tallies: dict[Kind, Tally] = {kind: Tally() for kind in NAMES}
    exact = answered = marked = 0
    read.read(read.documents(items[0].data, items[0].name)[0], concepts)
    patterns.learn()
    begun = time.process_time()
    readings = [read.read(read.documents(a.data, a.name)[0], concepts) for a in items]
    seconds = time.process_time() - begun
    for abstract, reading in zip(items, readings, strict=True):
        totals = {g.value for g in abstract.gold if g.kind == "total"}
        answer = total(reading)
        marked += bool(totals)
        answered += bool(totals) and answer is not None
        exact += bool(totals) and answer in totals
        found = list(said(reading))
        for kind in NAMES:
            gold = [g for g in abstract.gold if g.kind == kind]
            ours = [s for s in found if s.kind == kind]
            hit = sum(1 for g, s in hits(gold, ours) if g and s)
            tallies[kind] = tallies[kind].plus(hit, len(ours), len(gold))
    out = {"total_n_exact": exact / max(1, marked), "total_n_coverage": answered / max(1, marked)}
    for kind, name in NAMES.items():
        tally = tallies[kind]
        out |= {f"{name}_f1": tally.f1, f"{name}_precision": tally.precision, f"{name}_recall": tally.recall}
    return out | {"abstracts_per_s": len(items) / max(seconds, 1e-9), "abstracts": float(len(items))}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("", "a", "b"), default="", help="one half of the abstracts")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(argv)
    items = list(abstracts(told.data, told.half)) if told.data.is_dir() else []
    if not items:
        print(
            f"{told.data}: no pairs of .txt and .ann here; give the corpus folder to --data", file=sys.stderr
        )
        return 2
    collect_rarely()
    figures = score(items, load())
    if told.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
        return 0
    print(f"{int(figures['abstracts'])} abstracts, {figures['abstracts_per_s']:.0f} a second")
    print(f"total N     exact {figures['total_n_exact']:.1%}   answered {figures['total_n_coverage']:.1%}")
    for name in NAMES.values():
        f1, precision, recall = (figures[f"{name}_{m}"] for m in ("f1", "precision", "recall"))
        print(f"{name:<14} F1 {f1:.1%}   precision {precision:.1%}   recall {recall:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
