"""What the document says of its design that a two-arm parallel calculation must not ignore."""

from __future__ import annotations

from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.model.base import Node
from trialwright.model.document import Quote
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

_CLUSTER = (
    r"\bcluster[- ](?:random|controlled)|\bcluster trial|\bgroup[- ]randomi[sz]ed|\bstepped[- ]wedge"
    r"|\b(?:villages|clusters|schools|practices|wards|hospitals|clinics|households|communities|classes|nursing homes)"
    r" (?:were|was) (?:randomi[sz]ed|randomly|allocated|assigned)"
    r"|\brandomi[sz]ed (?:\d+ |the )?(?:villages|clusters|schools|practices|wards|hospitals|clinics|households|communities)\b"
)
_CROSSOVER = r"\bcross-?over\b(?! (?:to|from) )|\bLatin[- ]square|\bwithin-(?:subject|patient) design|\bwash-?out period"
_MATCHED = r"\bsplit-(?:mouth|face|body)|\bmatched pairs?\b|\bpaired design"


def stated_design(reading: Reading, word: str) -> Stated | None:
    """A statement of design whose value holds the word."""
    stated = reading.trial.all("design") if reading.trial is not None else ()
    return next((s for s in stated if word in str(s.value)), None)


def unit_of_analysis(reading: Reading) -> tuple[str, Quote] | None:
    """("cluster" | "crossover" | "paired", where it is said) for a design whose observations are not independent."""
    for kind, pattern in (("cluster", _CLUSTER), ("crossover", _CROSSOVER), ("paired", _MATCHED)):
        place = says(reading, pattern)
        if place is not None:
            return kind, place
    return None


def not_parallel(reading: Reading) -> str:
    """Why a calculation for independent patients in parallel arms does not hold; "" where nothing says so."""
    found = unit_of_analysis(reading)
    if found is None:
        return ""
    return {
        "cluster": "groups of patients were randomised, so patients are not independent",
        "crossover": "each patient received both treatments, so the arms are not independent",
        "paired": "observations are paired, so the arms are not independent",
    }[found[0]]


def subject(reading: Reading) -> Node | None:
    """What a finding on the design can be about: its statement, else its first arm."""
    if reading.trial is None:
        return None
    return next((s for s in reading.trial.stated if s.field == "design"), None) or next(
        iter(reading.trial.arms), None
    )


def why_other_test(reading: Reading, analysis: str) -> str:
    """Why a test of the crude table need not give the printed number; "" where nothing speaks for another test."""
    return "the analysis is adjusted" if is_adjusted(analysis) else not_parallel(reading)
