"""What a "5 of 52" is of: people, or things of which a person has several."""

from __future__ import annotations

import re

from trialwright.model.labels import arm_named
from trialwright.model.result import Reading, Result

_NAMED = r"(?i)\s?[)\]]?\s?(?:\([^()]{1,12}\)\s)?"
_THINGS = (
    r"(?:eyes|ears|teeth|molars|knees|hips|shoulders|limbs|legs|feet|hands|breasts|kidneys|lesions|nodules|polyps|warts|ulcers|wounds|veins|arteries|vessels|segments|nodes|tumou?rs"
    r"|fractures|grafts|implants|stents|catheters|fistulas?|cycles|embryos|oocytes|follicles|pregnancies|births|deliveries|samples|specimens|biopsies|swabs|cultures|isolates|visits|episodes"
    r"|attacks|exacerbations|courses|infusions|injections|doses|procedures|operations|sessions|attempts|admissions|hospitali[sz]ations|measurements|observations|readings|scans|images"
    r"|questionnaires|nights|days|weeks|months|(?:person|patient)-?(?:years|months|days)|parents|caregivers|carers|partners|contacts|relatives)"
)
# "5 of 52 eyes", "68/110 (62 %) treated cycles"; not "9 of 40 with warts"
_OF_THINGS = re.compile(
    rf"{_NAMED}(?:(?!(?:in|on|of|with|and|v|vs|versus|given|who|had|were|was|after|at|for|during|patients|women|men|people|adults|participants|subjects)\b)[a-z-]+\s){{0,2}}?(?P<things>{_THINGS})\b"
)
_OF_BABIES = re.compile(
    rf"{_NAMED}(?:[a-z-]+\s){{0,2}}?(?P<things>infants|neonates|newborns|babies|children|offspring|f(?:o)?etuses|twins)\b"
)
_MOTHERS = re.compile(r"(?i)\b(?:women|mothers|pregnan(?:t|cy|cies)|couples)\b")
# "31 of 104 who received zinc": by what was taken, whoever was assigned to it
_TAKEN = re.compile(
    rf"{_NAMED}(?:[a-z-]+\s)?(?:who|that)\s(?:had\s)?(?:actually\s|ever\s)?(?:received|took|taken|used|(?:were|was|had\sbeen)\s(?:actually\s)?(?:treated|given))\b"
)


def _behind_total(reading: Reading, r: Result) -> int:
    """Where what is counted would be named: behind the total, else behind the number's own words."""
    own = reading.document.text[r.quote.start : r.quote.end + 12]
    printed = re.search(rf"(?<![\d.,]){r.total}(?![\d.,]\d)", own)
    return r.quote.start + printed.end() if printed else r.quote.end


def things(reading: Reading, r: Result) -> str:
    """What is counted where it is not those who were randomised: "eyes", or "infants" of women; "" for people."""
    text, at = reading.document.text, _behind_total(reading, r)
    if (found := _OF_THINGS.match(text, at)) is not None:
        return found["things"].lower()
    babies = _OF_BABIES.match(text, at)
    return babies["things"].lower() if babies and _MOTHERS.search(text) else ""


def by_treatment_taken(reading: Reading, r: Result) -> bool:
    """Whether a total is of those who received a treatment, whoever had been assigned to it."""
    return _TAKEN.match(reading.document.text, _behind_total(reading, r)) is not None


def several_of_one(reading: Reading, *counts: Result) -> str:
    """Why counts of things are not independent; "" where they are of people, or of no more things than the arm has people."""
    for r in counts:
        arm = arm_named(reading.trial, r.arm) if r.arm else None
        one_each = arm is not None and arm.size and r.total and r.total <= arm.size
        if not one_each and (named := things(reading, r)):
            return f"{named} are counted, and those of one person are not independent"
    return ""
