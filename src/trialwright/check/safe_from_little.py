"""A conclusion of safety: how many patients is it drawn from?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialwright.check.evidence.exposed import Count, given_in_words, says, treated
from trialwright.check.evidence.ledger import entry
from trialwright.kernels.intervals import clopper_pearson, upper_bound
from trialwright.model.check import Check, Severity
from trialwright.model.result import Claim, Reading

NAME = "safe_from_little"
SOURCE = "Rule of three, exact: Hanley & Lippman-Hand 1983, JAMA 249:1743; 300 patients for 1 %: Eypasch et al. 1995, BMJ 311:619"

MAJOR, MINOR = 10.0, 1.0  # percent: a serious harm as common as this was not excluded

# Where people are counted at all, the number treated may be printed in words that were not read.
_PEOPLE = r"\bn\s?=\s?\d|\b\d[\d,]+ (?:[\w-]+ ){0,5}?(?:patients|women|men|participants|subjects|children|adults|people|infants|individuals|volunteers|cases|eyes)\b"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        claims = [c for c in reading.claims if c.kind == "safe"]
        if claims:
            count = treated(reading)
            if count is None and (n := given_in_words(reading)) is not None:
                count = Count(n, claims[0], at_most=True)
            yield _uncounted(reading, claims) if count is None else _counted(reading, claims, count)


def _counted(reading: Reading, claims: list[Claim], count: Count) -> Check:
    n = count.n
    one, two = 100 * upper_bound(0, n), 100 * clopper_pearson(0, n).high
    severity: Severity = "major" if one > MAJOR else "minor" if one > MINOR else "note"
    treated_ = f"at most {n} treated patients" if count.at_most else f"{n} treated patients"
    return entry(
        NAME, reading, claims, "not checkable",
        f"Safety is concluded from {treated_}. Had none of {n} a serious harm, its true rate could still be {one:.1f} % "
        f"(one-sided 95 % upper bound; {two:.1f} % as the end of a two-sided 95 % interval).",
        explanation=f"{n} patients show only harms that are common",
        recomputed={"n": float(n), "upper one-sided": one, "upper two-sided": two},
        corrected=f"No more can be said than that a serious harm in over {one:.1f} % of patients is unlikely, if none was seen.",
        severity=severity, formula=f"1 - 0.05^(1/{n}) = {one:.2f} %; 1 - 0.025^(1/{n}) = {two:.2f} %",
        also=[count.source],
    )  # fmt: skip


def _uncounted(reading: Reading, claims: list[Claim]) -> Check:
    return entry(
        NAME, reading, claims, "not checkable",
        "Safety is concluded, and no number of treated patients was read: what harm was excluded cannot be told. "
        "To make a harm above 1 % unlikely takes 299 patients without one.",
        explanation="no number treated", severity="note" if says(reading, _PEOPLE) else "minor", formula="ln 0.05 / ln 0.99 = 298.1",
    )  # fmt: skip
