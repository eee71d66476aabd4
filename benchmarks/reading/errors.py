"""Typed errors put into clean abstracts: `python -m benchmarks.reading.errors [--abstracts N] [--seed S] [--json]`.

The abstracts come from `trialwright.app.injection.synthetic`; each gets one error of every type, and is read and
checked as any document.

made        errors of the type
decidable   of these, the share that this file's own arithmetic finds to contradict another printed number, whatever
            rounding may have hidden (`Oracle`); it uses scipy and statsmodels on the abstract's own counts and never
            reads the text or calls a check
recall      of the decidable errors, the share with an alarm on the changed number that the clean abstract does not raise
precision   of the abstracts with an alarm (those with a decidable error of the type, and as many clean ones), the share
            that have the error
named       of the errors found, the share where a finding says which type it is
alarms on clean abstracts are counted over all of them
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import stats

from trialwright.adapters.concepts import load
from trialwright.app.injection.scoring import Trialled, alarms, trial
from trialwright.app.injection.synthetic import Abstract, abstract
from trialwright.app.injection.typed import TYPES, Error


@dataclass
class Printed:
    """All numbers of one statement as strings, by kind and arm."""

    numbers: dict[tuple[str, int | None], str]

    def text(self, kind: str, arm: int | None = None) -> str:
        return self.numbers[kind, arm]

    def value(self, kind: str, arm: int | None = None) -> float:
        return float(self.text(kind, arm))


def prints_as(exact: float, text: str) -> bool:
    decimals = len(text.partition(".")[2])
    return abs(exact - float(text)) <= 0.5 * 10**-decimals + 1e-9


class Oracle:
    """Whether an abstract with an error can be as printed."""

    def __init__(self, about: Abstract, error: Error) -> None:
        self.about, self.error = about, error
        changed = dict(zip(error.places, error.now, strict=True))
        self.statements: dict[int, Printed] = {}
        self.sizes, self.whole = list(about.sizes), sum(about.sizes)
        for place in about.marked.places:
            now = changed.get(place, about.marked.number(place))
            if place.kind == "size" and place.arm is not None:
                self.sizes[place.arm] = int(now)
            elif place.kind == "randomised":
                self.whole = int(now)
            elif place.statement >= 0:
                self.statements.setdefault(place.statement, Printed({})).numbers[place.kind, place.arm] = now

    def contradicts(self) -> bool:
        if self.error.type == "lost superscript":
            return True  # a mantissa times 105 to 109 of these units is not written
        if sum(self.sizes) > self.whole:
            return True
        at = {p.statement for p in self.error.places} - {-1}
        if not at:  # a size: it matters wherever the arm's patients are counted
            at = set(self.statements)
        return any(self._statement(i, self.statements[i]) for i in at)

    def _statement(self, i: int, s: Printed) -> bool:
        if i < len(self.about.binaries):
            return self._binary(s, self.about.binaries[i].measure, self.about.binaries[i].test)
        return self._continuous(s)

    def _binary(self, s: Printed, measure: str, test: str) -> bool:
        x, n = [int(s.text("count", a)) for a in (0, 1)], [int(s.text("total", a)) for a in (0, 1)]
        if any(x[a] > n[a] or n[a] > self.sizes[a] for a in (0, 1)):
            return True
        if not all(prints_as(100 * x[a] / n[a], s.text("percent", a)) for a in (0, 1)):
            return True
        table = [[x[0], n[0] - x[0]], [x[1], n[1] - x[1]]]
        if min(map(min, table)) <= 0:
            return False  # no interval exists and the p of the other tests is not defined: left undecided
        if not any(prints_as(p, s.text("p")) for p in two_sided(table)):
            return True
        return bool(measure) and not ratio_fits(table, s, measure)

    def _continuous(self, s: Printed) -> bool:
        m, sd = [s.text("mean", a) for a in (0, 1)], [s.text("sd", a) for a in (0, 1)]
        p = s.text("p")
        lowest, highest = 1.0, 0.0
        for ends in product((-0.5, 0.5), repeat=3):
            means = [float(m[0]) + ends[0] * unit(m[0]), float(m[1]) + ends[1] * unit(m[1])]
            sds = [max(1e-9, float(x) + ends[2] * unit(x)) for x in sd]
            for equal in (True, False):
                got = stats.ttest_ind_from_stats(
                    means[0], sds[0], self.sizes[0], means[1], sds[1], self.sizes[1], equal_var=equal
                ).pvalue
                lowest, highest = min(lowest, got), max(highest, got)
        if abs(float(m[0]) - float(m[1])) <= (unit(m[0]) + unit(m[1])) / 2:
            highest = 1.0
        half = 0.5 * unit(p)
        return float(p) + half < lowest - 1e-9 or float(p) - half > highest + 1e-9


def unit(text: str) -> float:
    return 10.0 ** -len(text.partition(".")[2])


def two_sided(table: list[list[int]]) -> list[float]:
    """p by Fisher, mid-p, Pearson, Yates, G, Wald (odds ratio, risk ratio, difference) and Boschloo's bound is left out."""
    (a, b), (c, d) = table
    n1, n2 = a + b, c + d
    chi = [
        stats.chi2_contingency(table, correction=k, lambda_=g).pvalue
        for k, g in ((False, None), (True, None), (False, "log-likelihood"))
    ]
    fisher = stats.fisher_exact(table).pvalue
    h = stats.hypergeom(n1 + n2, a + c, n1)
    middle = h.pmf(a) / 2
    mid = min(1.0, 2 * min(h.sf(a) + middle, h.cdf(a - 1) + middle))
    z = [
        math.log(a * d / b / c) / math.sqrt(1 / a + 1 / b + 1 / c + 1 / d),
        math.log(a / n1 / (c / n2)) / math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2),
        (a / n1 - c / n2) / math.sqrt(a * b / n1**3 + c * d / n2**3),
    ]
    return [*chi, fisher, mid, fisher - middle, *(2 * stats.norm.sf(abs(x)) for x in z)]


def ratio_fits(table: list[list[int]], s: Printed, measure: str) -> bool:
    """Whether estimate and limits are the named ratio of the first arm to the second, Wald's or (for odds) exact."""
    (a, b), (c, d) = table
    n1, n2 = a + b, c + d
    if measure == "odds ratio":
        estimate, error = a * d / b / c, math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    else:
        estimate, error = a / n1 / (c / n2), math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2)
    spread = math.exp(stats.norm.ppf(0.975) * error)
    return all(
        prints_as(x, s.text(k))
        for k, x in (("estimate", estimate), ("low", estimate / spread), ("high", estimate * spread))
    )


@dataclass
class Row:
    """Counts for one type."""

    made: int = 0
    decidable: int = 0
    found: int = 0
    named: int = 0
    found_undecided: int = 0

    def figures(self, clean_alarm_rate: float) -> dict[str, float | int | None]:
        false = clean_alarm_rate * self.decidable  # as many clean abstracts as there are decidable errors
        return {
            "made": self.made,
            "decidable": self.decidable / self.made if self.made else None,
            "recall": self.found / self.decidable if self.decidable else None,
            "precision": self.found / (self.found + false) if self.found else None,
            "named": self.named / self.found if self.found else None,
            "found though not decidable": self.found_undecided,
        }


def run(abstracts: int, seed: int, missed: list[Trialled] | None = None) -> dict[str, object]:
    concepts, rows = load(), {t: Row() for t in TYPES}
    loud = 0
    for i in range(abstracts):
        about = abstract(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(i,))), i)
        _, clean = alarms(about.marked.text, about.marked.name, concepts)
        loud += bool(clean)
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(i, 1)))
        for kind, make in TYPES.items():
            error = make(about.marked, rng)
            if error is None:
                continue
            row, got = rows[kind], trial(about.marked, error, clean, concepts)
            row.made += 1
            if Oracle(about, error).contradicts():
                row.decidable += 1
                row.found += got.found
                row.named += got.named
                if not got.found and missed is not None:
                    missed.append(got)
            else:
                row.found_undecided += got.found
    rate = loud / abstracts
    found, wanted = sum(r.found for r in rows.values()), sum(r.decidable for r in rows.values())
    return {
        "abstracts": abstracts,
        "seed": seed,
        "clean_abstracts_with_an_alarm": rate,
        "recall": found / wanted if wanted else None,
        "types": {t: r.figures(rate) for t, r in rows.items()},
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--abstracts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--missed", type=int, default=0, help="show so many decidable errors without an alarm"
    )
    given = parser.parse_args(argv)
    missed: list[Trialled] = []
    got = run(given.abstracts, given.seed, missed)
    if given.json:
        json.dump(got, sys.stdout, indent=1)
        print()
        return
    print(
        f"{got['abstracts']} clean abstracts, alarms on {got['clean_abstracts_with_an_alarm']:.1%}; recall over all types {got['recall']:.1%}"
    )
    print(
        f"{'type':18s} {'made':>5s} {'decidable':>9s} {'recall':>7s} {'precision':>9s} {'named':>6s} {'found though not decidable':>27s}"
    )
    for kind, r in got["types"].items():  # type: ignore[attr-defined]
        shares = (
            " -" if r[k] is None else f"{r[k]:.1%}" for k in ("decidable", "recall", "precision", "named")
        )
        print(
            f"{kind:18s} {r['made']:5d} {next(shares):>9s} {next(shares):>7s} {next(shares):>9s} {next(shares):>6s} {r['found though not decidable']:27d}"
        )
    for one in missed[: given.missed]:
        print(
            f"missed in {one.document}: {one.error.type} {one.error.was} -> {one.error.now}: ...{one.error.text[max(0, one.error.start - 200) : one.error.end + 120]}..."
        )


if __name__ == "__main__":
    main()
