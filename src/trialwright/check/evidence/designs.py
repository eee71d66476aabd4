"""What the document says of its design that a two-arm parallel calculation must not ignore."""

from __future__ import annotations

import re

from trialwright.check.evidence.exposed import all_said
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.model.base import Node
from trialwright.model.document import Quote
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

_UNITS = (
    r"(?:villages|clusters|schools|practices|wards|hospitals|clinics|households|communities|classes|classrooms|(?:nursing|care|residential) homes|health cent(?:er|re)s"
    r"|districts|neighbou?rhoods|towns|families|pharmacies|workplaces|companies|kindergartens|nurseries|churches|prisons|units(?!\sof\s(?:blood|plasma|red|packed|platelets|insulin))|sites|regions|parishes|physicians|practitioners|GPs|doctors|teachers)"
)
# The units themselves, and not patients "from 12 hospitals"
_SUBJECT = rf"(?:^|[.;:,]\s|\b(?:we|and)\s)(?:(?!(?:in|from|at|of|across|within|among|with|by)\b)[\w,-]+\s){{0,4}}?{_UNITS}"
_DEALT = r"(?:randomi[sz]ed|randomly\s(?:allocated|assigned|divided|split|(?:chosen|selected)\s(?:to|for\sthe)\b)|allocated|assigned)"
_CLUSTER = (
    r"\bcluster[- ](?:random|controlled)|\bcluster trial|\bgroup[- ]randomi[sz]ed|\bstepped[- ]wedge"
    rf"|{_SUBJECT}\s(?:\([^()]{{1,30}}\)\s)?(?:(?:in|with|of)\s[\w\s,]{{1,30}}\s)?(?:were|was)\s(?:then\s|each\s)?{_DEALT}"
    rf"|\brandomi[sz]ed (?:\d+ |the |[a-z-]+ )?{_UNITS}\b|\brandomi[sz](?:ation|ed)\s(?:was\s)?by\s(?:the\s)?(?:village|school|practice|ward|hospital|clinic|cluster|class|household|family|district|centre|center)\b"
    rf"|\bof (?:the )?\d+ (?:\w+ )?{_UNITS},? \d+ were {_DEALT}"
    r"|\b(?:were|was) (?:used as )?the unit of (?:randomi[sz]ation|allocation)\b|\bunit of (?:randomi[sz]ation|allocation) was (?!(?:the )?(?:individual |single )?(?:patient|participant|child|person|woman|man|subject))"
)
_CROSSOVER = (
    r"\bcross-?over\b(?! (?:to|from) )|\bLatin[- ]square|\bwithin-(?:subject|patient) design|\bwash-?out period|\bin (?:a )?random(?:i[sz]ed)? order\b"
    r"|\b(?:their|his|her|its|as) own controls?\b|\b(?:received|took|had|were given) both (?:treatments|drugs|interventions|regimens|study drugs)\b"
)
_MATCHED = r"\bsplit-(?:mouth|face|body)|\bmatched pairs?\b|\bpaired design|\bfellow (?:eyes?|knees?)\b|\bcontralateral (?:eyes?|sides?|limbs?|legs?|arms?|knees?|hands?|feet|foot|teeth|tooth) (?:served|received|was|were|as)\b"

# Before the words: another trial's, or a design that this trial has not; behind them: considered and not taken
_NOT_OWN = re.compile(
    r"(?i)\b(?:no|not(?:\s(?:by|a|in|as))?|without|unlike|rather than|instead of|than|previous|earlier|prior|(?<!each )(?<!the )other|published|past)\s(?:an?\s|the\s)?(?:[\w-]+\s){0,2}$"
)
_NOT_TAKEN = re.compile(
    r"(?i)[\w\s-]{0,40}\b(?:was|were)\s(?:considered|rejected|not\s(?:used|chosen|feasible|possible|adopted|done))\b"
)
_WASHED = re.compile(
    r"(?i)\b(?:between|separat\w+|cross\w*|periods|phases|other|alternat\w+|both|second|next|switch\w*|each treatment|treatments|then (?:received|given))\b"
)
# "Slides were read in random order": no treatments
_READ_SO = re.compile(
    r"(?i)\b(?:(?:questionnaires?|slides?|scans?|images?|films?|photographs?|radiographs?|tests?|questions?|items?|samples?|biopsies)\s(?:were|was|are)\s(?:[\w-]+\s){0,3}|(?:read|rated|scored|viewed)\s)$"
)
_AT_NEED = re.compile(r"(?i)\s(?:if|after|because|when|on relapse|at relapse|at progression)\b")
# Crossover of those who fared badly, which is no design: "crossover was allowed after progression"
_SWITCH_BEFORE = re.compile(
    r"(?i)\b(?:(?:allow|permit|prohibit|adjust|correct|censor)\w*\s(?:for\s)?(?:\w+\s)?|(?:despite|owing to|due to|because of|rates? of|extent of|amount of)\s(?:the\s)?(?:\w+\s)?)$"
)
_SWITCH = re.compile(
    r"(?i)(?!\s(?:stud(?:y|ies)|trials?|designs?|periods?|comparison|manner|fashion))(?:\srates?\b|(?:\s[\w-]+){0,3}?\s(?:(?:not\s|also\s)?(?:allowed|permitted|prohibited|offered)\b|(?:at|after|on|upon|following|before)\s(?:\w+\s){0,2}(?:progression|relapse|failure|unblinding)\b))"
)


def _sentence_of(before: str, behind: str) -> str:
    return f"{re.split(r'[.;] ', before)[-1]} {re.split(r'[.;] ', behind)[0]}"


def stated_design(reading: Reading, word: str) -> Stated | None:
    """A statement of design whose value holds the word."""
    stated = reading.trial.all("design") if reading.trial is not None else ()
    return next((s for s in stated if word in str(s.value)), None)


def unit_of_analysis(reading: Reading) -> tuple[str, Quote] | None:
    """("cluster" | "crossover" | "paired", where it is said) for a design whose observations are not independent."""
    for kind, pattern in (("cluster", _CLUSTER), ("crossover", _CROSSOVER), ("paired", _MATCHED)):
        place = next((q for q in all_said(reading, pattern) if _is_own(reading, kind, q)), None)
        if place is not None:
            return kind, place
    return None


def _is_own(reading: Reading, kind: str, place: Quote) -> bool:
    """Whether words on design, by those beside them, are of this trial's."""
    before = reading.document.text[max(0, place.start - 60) : place.start]
    behind = reading.document.text[place.end : place.end + 100]
    switch = kind == "crossover" and place.exact.lower().startswith("cross")
    if switch and (_SWITCH_BEFORE.search(before) or _SWITCH.match(behind)):
        return False
    said = place.exact.lower()
    if said.startswith("wash") and not _WASHED.search(_sentence_of(before, behind)):
        return False  # one before randomisation
    if said.endswith("order") and _READ_SO.search(before):
        return False
    if " both " in said and _AT_NEED.match(behind):
        return False
    return not (_NOT_OWN.search(before) or _NOT_TAKEN.match(behind))


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
