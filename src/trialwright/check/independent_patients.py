"""Do tests of two independent groups of patients apply to this design?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialwright.check.evidence.designs import unit_of_analysis
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.means import means
from trialwright.check.evidence.tables import tables
from trialwright.model.check import Check
from trialwright.model.result import Reading, Result

NAME = "independent_patients"
SOURCE = "Campbell et al. 2012, BMJ 345:e5661 (CONSORT for cluster trials); Dwan et al. 2019, BMJ 366:l4378 (crossover trials)"

SAID = {
    "cluster": "Groups of patients were randomised: a test or interval of the counts alone is too narrow without the design effect",
    "crossover": "Each patient received both treatments: the arms' counts and means are paired, and a two-group test of them is another test",
    "paired": "Observations are paired: a two-group test of them is another test",
}


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        compared = [r for t in tables(reading) for r in (t.first, t.second)]
        compared += [r for m in means(reading) for r in (m.first, m.second)]
        of: list[Result] = list({r.id: r for r in compared}.values())
        # The words are looked for only where something is compared: that is the slower part.
        found = unit_of_analysis(reading) if of else None
        if found is not None:
            kind, place = found
            yield entry(
                NAME, reading, of, "not checkable", f"{SAID[kind]} (“{' '.join(place.exact.split())}”).",
                explanation="two-by-two and two-sample recomputations are not made against such a design", severity="note",
                recomputed={"design": kind}, formula=f"design: {kind}; {len(of)} figures of arms not compared as independent",
            )  # fmt: skip
