"""A group that responds more: was the difference between groups tested?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry, p_bounds, shown
from trialwright.model.check import Check
from trialwright.model.result import Claim, Reading, Result

NAME = "subgroup_without_interaction"
SOURCE = "Assmann et al. 2000, Lancet 355:1064; ICEMAN: Schandelmaier et al. 2020, CMAJ 192:E901"

NEEDED = (
    "the effect with its interval in each group, the number in each, the test of treatment by baseline interaction, "
    "and whether the group and its cut-off were chosen before the data were seen"
)
_INTERACTION = re.compile(
    r"interaction|heterogeneity of (?:treatment )?effect|effect modification", re.IGNORECASE
)

# The document says itself that the groups were not shown to differ.
_NO_DIFFERENCE = (
    r"\bno (?:significant |statistical |clear |strong )?(?:evidence|indication|interaction|heterogeneity|effect modification)\b|\beffects? (?:did|does|do) not differ\b"
    r"|\b(?:effects?|benefits?) (?:was|were|is|are) (?:similar|consistent|the same)\b|\binteraction\b[^.;]{0,40}\bnot (?:statistically )?significant"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        claims = [c for c in reading.claims if c.kind == "subgroup"]
        if not claims:
            continue
        tests = [r for r in reading.results if _is_interaction_test(r)]
        yield _tested(reading, claims, tests[0]) if tests else _untested(reading, claims)


def _is_interaction_test(r: Result) -> bool:
    told = " ".join((r.analysis, r.endpoint, r.subgroup, r.quote.exact))
    return _INTERACTION.search(told) is not None and _p(r) is not None


def _p(r: Result):  # type: ignore[no-untyped-def]
    return r.value if r.measure == "p_value" else r.p


def _tested(reading: Reading, claims: list[Claim], test: Result) -> Check:
    p = _p(test)
    low, high = p_bounds(p)
    supported, unclear = high <= 0.05, low < 0.05 < high
    concluded = any(c.concluded for c in claims)
    admitted = not concluded and says(reading, _NO_DIFFERENCE) is not None
    return entry(
        NAME, reading, [*claims, test], "consistent" if supported else "not checkable",
        f"A group that responds more is claimed; the interaction test printed with it has p = {shown(p)}.",
        explanation="" if supported else "the test does not show that the groups differ",
        severity="note" if supported or unclear or admitted else "major" if concluded else "minor", formula=f"interaction p = {shown(p)}",
    )  # fmt: skip


def _untested(reading: Reading, claims: list[Claim]) -> Check:
    mention = says(reading, _INTERACTION.pattern)
    text = "A group that responds more is claimed without a test of interaction"
    if mention is not None:
        text += f" (“{mention.exact}” is a word in the text, with no estimate, interval or p)"
    return entry(
        NAME, reading, claims, "not checkable", f"{text}. Needed: {NEEDED}.",
        explanation="a larger effect in one group, or one shown in that group alone, is not a difference between groups",
        corrected="Whether the effect differs between the groups has not been shown.", severity="major",
        formula=f"{len(claims)} claim{'s' if len(claims) > 1 else ''} of a group that responds more, 0 interaction tests",
    )  # fmt: skip
