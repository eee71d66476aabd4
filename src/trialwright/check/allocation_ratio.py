"""Are the arms as large as the stated allocation ratio would make them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scipy.stats import binomtest

from trialwright.check.evidence.designs import unit_of_analysis
from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry, p_said
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Arm, Stated

NAME = "allocation_ratio"
SOURCE = "Exact binomial test of each arm's size against its share: Schulz & Grimes 2002, Lancet 359:966, on group sizes that are too uneven"

_EQUALLY = r"\brandomi[sz]ed\s(?:equally|in\sequal\s(?:numbers|proportions))\b|\bequally\srandomi[sz]ed\b|\bequal\s(?:allocation|randomi[sz]ation)\b|\b(?:assigned|allocated)\sequally\b"
_IN_WORDS = r"\b(?:two|three|four)[- ]to[- ]one\b"
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4"}
SUSPECT = 0.001  # below it simple randomisation does not give such sizes


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        stated = reading.trial.first("allocation") if reading.trial is not None else None
        if stated is not None and re.fullmatch(r"\d+(?::\d+)+", str(stated.value)):
            yield from _one(reading, stated, [int(x) for x in str(stated.value).split(":")])
        elif stated is None and (told := _told(reading)) is not None:
            yield from _one(reading, told, [int(x) for x in str(told.value).split(":")])


def _told(reading: Reading) -> Stated | None:
    """The ratio that a document tells in words: "equal allocation", "randomised, two to one"."""
    arms = [a for a in (reading.trial.arms if reading.trial is not None else ()) if a.role != "historical"]
    if len(arms) < 2:
        return None
    if said := says(reading, _EQUALLY):
        return Stated(field="allocation", value=":".join("1" for _ in arms), label=said.exact, quote=said)
    if said := says(reading, _IN_WORDS):
        parts = [_WORDS[w] for w in re.findall(r"[a-z]+", said.exact.lower()) if w in _WORDS]
        return Stated(field="allocation", value=":".join(parts), label=said.exact, quote=said)
    return None


def _one(reading: Reading, stated: Stated, ratio: list[int]) -> Iterator[Check]:
    assert reading.trial
    arms = [a for a in reading.trial.arms if a.role != "historical"]
    sized = [a for a in arms if a.size]
    if len(arms) != len(ratio) or len(sized) != len(arms) or unit_of_analysis(reading) is not None:
        return
    n, total = sum(a.size or 0 for a in sized), sum(ratio)
    told = _in_order(reading, stated, sized)
    # Where it is not said which arm each part of the ratio is for, the order that fits best is what is tried.
    pairs = list(
        zip(ratio, told, strict=True)
        if told
        else zip(sorted(ratio), sorted(sized, key=lambda a: a.size or 0), strict=True)
    )
    ps = [float(binomtest(a.size or 0, n, part / total).pvalue) for part, a in pairs]
    least = min(ps)
    sizes = " and ".join(str(a.size) for a in told or sized)
    expected = " and ".join(f"{n * part / total:.1f}" for part in ratio)
    formula = f"{stated.value} of {n}: {expected}; printed {sizes}; exact binomial {p_said(least)}"
    of: list[Stated | Arm] = [stated, *sized] if stated in reading.trial.stated else [*sized]
    if least >= SUSPECT:
        yield entry(
            NAME,
            reading,
            of,
            "consistent",
            f"Arms of {sizes} go with an allocation of {stated.value}.",
            recomputed={"p": least},
            formula=formula,
        )
    else:
        yield entry(
            NAME, reading, of, "not checkable", f"Arms of {sizes} are far from an allocation of {stated.value} ({expected} expected, {p_said(least)}).",
            recomputed={"p": least}, severity="minor", formula=formula,
            explanation="the sizes may be those analysed, one arm may have been closed, or the ratio was changed",
        )  # fmt: skip


def _in_order(reading: Reading, stated: Stated, arms: list[Arm]) -> list[Arm]:
    """The arms as the sentence of the ratio lists them behind it ("in a 2:1 ratio to A or B"); [] where it does not."""
    _, end = sentence_of(reading, stated)
    after = reading.document.text[stated.quote.end : end].casefold()
    at = {a.id: after.find(a.label.casefold()) for a in arms}
    return (
        sorted(arms, key=lambda a: at[a.id])
        if min(at.values()) >= 0 and len(set(at.values())) == len(arms)
        else []
    )
