"""Which direction of an endpoint is good for the patient, where its name says so."""

from __future__ import annotations

from typing import Literal

from trialwright.read.grammar.outcome_fates import RID
from trialwright.read.patterns import Pattern

_GOOD = Pattern(
    r"(?i)\bsuccess|\bsurviv|\balive\b|\brespon(?:se|der)|\bremission|\brecover|\bcure\b"
    r"|\bcured\b|\w-free\b|\bimprove|\bquality of life"
    r"|\bdischarge[sd]?\b|\bclearance of (?:virus|infection)|\bexercise capacity|\bbenefit\b|\bresolution\b|\bha?emostasis\b"
)
_BAD = Pattern(
    r"(?i)\bmortality|\bdeaths?\b|\bdied\b|\bdying\b|\brelapse|\brecurren|\badverse"
    r"|\bside effects?|\btoxicit|\binfarction|\bstroke|\bbleed"
    r"|\bhospitali[sz]ation|\brehospitali[sz]|\bfailure\b|\binflammat|\bworse|\bworsening"
    r"|\bpain\b|\binfections?\b|\bsepsis|\bthrombo"
    r"|\bnausea|\bvomiting|\bneutropeni|\banemia|\banaemia|\bintubation"
    r"|\bmechanical ventilation|\bevents?\b|\bMACE\b"
)
_FREE = Pattern(r"(?i)\b[\w-]{0,40}-free\b|\bfree(?:dom)? (?:of|from)\b[^.;]{0,60}")
_REVERSED = Pattern(
    rf"(?i)\b(?:no|without|absence of|time to|reduction in|decrease in|improvement in|change in)\b|\s(?:{RID}|resolved|disappeared|abated|ceased|subsided|remitted|regressed)$"
)


def better(label: str) -> Literal["higher", "lower", ""]:
    """ "higher", "lower", or "" where the name does not say, or says both."""
    if _REVERSED.search(label):
        return ""
    good = bool(_FREE.search(label))
    rest = _FREE.sub(" ", label)
    good, bad = good or bool(_GOOD.search(rest)), bool(_BAD.search(rest))
    return "" if good == bad else ("higher" if good else "lower")
