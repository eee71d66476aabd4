"""Do counts of harms nest as they must: deaths within serious events, serious within any?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from trialwright.check.evidence import harms
from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

NAME = "adverse_events"
SOURCE = "ICH E2A (1994), section II: a serious adverse event is an adverse event; CONSORT Harms, Junqueira et al. 2023, BMJ 381:e073725"

_SERIOUS = re.compile(r"(?i)\b(?:serious|SAEs?)\b")
_ANY = re.compile(
    r"(?i)\b(?:any|at least one|one or more|total|all[- ]cause)\b.*\b(?:adverse|AEs?)\b|^(?:treatment[- ]emergent )?(?:adverse events?|AEs?|TEAEs?)$"
)
_KIND = re.compile(r"(?i)\badverse (?:events?|effects?|reactions?)\b|\bS?AEs?\b|\bTEAEs?\b")
_RELATED = re.compile(r"(?i)\brelated|\bleading|\bdiscontinu|\bgrade|\bsevere|\bdrug-")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        told = [
            r
            for r in reading.results
            if r.measure == "proportion" and _share(r) is not None and _KIND.search(r.endpoint)
        ]
        for serious in (r for r in told if _SERIOUS.search(r.endpoint) and not _RELATED.search(r.endpoint)):
            for any_ in (
                r
                for r in told
                if _ANY.search(r.endpoint)
                and not _SERIOUS.search(r.endpoint)
                and not _RELATED.search(r.endpoint)
            ):
                if (
                    words(serious.arm) == words(any_.arm)
                    and words(serious.time) == words(any_.time)
                    and serious.subgroup == any_.subgroup
                ):
                    yield from _one(reading, serious, any_)
        yield from _told_apart(reading)


def _told_apart(reading: Reading) -> Iterator[Check]:
    """Counts that sentences tell beside each other, of one arm or of none that is named, whether or not they were read as results."""
    seen: set[tuple[int, int]] = set()
    for found in harms.harms(reading):
        for part, whole in permutations(found, 2):
            if (part.start, whole.start) in seen or not _holds(whole, part, found) or part.n <= whole.n:
                continue
            seen.add((part.start, whole.start))
            formula = f"{part.n} > {whole.n}"
            yield entry(
                NAME, reading, [], "not checkable", f"{part.n} with {part.kind} and {whole.n} with {whole.kind}: the first are part of the second.",
                formula=formula, explanation="one counts events and the other patients, or a number is misprinted", severity="minor",
                quote=reading.document.quote(min(part.start, whole.start), max(part.end, whole.end)),
            )  # fmt: skip


def _holds(whole: harms.Harm, part: harms.Harm, found: Sequence[harms.Harm]) -> bool:
    """Whether the patients of one harm are among those of another: of one arm, as far as it is said, out of as many people."""
    wider = (whole.kind == harms.ANY and part.kind not in (harms.ANY, harms.DEATH)) or (
        part.kind == harms.DEATH and "deaths among them" in whole.kind
    )
    arms = {h.arm for h in found if h.arm}
    return wider and len(arms) <= 1 and not (whole.total and part.total and whole.total != part.total)


def _share(r: Result) -> tuple[float, float] | None:
    """Least and most share, percent."""
    if r.count is not None and r.total and r.count <= r.total:
        return 100.0 * r.count / r.total, 100.0 * r.count / r.total
    return r.value.interval if r.value is not None and r.value.relation == "=" else None


def _one(reading: Reading, serious: Result, any_: Result) -> Iterator[Check]:
    a, b = _share(serious), _share(any_)
    assert a
    assert b
    text = f"{serious.endpoint} {_told(serious)} and {any_.endpoint} {_told(any_)}" + (
        f" ({serious.arm})" if serious.arm else ""
    )
    formula = f"{a[0]:.3g} % {'<=' if a[0] <= b[1] + 1e-9 else '>'} {b[1]:.3g} %"
    if a[0] <= b[1] + 1e-9:
        yield entry(
            NAME,
            reading,
            [serious, any_],
            "consistent",
            f"{text}: the first are part of the second.",
            formula=formula,
        )
    else:
        yield entry(
            NAME, reading, [serious, any_], "not checkable", f"{text}: more patients with a serious event than with any.", formula=formula,
            explanation="one counts events and the other patients, or a number is misprinted", severity="minor",
        )  # fmt: skip


def _told(r: Result) -> str:
    if r.count is not None and r.total:
        return f"{r.count}/{r.total}"
    return f"{r.value.value:g} %" if r.value is not None else str(r.count)
