"""Do the documents of one trial tell of the same trial: how many took part, what they were given, who was blinded?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trialwright.check.evidence.documents import is_news, kind, of_one_trial
from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.labels import same
from trialwright.model.result import Reading
from trialwright.model.trial import Arm, DosePhase, Regimen, Stated

NAME = "plans_disagree"
SOURCE = "Comparison of a registry record with the report: Hartung et al. 2014, Ann Intern Med 160:477; of protocol and report: Chan et al. 2004, JAMA 291:2457"

# field → what is said of how many took part: reports have the one, records the other
_WORDS = {"randomised": "randomised", "enrollment": "enrolled"}
_ACTUAL = re.compile(r"(?i)\bactual\b|\brandomi|\benrolled\b")
_OPEN = re.compile(r"(?i)\bopen\b|\bnone\b|\bunblinded\b|\bnon-?blinded\b|\bno\smasking\b")
_BLIND = re.compile(r"(?i)\b(?:double|triple|quadruple)\b")
_SINGLE = re.compile(r"(?i)\b(?:single|assessor|observer)\b")
_PLACEBO = re.compile(r"(?i)\bplacebo\b")
# What a placebo may be called instead, or what may stand for one
_LIKE_PLACEBO = (
    r"placebo|sham|dummy|vehicle|saline|dextrose|inactive|inert|sugar|matching|control|comparator product"
)
_CLOSE = 1e-6


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for group in of_one_trial(readings):
        for a, b in combinations(group, 2):
            if not is_news(a) and not is_news(b):
                yield from _taken_in(a, b)
                yield from _regimens(a, b)
                yield from _masking(a, b)
                yield from _placebo(a, b)


def _taken_in(a: Reading, b: Reading) -> Iterator[Check]:
    """Enrolled in one document, randomised in the other; numbers under one word are `documents_disagree`'s."""
    one, two = _number(a), _number(b)
    if one is None or two is None or one.field == two.field:
        return
    told = f"{two.value} {_word(two)} here, {one.value} {_word(one)} in the {kind(a)} {a.document.name}"
    if one.value == two.value:
        yield entry(
            NAME, b, [two], "consistent", f"{told}.", formula=f"{two.value} | {one.value}", also=[one]
        )
    else:
        yield entry(
            NAME, b, [two], "not checkable", f"{told}.", severity="minor", formula=f"{two.value} | {one.value}",
            explanation="those enrolled may have been screened or not yet randomised, or one of the numbers is wrong", also=[one],
        )  # fmt: skip


def _number(reading: Reading) -> Stated | None:
    """How many took part; of a record only where it is told what was, not what was planned."""
    for field in _WORDS:
        said = reading.trial.first(field) if reading.trial is not None else None
        if said is not None and (field == "randomised" or _ACTUAL.search(said.label)):
            return said
    return _people(reading)


def _word(said: Stated) -> str:
    return _WORDS.get(said.field, "in the arms")


def _people(reading: Reading) -> Stated | None:
    """The people of a randomised trial, where they are the sum of its arms."""
    trial = reading.trial
    said = trial.first("participants") if trial is not None else None
    if trial is None or said is None or not any(s.value == "randomised" for s in trial.all("design")):
        return None
    sizes = [a.size for a in trial.arms]
    return said if len(sizes) > 1 and all(sizes) and sum(n or 0 for n in sizes) == said.value else None


def _regimens(a: Reading, b: Reading) -> Iterator[Check]:
    for here in b.trial.arms if b.trial is not None else ():
        there = next(
            (x for x in (a.trial.arms if a.trial is not None else ()) if same(x.label, here.label)), None
        )
        if there is None:
            continue
        for mine, theirs in _of_one_drug(here, there):
            yield _compared(b, mine, a, theirs, here.label)


def _of_one_drug(here: Arm, there: Arm) -> Iterator[tuple[Regimen, Regimen]]:
    """Regimens of a drug that each arm has once, in as many phases."""
    for mine in here.regimens:
        others = [r for r in there.regimens if same(r.drug, mine.drug)]
        alone = sum(same(r.drug, mine.drug) for r in here.regimens) == len(others) == 1
        if alone and mine.phases and len(mine.phases) == len(others[0].phases):
            yield mine, others[0]


def _compared(reading: Reading, here: Regimen, where: Reading, there: Regimen, arm: str) -> Check:
    differ = [d for p, q in zip(here.phases, there.phases, strict=True) for d in _differences(p, q)]
    place = f"the {kind(where)} {where.document.name}"
    formula = " | ".join(
        "; ".join(p.text or f"{p.dose:g} {p.dose_unit}" for p in r.phases) for r in (here, there)
    )
    if not differ:
        finding = f"{arm}: {here.drug} is given here as in {place}."
        return entry(NAME, reading, [here], "consistent", finding, formula=formula, also=[there])
    return entry(
        NAME, reading, [here], "not checkable", f"{arm}: {here.drug} is given {'; '.join(differ)} in {place}.", severity="minor", formula=formula,
        explanation="the protocol may have been amended, or one of the documents is wrong", also=[there],
    )  # fmt: skip


def _differences(p: DosePhase, q: DosePhase) -> Iterator[str]:
    """ "for 7 days here, for 5 days": each thing that both tell, and tell otherwise."""
    if p.dose_unit == q.dose_unit and not _equal(p.dose, q.dose):
        yield f"at {p.dose:g} {p.dose_unit} here, at {q.dose:g} {q.dose_unit}"
    if p.route and q.route and p.route != q.route:
        yield f"{p.route} here, {q.route}"
    if p.every_hours and q.every_hours and not _equal(p.every_hours, q.every_hours):
        yield f"every {p.every_hours:g} hours here, every {q.every_hours:g} hours"
    if p.duration_days and q.duration_days and not _equal(p.duration_days, q.duration_days):
        yield f"for {p.duration_days:g} days here, for {q.duration_days:g} days"


def _equal(x: float, y: float) -> bool:
    return abs(x - y) <= _CLOSE * max(abs(x), abs(y))


def _masking(a: Reading, b: Reading) -> Iterator[Check]:
    one, two = (r.trial.first("masking") if r.trial is not None else None for r in (a, b))
    if one is None or two is None:
        return
    blind = [bool(_BLIND.search(str(s.value))) for s in (one, two)]
    open_ = [bool(_OPEN.search(str(s.value))) for s in (one, two)]
    single = [bool(_SINGLE.search(str(s.value))) for s in (one, two)]
    if any(blind[i] and (open_[1 - i] or single[1 - i]) for i in (0, 1)):
        yield entry(
            NAME, b, [two], "not checkable", f"Masking is {two.value} here, {one.value} in the {kind(a)} {a.document.name}.", severity="minor",
            explanation="a part of the trial may be open, or one of the documents is wrong", formula=f"{two.value} | {one.value}", also=[one],
        )  # fmt: skip


def _placebo(a: Reading, b: Reading) -> Iterator[Check]:
    """A placebo arm in one document, where the other sets out arms and has no word for a placebo."""
    for here, there in ((b, a), (a, b)):
        arm = next((x for x in _arms(here) if _PLACEBO.search(x.label)), None)
        others = [x for x in _arms(there) if x.role != "historical"]
        if (
            arm is None
            or len(others) != len(_arms(here))
            or re.search(rf"(?i){_LIKE_PLACEBO}", there.document.text)
        ):
            continue
        if not any(same(x.label, y.label) for x in _arms(here) for y in others):
            continue  # nothing shows that the arms are told alike
        names = " and ".join(x.label for x in others)
        yield entry(
            NAME, here, [arm], "not checkable", f"{arm.label} is given in one arm here; the arms of the {kind(there)} {there.document.name} are {names}.",
            severity="minor", explanation="the comparator was changed, or one of the documents is wrong", formula=f"{arm.label} | {names}", also=others,
        )  # fmt: skip


def _arms(reading: Reading) -> tuple[Arm, ...]:
    return reading.trial.arms if reading.trial is not None else ()
