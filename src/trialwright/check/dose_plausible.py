"""Is the dose of a drug we know within what people are given, by a route it is given by?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.usual_doses import DRUGS, Usual
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Arm, DosePhase

NAME = "dose_plausible"
SOURCE = "Approved product information of each drug (EMA/FDA): usual single doses and routes, with a factor of ten either side"

# kg: a dose per kilogram is judged as what the lightest and the heaviest of those who are treated would be given
LIGHTEST, LIGHTEST_CHILD, LIGHTEST_BABY, HEAVIEST = 30.0, 8.0, 1.0, 150.0
FACTOR = 10.0  # outside it a unit or a decimal sign is wrong more often than a trial is bold


_MG = {
    "g": 1000.0,
    "mg": 1.0,
    "µg": 0.001,
    "μg": 0.001,
    "mcg": 0.001,
    "ug": 0.001,
    "microgram": 0.001,
    "micrograms": 0.001,
    "milligram": 1.0,
    "milligrams": 1.0,
}
_MIU = {
    "miu": 1.0,
    "million iu": 1.0,
    "million units": 1.0,
    "million international units": 1.0,
    "iu": 1e-6,
    "units": 1e-6,
    "u": 1e-6,
}


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for arm in reading.trial.arms if reading.trial is not None else ():
            for regimen in arm.regimens:
                usual = _usual(regimen.drug)
                for phase in regimen.phases if usual is not None else ():
                    assert usual is not None
                    yield from _one(reading, arm, regimen.drug, usual, phase)
        yield from _given_to_all(reading)


_DOSE = r"(?P<dose>\d{1,5}(?:\.\d{1,3})?)[ -]?(?P<unit>g|mg|µg|μg|mcg)(?![\w/])(?!\s?(?:per|/)\s?(?:kg|m|l|ml|dl))"
_DRUG = "|".join(sorted(map(re.escape, DRUGS), key=len, reverse=True))
_GIVEN = re.compile(
    rf"(?i)\b(?:received|given|treated with|took|taking|receiving|administered)\s(?:(?:oral|intravenous|subcutaneous|intramuscular|daily|open-label)\s)?(?P<drug>{_DRUG})\s(?:tablets?\s|at\s|\()?{_DOSE}"
)


def _given_to_all(reading: Reading) -> Iterator[Check]:
    """ "All patients received dexamethasone 6 g daily": the dose of a drug that no arm was read to be given."""
    trial = reading.trial
    told = next(iter((*trial.arms, *trial.stated)), None) if trial is not None else None
    if trial is None or told is None:
        return
    of_arms = " ".join(r.drug for a in trial.arms for r in a.regimens).casefold()
    for start, end in reading.document.own_spans():
        for m in _GIVEN.finditer(reading.document.text, start, end):
            usual, scale = DRUGS[m["drug"].casefold()], _MG[m["unit"].casefold()]
            amount = float(m["dose"]) * scale
            if (
                m["drug"].casefold() in of_arms
                or usual.unit != "mg"
                or usual.least / FACTOR <= amount <= usual.most * FACTOR
            ):
                continue
            yield entry(
                NAME, reading, [told], "not checkable",
                f"{m['drug']}: {m['dose']} {m['unit']} is more than ten times outside the usual single dose, {_ends(usual)}.", severity="minor",
                explanation="a unit, a decimal sign or a superscript may be lost, or this is a dose per kilogram or per day",
                formula=f"{amount:g} mg against {_ends(usual)}", quote=reading.document.quote(*m.span()),
            )  # fmt: skip


def _usual(drug: str) -> Usual | None:
    """The drug's usual dose where the name holds exactly one drug we know."""
    plain = drug.casefold()
    found = [u for name, u in DRUGS.items() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", plain)]
    return found[0] if len(found) == 1 and not re.search(r"\bplus\b|\band\b|\+", plain) else None


def _one(reading: Reading, arm: Arm, drug: str, usual: Usual, phase: DosePhase) -> Iterator[Check]:
    unit = phase.dose_unit.casefold().strip()
    known = _MG if usual.unit == "mg" else _MIU
    if (by_weight := known.get(unit.removesuffix("/kg"))) is not None and unit.endswith("/kg"):
        yield from _by_weight(reading, arm, drug, usual, phase, phase.dose * by_weight)
        return
    scale = known.get(unit)
    if scale is None:
        return  # a dose by area, or a unit of another kind
    amount = phase.dose * scale
    ends = _ends(usual)
    text, formula = f"{drug}: {phase.dose:g} {phase.dose_unit}", f"{amount:g} {usual.unit} against {ends}"
    if not usual.least / FACTOR <= amount <= usual.most * FACTOR:
        yield entry(
            NAME, reading, [arm], "not checkable", f"{text} is more than ten times outside the usual single dose, {ends}.", severity="minor",
            explanation="a unit, a decimal sign or a superscript may be lost, or this is a dose per kilogram or per day", formula=formula,
        )  # fmt: skip
    elif phase.route and phase.route not in usual.routes:
        swallowed = phase.route == "oral" and _PROTEIN.search(drug) is not None
        yield entry(
            NAME, reading, [arm], "not checkable", f"{text}, {phase.route}: approved products are given {' or '.join(usual.routes)}.",
            severity="minor" if swallowed else "note", formula=formula,
            explanation="a protein is digested when it is swallowed: the route is wrong, or another formulation is tried" if swallowed else "another formulation or a misprint",
        )  # fmt: skip
    else:
        yield entry(NAME, reading, [arm], "consistent", f"{text} is a usual dose ({ends}).", formula=formula)


def _ends(usual: Usual) -> str:
    return (
        f"{usual.least:g}" + (f" to {usual.most:g}" if usual.most != usual.least else "") + f" {usual.unit}"
    )


def _by_weight(
    reading: Reading, arm: Arm, drug: str, usual: Usual, phase: DosePhase, each: float
) -> Iterator[Check]:
    """A dose for each kilogram, outside the usual for the lightest and the heaviest of people. each : in the unit of `usual`."""
    text, ends = reading.document.text, _ends(usual)
    lightest = (
        LIGHTEST_BABY if _BABIES.search(text) else LIGHTEST_CHILD if _CHILDREN.search(text) else LIGHTEST
    )
    low, high = each * lightest, each * HEAVIEST
    usual_for_some = low <= usual.most * FACTOR and usual.least / FACTOR <= high
    if usual_for_some or _ANIMALS.search(text):
        return
    yield entry(
        NAME, reading, [arm], "not checkable",
        f"{drug}: {phase.dose:g} {phase.dose_unit} is {low:g} {usual.unit} for {lightest:g} kg and {high:g} {usual.unit} for {HEAVIEST:g} kg, "
        f"more than ten times outside the usual single dose, {ends}.",
        explanation="a unit, a decimal sign or a superscript may be lost, or the dose is not for each kilogram", severity="minor",
        formula=f"{phase.dose:g} {phase.dose_unit} x {lightest:g} to {HEAVIEST:g} kg against {ends}",
    )  # fmt: skip


_PROTEIN = re.compile(r"(?i)\w(?:mab|cept)\b|\banakinra\b")
_ANIMALS = re.compile(
    r"(?i)\b(?:rats?|mice|mouse|murine|rabbits?|dogs?|pigs?|piglets|horses?|cats?|calves|sheep|monkeys?|macaques|veterinary)\b"
)
_CHILDREN = re.compile(
    r"(?i)\b(?:child(?:ren)?|boys|girls|p(?:a)?ediatric|schools?|adolescents?|toddlers?)\b"
)
_BABIES = re.compile(r"(?i)\b(?:infants?|neonat\w+|newborns?|bab(?:y|ies)|preterm|premature)\b")
